import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hadath.annotations.labels import EventType, Outcome, Role
from hadath.inference.casualties import read_tolls
from hadath.inference.outcomes import is_verbal_outcome, outcome_of
from hadath.inference.readings import count_of_people, read_mention
from hadath.inference.records import LinkedEvent, Mention, Toll
from offsets import extents_of

K, W, M = Outcome.KILLED, Outcome.WOUNDED, Outcome.MISSING
C, D = Outcome.CAPTURED, Outcome.DISPLACED


def tolls_of(text: str, *words: str) -> tuple[Toll, ...]:
    extents = extents_of(text, *words)
    mentions = tuple(Mention(start, end, Role.CASUALTIES) for start, end in extents)
    return read_tolls(text, LinkedEvent(EventType.ATTACK, (), mentions))


def counts_of(text: str, *words: str) -> dict[Outcome, int | None]:
    return {toll.outcome: toll.count for toll in tolls_of(text, *words)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # killed, in the words of every school of writing
        ("مقتل 9", [(K, 9)]),
        ("قُتل خمسة مدنيين", [(K, 5)]),
        ("وقُتِلَت ثلاث نساء", [(K, 3)]),
        ("بمقتل ٧ جنود", [(K, 7)]),
        ("12 قتيلاً", [(K, 12)]),
        ("ثلاثة قتلى", [(K, 3)]),
        ("استشهاد أربعة مواطنين", [(K, 4)]),
        ("استُشهد شابان", [(K, 2)]),
        ("ستة شهداء", [(K, 6)]),
        ("ارتقاء 11 شهيدا", [(K, 11)]),
        ("مصرع ثمانية ركاب", [(K, 8)]),
        ("لمصرع عنصرين", [(K, 2)]),
        ("وفاة جريح", [(K, 1)]),
        ("إعدام عشرة أسرى", [(K, 10)]),
        ("اغتيال ضابطين", [(K, 2)]),
        ("بحياة ستة أشخاص", [(K, 6)]),
        ("أرواح عشرين مصليا", [(K, 20)]),
        ("تصفية ثلاثة قياديين", [(K, 3)]),
        ("ذبح راعيين", [(K, 2)]),
        ("هلاك خمسة من المرتدين", [(K, 5)]),
        ("جثث 14 شخصا", [(K, 14)]),
        ("جثامين خمسة عمال", [(K, 5)]),
        ("رفات سبعة وعشرين شخصا", [(K, 27)]),
        ("خمسة مدنيين قُتلوا", [(K, 5)]),
        ("ماتت طفلتان", [(K, 2)]),
        # wounded
        ("إصابة 25 آخرين", [(W, 25)]),
        ("وإصابة ثمانية بجروح", [(W, 8)]),
        ("أُصيب سبعة جنود", [(W, 7)]),
        ("وجرح 25 آخرين", [(W, 25)]),
        ("جُرحت أربع طالبات", [(W, 4)]),
        ("12 جريحا", [(W, 12)]),
        ("ثلاثة جرحى", [(W, 3)]),
        ("٣٠ مصابا", [(W, 30)]),
        ("جريحين", [(W, 2)]),
        ("تسع إصابات", [(W, 9)]),
        ("أربعين حالة اختناق", [(W, 40)]),
        # missing, captured, displaced
        ("فقدان أربعة صيادين", [(M, 4)]),
        ("ستة مفقودين", [(M, 6)]),
        ("اختفاء ثلاثة شبان", [(M, 3)]),
        ("أسر خمسة جنود", [(C, 5)]),
        ("وأسرت ثلاثين مقاتلا", [(C, 30)]),
        ("عشرة أسرى", [(C, 10)]),
        ("نزوح 20 ألف شخص", [(D, 20000)]),
        ("تهجير ألفي عائلة", [(D, 2000)]),
        ("خمسة آلاف نازح", [(D, 5000)]),
        ("لجوء ألف ومئتي قروي", [(D, 1200)]),
        # duals and single people
        ("قتيلان", [(K, 2)]),
        ("قتيلين", [(K, 2)]),
        ("مقتل جنديين", [(K, 2)]),
        ("إصابة طفلين", [(W, 2)]),
        ("وإصابة طفلتين", [(W, 2)]),
        ("استشهدت امرأتان", [(K, 2)]),
        ("مقتل ضابطي شرطة", [(K, 2)]),
        ("قُتل عاملا بناء", [(K, 2)]),
        ("إصابة عاملتي نظافة", [(W, 2)]),
        ("جُرح ولداه", [(W, 2)]),
        ("مقتل مدنيَّيْن", [(K, 2)]),
        ("مقتل مدنيين أردنيَّين", [(K, 2)]),
        ("جثتين متفحمتين", [(K, 2)]),
        ("مقتل جندي", [(K, 1)]),
        ("إصابة امرأة مسنة", [(W, 1)]),
        ("استشهاد الطفلة سلمى النجار", [(K, 1)]),
        ("مقتل القيادي أبو حفص", [(K, 1)]),
        ("وقتل زعيمهم", [(K, 1)]),
        ("قتل راعي أغنام", [(K, 1)]),
        ("وبُترت ساق طفلته", [(W, 1)]),
        ("مقتله", [(K, 1)]),
        ("إصابتها", [(W, 1)]),
        ("استشهادهما", [(K, 2)]),
        ("مقتل ضابط وجندي", [(K, 2)]),
        ("إصابة شرطي وطفلتين", [(W, 3)]),
        # more than, at least, about, at most
        ("مقتل أكثر من 20 شخصا", [(K, 20)]),
        ("ما لا يقل عن ثلاثين قتيلا", [(K, 30)]),
        ("وإصابة ما يزيد على ستين شخصا", [(W, 60)]),
        ("مقتل نحو خمسين مسلحا", [(K, 50)]),
        ("قرابة مئة جريح", [(W, 100)]),
        ("حوالى 40 جريحا", [(W, 40)]),
        ("مقتل 15 عنصرا على الأقل", [(K, 15)]),
        ("زهاء ألفي نازح", [(D, 2000)]),
        # ranges count as their lower end
        ("مقتل بين 10 و15 عنصرا", [(K, 10)]),
        ("مقتل ما بين خمسة وسبعة جنود", [(K, 5)]),
        ("إصابة من 3 إلى 5 أشخاص", [(W, 3)]),
        ("مقتل ثلاثة أو أربعة مسلحين", [(K, 3)]),
        ("نزوح بين عشرة آلاف وخمسة عشر ألف شخص", [(D, 10000)]),
        ("نزوح ما بين 10 و15 ألف شخص", [(D, 10000)]),
        # hurt and not counted
        ("مقتل مدنيين", [(K, None)]),
        ("عشرات القتلى", [(K, None)]),
        ("وعشرات الجرحى", [(W, None)]),
        ("إصابة عدد من الأشخاص", [(W, None)]),
        ("قتلى وجرحى", [(K, None), (W, None)]),
        ("مقتل وإصابة العشرات", [(K, None), (W, None)]),
        ("نزوح آلاف العائلات", [(D, None)]),
        ("مقتل عائلة بأكملها", [(K, None)]),
        ("سقوط ضحايا", [(K, None)]),
        ("وإصابة آخرين", [(W, None)]),
        ("مقتل", [(K, None)]),
        # one number for two outcomes counts neither
        ("مقتل وإصابة 35 شخصا", [(K, None), (W, None)]),
        ("35 بين قتيل وجريح", [(K, None), (W, None)]),
        ("مقتل خمسة وإصابة 12", [(K, 5), (W, 12)]),
        # parts, ages and the numbers of brigades add nothing
        ("مقتل سبعة مدنيين بينهم طفلان", [(K, 7)]),
        ("مقتل سبعة مدنيين من بينهم ثلاث نساء", [(K, 7)]),
        ("إصابة 20 شخصا منهم خمسة أطفال", [(W, 20)]),
        ("مقتل ستة بمن فيهم ضابطان", [(K, 6)]),
        ("مقتل مدنيين بينهم طفلان", [(K, None)]),
        ("وقُتل منهم ستة", [(K, 6)]),
        ("مقتل شاب 19 عاما", [(K, 1)]),
        ("مقتل طفلة في العاشرة", [(K, 1)]),
        ("مقتل جندي من اللواء 35", [(K, 1)]),
        ("مقتل أربعة جنود من الفرقة 17", [(K, 4)]),
        # who they were before is no second outcome
        ("استشهاد الأسير المحرر", [(K, 1)]),
        ("مقتل ثلاثة نازحين", [(K, 3)]),
        ("إصابة أربع محتجزات", [(W, 4)]),
        # no outcome word
        ("تسعة مدنيين", [(None, 9)]),
        ("طفلتان", [(None, 2)]),
        ("مدني", [(None, 1)]),
        ("مدنيون", [(None, None)]),
    ],
)
def test_mentions_are_read(words: str, expected: list[tuple[Outcome | None, int | None]]) -> None:
    assert [(reading.outcome, reading.count) for reading in read_mention(words)] == expected


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("مقتل 9", 9, 9),
        ("مقتل بين 10 و15 عنصرا", 10, 15),
        ("نزوح ما بين 10 و15 ألف شخص", 10000, 15000),
        ("مقتل أكثر من 20 شخصا", 20, None),
        ("مقتل ما لا يقل عن 20 شخصا", 20, None),
        ("مقتل ما يصل إلى 20 شخصا", 1, 20),
        ("مقتل ما لا يزيد عن 20 شخصا", 1, 20),
        ("عشرات القتلى", 1, None),
        ("قتيلان", 2, 2),
    ],
)
def test_bounds_follow_the_words(words: str, low: int, high: int | None) -> None:
    [reading] = read_mention(words)
    assert (reading.low, reading.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        # sums over mentions
        ("مقتل خمسة جنود وثلاثة مدنيين", ["مقتل خمسة جنود", "وثلاثة مدنيين"], {K: 8}),
        ("مقتل أربعة جنود وأربعة مدنيين", ["مقتل أربعة جنود", "وأربعة مدنيين"], {K: 8}),
        ("مقتل 9 وجرح 25 آخرين", ["مقتل 9", "وجرح 25 آخرين"], {K: 9, W: 25}),
        ("مقتل جندي وجرح طفلة", ["مقتل جندي", "وجرح طفلة"], {K: 1, W: 1}),
        ("إصابة رجل وامرأة وطفلين", ["إصابة رجل", "وامرأة", "وطفلين"], {W: 4}),
        # the same number told twice
        ("مقتل 12 شخصا. وأكد أن القتلى 12 شخصا", ["مقتل 12 شخصا", "القتلى 12 شخصا"], {K: 12}),
        # an apposition
        ("مقتل السفير، خالد العمري، بالرصاص", ["مقتل السفير", "خالد العمري"], {K: 1}),
        ("مقتل العقيد سامي وزوجته", ["مقتل العقيد سامي", "وزوجته"], {K: 2}),
        ("قُتل المزارع مع رضيعته", ["قُتل المزارع", "رضيعته"], {K: 2}),
        # a joint number
        ("أدى إلى مقتل وإصابة 35 شخصا", ["مقتل", "وإصابة 35 شخصا"], {K: None, W: None}),
        ("سقط 17 قتيلا وجريحا", ["17 قتيلا", "وجريحا"], {K: None, W: None}),
        ("سقوط سبعة جنود بين قتيل وجريح", ["سبعة جنود", "قتيل", "وجريح"], {K: None, W: None}),
        # nobody was hurt
        ("سقطت قذيفة دون وقوع إصابات", ["إصابات"], {W: 0}),
        ("سقط صاروخ من دون سقوط ضحايا", ["ضحايا"], {K: 0}),
        ("انفجر لغم دون تسجيل أي إصابات", ["إصابات"], {W: 0}),
        ("انفجر لغم دون تسجيل أي إصابات", ["أي إصابات"], {W: 0}),
        ("سقطت القذائف دون أن تقع إصابات", ["إصابات"], {W: 0}),
        ("ولم تقع إصابات", ["إصابات"], {W: 0}),
        ("من غير أن يُبلَّغ عن وقوع إصابات", ["إصابات"], {W: 0}),
        ("ولا تزال جثث في الشوارع", ["جثث"], {K: None}),
        ("وقعت إصابات في صفوفهم", ["إصابات"], {W: None}),
        # the outcome stands apart from the people
        ("قُتل في القصف تسعة مدنيين", ["تسعة مدنيين"], {K: 9}),
        ("أصيب بالشظايا ثلاثة عمال", ["ثلاثة عمال"], {W: 3}),
        ("أودت الغارة بحياة أسرة وأصابت أربعة مارة", ["أربعة مارة"], {W: 4}),
        ("لقي خمسة عمال حتفهم", ["خمسة عمال"], {K: 5}),
        ("لقيت ثلاث نساء مصرعهن", ["ثلاث نساء"], {K: 3}),
        ("إن ستة صيادين قُتلوا قبالة الساحل", ["ستة صيادين"], {K: 6}),
        ("وكانت طفلتان قد أصيبتا بشظايا", ["طفلتان"], {W: 2}),
        ("قتل جنديان ونقل ثالث إلى المستشفى", ["قتل جنديان", "ثالث"], {K: 2, W: 1}),
        ("ولا يزال سبعة عمال تحت الأنقاض", ["سبعة عمال"], {M: 7}),
        ("وما زال أربعة صيادين في عداد المفقودين", ["أربعة صيادين"], {M: 4}),
        ("ولا يُعرف مصير ستين طالبا", ["ستين طالبا"], {M: 60}),
        ("اضطر نحو ألف شخص إلى ترك منازلهم", ["نحو ألف شخص"], {D: 1000}),
        ("ودفع القتال ألفي قروي إلى النزوح", ["ألفي قروي"], {D: 2000}),
        ("وأجبر القصف مئة عائلة على الرحيل", ["مئة عائلة"], {D: 100}),
        ("وسلّم أربعون جنديا أنفسهم", ["أربعون جنديا"], {C: 40}),
        ("ووقع عشرون منهم في الأسر", ["عشرون منهم"], {C: 20}),
        ("في هجوم أمس خمسة شرطيين", ["خمسة شرطيين"], {K: 5}),
        ("قُتل في الغارة تسعة مدنيين نزحوا من الجنوب", ["تسعة مدنيين"], {K: 9}),
        ("قُتل في الكمين ثلاثة جنود نُقلت جثثهم إلى المستشفى", ["ثلاثة جنود"], {K: 3}),
        ("وقالت بعد مقتل المحافظ إن ألفي قروي نزحوا", ["ألفي قروي"], {D: 2000}),
        ("وفر المهاجمون بعد أن قُتل في تبادل النار شرطيان", ["شرطيان"], {K: 2}),
        # people named by what they were
        ("لقي خمسة نازحين حتفهم", ["خمسة نازحين"], {K: 5}),
        ("إعدام عشرة أسرى", ["عشرة أسرى"], {K: 10}),
        ("وصل خمسة آلاف نازح إلى البلدة", ["خمسة آلاف نازح"], {D: 5000}),
        ("ما دفع أربعة آلاف نازح إلى الفرار", ["أربعة آلاف نازح"], {D: 4000}),
        # an outcome that goes on
        ("مقتل ثلاثة جنود، إضافة إلى مسعفين اثنين", ["مقتل ثلاثة جنود", "مسعفين اثنين"], {K: 5}),
        # uncounted beside counted
        ("مقتل خمسة جنود وعشرات المسلحين", ["مقتل خمسة جنود", "وعشرات المسلحين"], {K: 5}),
        ("مقتل جندي وعشرات المسلحين", ["مقتل جندي", "وعشرات المسلحين"], {K: None}),
    ],
)
def test_tolls_are_added_up(
    text: str, words: list[str], expected: dict[Outcome, int | None]
) -> None:
    assert counts_of(text, *words) == expected


