import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.inference.segmenter import segment
from offsets import assert_mentions

A, B = "قصف الجيش البلدة", "وقُتل مدنيان"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        # end marks
        (f"{A}. {B}.", [f"{A}.", f"{B}."]),
        (f"{A}؟ {B}؟", [f"{A}؟", f"{B}؟"]),
        (f"{A}? {B}", [f"{A}?", B]),
        (f"{A}! {B}!", [f"{A}!", f"{B}!"]),
        (f"{A}!! {B}؟!", [f"{A}!!", f"{B}؟!"]),
        (f"{A}؟{B}", [f"{A}؟", B]),
        (f"{A}۔ {B}۔", [f"{A}۔", f"{B}۔"]),
        (f"{A} . {B} .", [f"{A} .", f"{B} ."]),
        (f"{A}، {B}؛ وجُرح ثالث", [f"{A}، {B}؛ وجُرح ثالث"]),
        (f"{A}: {B}", [f"{A}: {B}"]),
        ("قصفُ المدينةِ. قُتِلَ رجلٌ.", ["قصفُ المدينةِ.", "قُتِلَ رجلٌ."]),
        ("قُتل عشرة جنودٍ.وأُسر اثنان", ["قُتل عشرة جنودٍ.", "وأُسر اثنان"]),
        # no end mark, nothing to read
        (A, [A]),
        ("", []),
        (" \n\t ", []),
        ("...\n***\n؟!", []),
        (f"  {A}.  ", [f"{A}."]),
        # quotes and brackets
        (f'"{A}." {B}.', [f'"{A}."', f"{B}."]),
        (f"«{A}.» {B}.", [f"«{A}.»", f"{B}."]),
        (f"قال «{A}». {B}.", [f"قال «{A}».", f"{B}."]),
        (f"({A}.) {B}", [f"({A}.)", B]),
        (f"“{A}!” {B}", [f"“{A}!”", B]),
        (f"{A}.”{B}", [f"{A}.”", B]),
        # initials, titles, abbreviations, names with dots
        (f"قال د. سامي إن {A}.", [f"قال د. سامي إن {A}."]),
        ("أصيب م. خالد وأ. ليلى بجروح. ونجا ثالث", ["أصيب م. خالد وأ. ليلى بجروح.", "ونجا ثالث"]),
        ("اغتيل أ.د. فريد أمس. ودفن اليوم", ["اغتيل أ.د. فريد أمس.", "ودفن اليوم"]),
        ("ذكرت أ.ف.ب أن لغماً انفجر. ولم تزد", ["ذكرت أ.ف.ب أن لغماً انفجر.", "ولم تزد"]),
        ("نقلت د.ب.أ. عن مصدر عسكري", ["نقلت د.ب.أ. عن مصدر عسكري"]),
        ("على بعد ٣ كم. من الحدود", ["على بعد ٣ كم. من الحدود"]),
        ("قتل الجندي J. Smith في كمين. وفر رفاقه", ["قتل الجندي J. Smith في كمين.", "وفر رفاقه"]),
        ("غادر Mr. Smith المدينة", ["غادر Mr. Smith المدينة"]),
        ("قالت U.S. Army إن موقعاً قُصف", ["قالت U.S. Army إن موقعاً قُصف"]),
        # decimals, dates, numbers
        ("نزح ٢.٥ مليون شخص. وعاد ألف", ["نزح ٢.٥ مليون شخص.", "وعاد ألف"]),
        ("نزح 2.5 مليون شخص.", ["نزح 2.5 مليون شخص."]),
        ("وقع الهجوم في 3.11.2019 قرب البصرة", ["وقع الهجوم في 3.11.2019 قرب البصرة"]),
        ("قُتل 25. وجُرح 30.", ["قُتل 25.", "وجُرح 30."]),
        ("قُتل العشرات عام ٢٠١٦. وهدأت بعدها", ["قُتل العشرات عام ٢٠١٦.", "وهدأت بعدها"]),
        # ellipsis
        ("قصف... ثم صمت", ["قصف... ثم صمت"]),
        ("قصف… ثم صمت", ["قصف… ثم صمت"]),
        (f"{A}...\n{B}", [f"{A}...", B]),
        ("سُمع دوي انفجار.. وتصاعد الدخان. وصمت", ["سُمع دوي انفجار.. وتصاعد الدخان.", "وصمت"]),
        # run together
        ("أصيب خمسة مدنيين.وقال شاهد إنه رأى الطائرة", ["أصيب خمسة مدنيين.", "وقال شاهد إنه رأى الطائرة"]),
        ("غارة على بلدة.الطيران روسي", ["غارة على بلدة.", "الطيران روسي"]),
        # addresses
        ("للمزيد www.example.com/news وتابعونا. شكراً", ["للمزيد www.example.com/news وتابعونا.", "شكراً"]),
        ("راجع https://example.org/a?b=1 للتفاصيل", ["راجع https://example.org/a?b=1 للتفاصيل"]),
        ("راسلونا على news@example.org. نرد سريعاً", ["راسلونا على news@example.org.", "نرد سريعاً"]),
        # lines
        (f"غارات على الشمال\n{A}.", ["غارات على الشمال", f"{A}."]),
        (f"غارات على الشمال\r\n\r\n{A}.\r\n{B}.", ["غارات على الشمال", f"{A}.", f"{B}."]),
        (f"{A}\r{B}", [A, B]),
        (f"{A}\u2029{B}", [A, B]),
        ("عدن -\nانفجر لغم بدورية", ["عدن -", "انفجر لغم بدورية"]),
        # marks of direction
        (f"\u200f{A}.\u200f {B}.", [f"\u200f{A}.\u200f", f"{B}."]),
        (f"\u202b{A}.\u202c\n\u202b{B}.\u202c", [f"\u202b{A}.\u202c", f"\u202b{B}.\u202c"]),
        (f"{A}.\u200f\u200f «{B}».\u200e", [f"{A}.\u200f\u200f", f"«{B}».\u200e"]),
        ("نزح ٢.\u200f٥ مليون", ["نزح ٢.\u200f٥ مليون"]),
        # spaces that are none of ASCII
        (f"\u00a0{A}.\u00a0{B}\u3000", [f"{A}.", B]),
        (f"\ufeff{A}. {B}.", [f"\ufeff{A}.", f"{B}."]),
    ],
)  # fmt: skip
def test_sentences_of_a_text(text: str, sentences: list[str]) -> None:
    assert_mentions(text, segment(text), sentences)


