import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.inference.numerals import find_numbers, stem_of, tokenize
from offsets import assert_mentions


def values_of(text: str) -> list[int]:
    return [number.value for number in find_numbers(tokenize(text))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # digits
        ("12 قتيلا", [12]),
        ("١٢ قتيلاً", [12]),
        ("۱۲ قتيلا", [12]),
        ("٣٠٠ مدني", [300]),
        ("1,250 نازحاً", [1250]),
        ("1.250 نازحا", [1250]),
        ("١٬٢٥٠ نازحاً", [1250]),
        ("12,345,678 لاجئا", [12345678]),
        ("7قتلى", [7]),
        ("الـ20", [20]),
        ("و15 جريحا", [15]),
        ("لـ٣٥ أسيراً", [35]),
        ("5 آلاف", [5000]),
        ("٥ آلاف لاجئ", [5000]),
        ("20 ألف نازح", [20000]),
        ("20 ألفاً", [20000]),
        ("3 ملايين", [3000000]),
        ("2.5 مليون شخص", [2500000]),
        ("9,5 ملايين", [9500000]),
        ("3 آلاف و500 عائلة", [3500]),
        ("4 آلاف وخمسمئة أسرة", [4500]),
        ("قتل 3 وأصيب 8", [3, 8]),
        # one to ten, both genders
        ("ثلاثة جنود", [3]),
        ("ثلاث نساء", [3]),
        ("أَرْبَعَةُ مقاتلين", [4]),
        ("أربع طالبات", [4]),
        ("خمـــسة عناصر", [5]),
        ("ستّ سيدات", [6]),
        ("ثماني غارات", [8]),
        ("ثمانية أطفال", [8]),
        ("عشر قذائف", [10]),
        ("عشرة مدنيين", [10]),
        ("اثنان من الحراس", [2]),
        ("إثنين من الحراس", [2]),
        ("اثنتان من الممرضات", [2]),
        ("أحد الجنود", [1]),
        ("إحدى الطبيبات", [1]),
        # teens
        ("أحد عشر مسلحا", [11]),
        ("إحدى عشرة امرأة", [11]),
        ("اثنا عشر جنديا", [12]),
        ("اثني عشر جندياً", [12]),
        ("اثنتا عشرة طفلة", [12]),
        ("ثلاثة عشر شهيدا", [13]),
        ("تسع عشرة طالبة", [19]),
        # tens with units before them
        ("عشرون عنصرا", [20]),
        ("عشرين عنصراً", [20]),
        ("خمسة وعشرون قتيلا", [25]),
        ("إحدى وأربعون جثة", [41]),
        ("اثنين وسبعين أسيرا", [72]),
        ("تسعة و تسعين معتقلا", [99]),
        # hundreds in every spelling
        ("مئة جريح", [100]),
        ("مائة جريح", [100]),
        ("مئتان وخمسون شخصا", [250]),
        ("مائتي مقاتل", [200]),
        ("مئتا عائلة", [200]),
        ("ثلاثمئة نازح", [300]),
        ("ثلاثمائة نازح", [300]),
        ("ثلاث مئة نازح", [300]),
        ("خمسمئة وسبعة وثلاثون", [537]),
        ("مئة وعشرة جرحى", [110]),
        ("مئة وأحد عشر جريحا", [111]),
        ("مئة وخمسة عشر جريحا", [115]),
        ("مئة وثلاثة وعشرين ألف نسمة", [123000]),
        # thousands and millions
        ("ألف نازح", [1000]),
        ("ألفا شخص", [2000]),
        ("ألفي قروي", [2000]),
        ("ألفان", [2000]),
        ("ألفاً", [1000]),
        ("بلغت مليوناً", [1000000]),
        ("ألفاً وستمئة مدني", [1600]),
        ("ألف ومئتا شخص", [1200]),
        ("ثلاثة آلاف وخمسمئة", [3500]),
        ("أربعة آلاف ومئتان وخمسون", [4250]),
        ("خمسة عشر ألفا", [15000]),
        ("مئة ألف", [100000]),
        ("مليون ومئتا ألف لاجئ", [1200000]),
        ("مليونين ونصف المليون", [2500000]),
        ("مليونا شخص", [2000000]),
        ("نصف مليون نازح", [500000]),
        ("أكثر من نصف مليون", [500000]),
        # proclitics
        ("وخمسة جرحى", [5]),
        ("بخمسة صواريخ", [5]),
        ("لثلاثة مدنيين", [3]),
        ("فأربعة منهم", [4]),
        ("العشرة الباقون", [10]),
        ("للخمسة الناجين", [5]),
        ("وبعشرين قذيفة", [20]),
        # stuck to the word beside, or with a pronoun
        ("عنخمسة قتلى", [5]),
        ("اثنانمنهم", [2]),
        ("ثلاثتهم", [3]),
        ("أربعتهم", [4]),
        # two numbers stay two
        ("بين عشرة وخمسة عشر", [10, 15]),
        ("بين عشرين وثلاثين", [20, 30]),
        ("بين مئة ومئتين", [100, 200]),
        ("بين عشرة آلاف وخمسة عشر ألف شخص", [10000, 15000]),
        ("بين 154 ألفا و185 ألفا", [154000, 185000]),
        ("من ثلاثة إلى خمسة", [3, 5]),
        ("مقتل ثلاثة، وخمسة جرحى", [3, 5]),
        # no number at all
        ("عشرات القتلى", []),
        ("مئات النازحين", []),
        ("آلاف اللاجئين", []),
        ("ملايين السوريين", []),
        ("قتلى وجرحى", []),
        ("مقتل جندي", []),
        ("نصف المدينة", []),
        ("دفع ثمن باهظا", []),
        ("100 م²", [100]),
        ("² قتلى", []),
        ("ـ", []),
        ("", []),
    ],
)
def test_numbers_are_read(text: str, values: list[int]) -> None:
    assert values_of(text) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("مقتل 5 جنود", ["مقتل", "5", "جنود"]),
        ("و12قتيلاً", ["و", "12", "قتيلاً"]),
        ("الـ20", ["الـ", "20"]),
        ("قُتِلَ، وأُصيب.", ["قُتِلَ", "،", "وأُصيب", "."]),
        ("1,250 نازح", ["1,250", "نازح"]),
        ("٣-٥", ["٣", "-", "٥"]),
        ("(١٥)", ["(", "١٥", ")"]),
        ("  \n ", []),
    ],
)
def test_a_text_is_cut_into_words_numbers_and_marks(text: str, words: list[str]) -> None:
    assert_mentions(text, tokenize(text), words)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("إصابة", "اصابه"),
        ("قُتـــل", "قتل"),
        ("٢٠١٧", "2017"),
        ("مستشفى", "مستشفي"),
    ],
)
def test_a_token_is_folded(text: str, folded: str) -> None:
    assert [token.folded for token in tokenize(text)] == [folded]