@pytest.mark.parametrize(
    ("folded", "outcome"),
    [
        ("مقتل", K), ("وقتل", K), ("قتيلا", K), ("القتلي", K), ("يقتل", K), ("استشهاد", K), ("شهداء", K),
        ("مصرع", K), ("وفاه", K), ("توفي", K), ("اعدام", K), ("اغتيال", K), ("تصفيه", K), ("ضحايا", K),
        ("جثه", K), ("رفات", K), ("ارواح", K), ("بحياه", K), ("حتفهم", K), ("ذبح", K), ("هلك", K),
        ("قضوا", K), ("اردي", K), ("ماتت", K), ("ارتقي", K), ("ازهقت", K),
        ("اصيب", W), ("واصابه", W), ("مصابا", W), ("جرح", W), ("جريحا", W), ("الجرحي", W), ("اختناق", W),
        ("مفقودا", M), ("فقدان", M), ("اختفاء", M),
        ("اسر", C), ("اسيرا", C), ("مختطفين", C), ("محتجزين", C), ("استسلم", C),
        ("نزوح", D), ("نازحين", D), ("تهجير", D), ("تشريد", D), ("لاجئا", D), ("اجلاء", D),
        ("جندي", None), ("مدينه", None), ("الاسر", None), ("قصف", None), ("هجره", None), ("قال", None),
    ],
)  # fmt: skip
def test_every_outcome_word_is_known(folded: str, outcome: Outcome | None) -> None:
    assert outcome_of(folded) is outcome


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("مقتل", True),
        ("واصيب", True),
        ("نزوح", True),
        ("قتيلا", False),
        ("الجرحي", False),
        ("نازحين", False),
        ("جندي", False),
    ],
)
def test_outcome_words_for_acts_and_for_people(folded: str, expected: bool) -> None:
    assert is_verbal_outcome(folded) is expected


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("ثلاثة جنود", 3),
        ("قتيلان", 2),
        ("الأمين العام للحزب", 1),
        ("القيادي حسين الصالح", 1),
        ("القيادي ومرافقه", 1),
        ("جنود الاحتلال", None),
        ("عناصر التنظيم", None),
        ("شقيقين", 2),
        ("١٢ شرطياً", 12),
    ],
)
def test_people_are_counted(words: str, count: int | None) -> None:
    assert count_of_people(words) == count