FOLDED = (
    "أعلنت مصادر طبية أن غارة جوية استهدفت سوقاً شعبية في\n"
    "أطراف المدينة صباح اليوم وأدت إلى مقتل سبعة من الباعة\n"
    "وإصابة عدد آخر. ولم تعلق أي جهة رسمية على الحادثة حتى\n"
    "ساعة متأخرة."
)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028"])
def test_folded_lines_are_joined(line_break: str) -> None:
    text = FOLDED.replace("\n", line_break)
    cut = text.index(" ولم")
    assert_mentions(text, segment(text), [text[:cut], text[cut + 1 :]])


def test_a_blank_line_parts_folded_paragraphs() -> None:
    text = f"{FOLDED[:-1]}\n\n{FOLDED}"
    assert len(segment(text)) == 4


def test_short_lines_of_a_list_are_no_folded_text() -> None:
    text = "قصف على الحي الشرقي\nقتيل\nاشتباكات قرب الجسر\nغارة"
    assert_mentions(text, segment(text), text.split("\n"))


def test_long_lines_are_paragraphs_of_their_own() -> None:
    line = "قالت مصادر محلية إن قوة عسكرية دخلت القرية بعد منتصف الليل وفتشت منازلها واحداً بعد آخر ثم انسحبت منها عند الفجر إلى قاعدتها"
    text = "\n".join([line] * 3)
    assert_mentions(text, segment(text), [line] * 3)


TEXTS = st.text(
    alphabet=st.sampled_from('قصفدمأَ ٢5a.،؟!…"«»)\n\r\u2028\u200f_²'), max_size=60
) | st.text(max_size=40)


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_sentences_are_in_order_trimmed_and_hold_all_letters(text: str) -> None:
    sentences = segment(text)
    covered: set[int] = set()
    end = 0
    for sentence in sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        inside = text[sentence.start : sentence.end]
        assert inside == inside.strip()
        assert any(char.isalnum() for char in inside)
        covered.update(range(sentence.start, sentence.end))
        end = sentence.end
    assert {index for index, char in enumerate(text) if char.isalnum()} <= covered


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.text(alphabet="قصفجيشمدينة ", min_size=3, max_size=12)
        .map(str.strip)
        .filter(lambda s: len(s) > 2),
        min_size=1,
        max_size=5,
    )
)
def test_whole_sentences_of_words_come_back(parts: list[str]) -> None:
    sentences = [f"غارات {part} أمس." for part in parts]
    text = " ".join(sentences)
    assert_mentions(text, segment(text), sentences)