@pytest.mark.parametrize(
    ("folded", "stem"),
    [
        ("وخمسه", "خمسه"),
        ("بالعشرين", "عشرين"),
        ("للمئه", "مئه"),
        ("واحد", "واحد"),
        ("وواحد", "واحد"),
        ("خمسه", "خمسه"),
        ("جندي", "جندي"),
        ("والجيش", "والجيش"),
    ],
)
def test_only_proclitics_of_number_words_come_off(folded: str, stem: str) -> None:
    assert stem_of(folded) == stem


def test_a_number_knows_its_tokens() -> None:
    [number] = find_numbers(tokenize("إصابة ثلاثة آلاف وخمسمئة شخص"))
    assert (number.value, number.first, number.last) == (3500, 1, 3)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_digits_mean_themselves_in_either_script(value: int) -> None:
    hindi = str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert values_of(f"مقتل {value} شخصا") == values_of(f"مقتل {hindi} شخصا") == [value]


NUMBER_WORDS = "ألف ألفا آلاف وخمسة عشر عشرة وعشرين مئة ومئتين نصف ونصف مليون 12 ٣.٥ و ، منهم جندي"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(NUMBER_WORDS.split()),
        max_size=9,
    )
)
def test_numbers_lie_in_order_and_overlap_none(words: list[str]) -> None:
    tokens = tokenize(" ".join(words))
    end = -1
    for number in find_numbers(tokens):
        assert end < number.first <= number.last < len(tokens)
        assert number.value >= 0
        end = number.last


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_tokens_cover_all_but_blanks(text: str) -> None:
    tokens = tokenize(text)
    covered = "".join(text[token.start : token.end] for token in tokens)
    assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]