def test_a_toll_names_its_mentions() -> None:
    text = "مقتل خمسة جنود وثلاثة مدنيين"
    [toll] = tolls_of(text, "مقتل خمسة جنود", "وثلاثة مدنيين")
    assert [text[m.start : m.end] for m in toll.mentions] == ["مقتل خمسة جنود", "وثلاثة مدنيين"]


def test_a_sum_with_an_open_end_is_open() -> None:
    [toll] = tolls_of(
        "مقتل أكثر من عشرة جنود وثلاثة مدنيين", "مقتل أكثر من عشرة جنود", "وثلاثة مدنيين"
    )
    assert (toll.count, toll.low, toll.high) == (13, 13, None)


def test_an_event_without_casualties_has_no_toll() -> None:
    assert read_tolls("قصف المدينة", LinkedEvent(EventType.SHELLING, (), ())) == ()


WORDS = "مقتل وإصابة جرح نزوح أسر 12 ثلاثة جنود مدنيين طفلان قتيل وجريح بين و بينهم أكثر من نحو آلاف ، إصابات"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=8))
def test_bounds_enclose_the_count(words: list[str]) -> None:
    text = " ".join(words)
    for toll in tolls_of(text, text):
        assert toll.low >= 0
        if toll.count is not None:
            assert toll.high is None or toll.low <= toll.count <= toll.high
        assert toll.mentions


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=40))
@example("²")
@example("ـ")
def test_any_text_is_read(text: str) -> None:
    assert len(read_mention(text)) >= 1
    assert len(tolls_of(text, text)) >= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=3, max_value=5000), st.integers(min_value=3, max_value=5000))
def test_each_outcome_keeps_its_own_number(killed: int, wounded: int) -> None:
    words = [f"مقتل {killed} شخصا", f"وإصابة {wounded} آخرين"]
    assert counts_of(" ".join(words), *words) == {K: killed, W: wounded}
