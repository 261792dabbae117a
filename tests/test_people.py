import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.inference.people import is_construct_dual, is_dual, is_plural, is_someone_else, word_set


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("قتيلان", True),
        ("قتيلين", True),
        ("جنديان", True),
        ("جنديين", True),
        ("وجنديين", True),
        ("الجنديان", True),
        ("والضابطان", True),
        ("بجنديين", True),
        ("للضابطين", True),
        ("طفلتان", True),
        ("طفلتين", True),
        ("وامرأتان", True),
        ("امرأتين", True),
        ("جثتان", True),
        ("جثتين", True),
        ("شَخْصَانِ", True),
        ("شخـصان", True),
        ("مدنيان", True),
        ("مدنيَين", True),
        ("مدنيَّيْن", True),
        ("شرطيين", True),
        ("طفلين", True),
        ("شقيقان", True),
        ("جنرالين", True),
        ("مدنيين", False),  # a sound plural shares the spelling
        ("مسلحين", False),
        ("مدنيون", False),
        ("جنود", False),
        ("جندي", False),
        ("سكان", False),
        ("السكان", False),
        ("شبان", False),
        ("وشبان", False),
        ("طالبان", False),
        ("فرسان", False),
        ("لبنان", False),
        ("إنسان", False),
        ("جيران", False),
        ("عدنان", False),
        ("فلسطين", False),
        ("حسين", False),
        ("أطفال", False),
        ("طفل", False),
    ],
)
def test_duals(word: str, expected: bool) -> None:
    assert is_dual(word) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("جنود", True),
        ("ضبّاط", True),
        ("أطفال", True),
        ("نساء", True),
        ("والنساء", True),
        ("مدنيون", True),
        ("مدنيين", True),
        ("المدنيين", True),
        ("مسلحون", True),
        ("وممرضات", True),
        ("طالبات", True),
        ("أشخاصا", True),
        ("أشخاصٍ", True),
        ("عشرات", True),
        ("العشرات", True),
        ("مئات", True),
        ("آلاف", True),
        ("عدد", True),
        ("عدداً", True),
        ("عدة", True),
        ("بعض", True),
        ("آخرون", True),
        ("آخرين", True),
        ("شهداء", True),
        ("ضحايا", True),
        ("قتلى", True),
        ("جرحى", True),
        ("عائلة", True),
        ("عناصر", True),
        ("إخوة", True),
        ("أخوه", False),
        ("قتيل", False),
        ("جندي", False),
        ("طفلة", False),
        ("امرأة", False),
        ("قتيلان", False),
        ("طفلتين", False),
        ("مرافقاه", False),
        ("حسين", False),
        ("ياسين", False),
        ("فلسطين", False),
        ("مدني", False),
        ("رجل", False),
    ],
)
def test_plurals(word: str, expected: bool) -> None:
    assert is_plural(word) is expected


@pytest.mark.parametrize(
    ("word", "behind", "expected"),
    [
        ("ضابطي", "شرطة", True),
        ("ضابطا", "شرطة", True),
        ("عاملا", "بناء", True),
        ("جنديا", "الاحتلال", True),
        ("عاملتي", "نظافة", True),
        ("عاملتا", "نظافة", True),
        ("جثتي", "لاجئتين", True),
        ("جثتيهما", "", True),
        ("طفليه", "", True),
        ("طفلاها", "", True),
        ("وطفلتاها", "", True),
        ("ابنتيه", "", True),
        ("وابناه", "", True),
        ("ولداه", "", True),
        ("والديه", "", True),
        ("ووالداها", "", True),
        ("نجليه", "", True),
        ("ونجلاه", "", True),
        ("رفيقاه", "", True),
        ("مرافقَيه", "", True),
        ("مرافقاه", "", True),
        ("مرافقيه", "", False),  # two or many: no mark tells
        ("ضابطاً", "كبيراً", False),
        ("جنديا", "إسرائيليا", False),
        ("عاملا", "", False),
        ("شاباً", "الليلة", False),
        ("أخيه", "", False),
        ("أخاه", "", False),
        ("راعي", "أغنام", False),
        ("جندي", "", False),
        ("شرطي", "المرور", False),
        ("جارتي", "", False),
        ("زوجته", "", False),
        ("والدته", "", False),
        ("فتاة", "", False),
        ("امرأة", "", False),
    ],
)
def test_construct_duals(word: str, behind: str, expected: bool) -> None:
    assert is_construct_dual(word, behind) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("زوجته", True),
        ("زوجها", True),
        ("وشقيقه", True),
        ("رضيعته", True),
        ("أمهما", True),
        ("أخوه", True),
        ("نجله", True),
        ("نجليه", True),
        ("ثالث", True),
        ("آخر", True),
        ("السفير", False),
        ("خالد", False),
        ("العقيد", False),
        ("المهاجم", False),
    ],
)
def test_someone_beside_those_told_before(word: str, expected: bool) -> None:
    assert is_someone_else(word) is expected


def test_a_word_set_holds_each_word_once() -> None:
    assert word_set("جندي  ضابط\n جندي") == {"جندي", "ضابط"}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="اأبتةجدرسشطعفقلمنهوىي\u064e\u0651\u0652ـ", max_size=9))
def test_no_word_is_two_and_many_at_once(word: str) -> None:
    assert not (is_plural(word) and (is_dual(word) or is_construct_dual(word)))
