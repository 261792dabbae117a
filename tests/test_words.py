import pytest
from hypothesis import given
from hypothesis import strategies as st

from hadath.annotations.words import cut_words, is_punctuation, is_word_character


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قصفت الطائرات المدينة", ["قصفت", "الطائرات", "المدينة"]),
        ("قُتِلَ جنديّان، وجُرح ثالث.", ["قُتِلَ", "جنديّان", "،", "وجُرح", "ثالث", "."]),
        ("مـــدينة إدلب", ["مـــدينة", "إدلب"]),
        ("مقتل ٢٥ شخصاً", ["مقتل", "٢٥", "شخصاً"]),
        ("استشهاد11 مدنياً", ["استشهاد11", "مدنياً"]),
        ('تنظيم "داعش"', ["تنظيم", '"', "داعش", '"']),
        ("لـ«القسام»", ["لـ", "«", "القسام", "»"]),
        ("2.5 مليون", ["2", ".", "5", "مليون"]),
        ("تشرين الأول/أكتوبر", ["تشرين", "الأول", "/", "أكتوبر"]),
        ("\u200fقال\u200e", ["\u200f", "قال", "\u200e"]),
        ("a_b", ["a", "_", "b"]),
        ("🚀صاروخ", ["🚀", "صاروخ"]),
        ("", []),
        ("  \r\n\t", []),
    ],
)
def test_words_are_cut_at_white_space_and_punctuation(text: str, words: list[str]) -> None:
    assert [text[word.start : word.end] for word in cut_words(text)] == words


@given(st.text(max_size=80))
def test_words_cover_all_but_white_space(text: str) -> None:
    words = cut_words(text)
    covered = {index for word in words for index in range(word.start, word.end)}
    assert sum(word.end - word.start for word in words) == len(covered)
    assert all(char.isspace() for i, char in enumerate(text) if i not in covered)


@given(st.text(alphabet="قصف،. \u064eـ٣a1", max_size=30))
def test_a_word_is_all_word_characters_or_one_mark(text: str) -> None:
    for word in cut_words(text):
        inside = text[word.start : word.end]
        assert all(map(is_word_character, inside)) or len(inside) == 1


def test_punctuation_holds_no_letter_and_no_digit() -> None:
    text = "قال ، 5 ـ"
    assert [is_punctuation(text, word) for word in cut_words(text)] == [False, True, False, False]
