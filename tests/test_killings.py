import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.annotations.labels import EventType
from hadath.inference.killings import means_killing
from hadath.inference.records import Mention
from offsets import extents_of


def _means_killing(raw: str, trigger: str) -> bool:
    return means_killing(raw, Mention(*extents_of(raw, trigger)[0], EventType.ATTACK))


@pytest.mark.parametrize(
    ("raw", "trigger", "killed"),
    [
        ("اغتيال قاضٍ في المكلا", "اغتيال", True),
        ("اغتال مسلحون ضابطاً", "اغتال", True),
        ("اغتالت خلية مسؤولاً محلياً", "اغتالت", True),
        ("أمس اغتيل الصحفي", "اغتيل", True),
        ("مسلحون يغتالون ناشطاً", "يغتالون", True),
        ("ندد الحزب باغتيال مرشحه", "باغتيال", True),
        ("أُعلن عن الاغتيال ليلاً", "الاغتيال", True),
        ("واِغْتِيلَ القيادي", "واِغْتِيلَ", True),
        ("سلسلة اغتيـــالات طالت أطباء", "اغتيـــالات", True),
        ("إعدام أسيرين", "إعدام", True),
        ("اعدام أسيرين", "اعدام", True),
        ("أعدم التنظيم ثلاثة رهائن", "أعدم", True),
        ("التنظيم يعدم رهينتين", "يعدم", True),
        ("تصفية قائد ميداني", "تصفية", True),
        ("ذبحوا الراعي", "ذبحوا", True),
        ("قتلت قوة خاصة قيادياً", "قتلت", True),
        ("الجنود يقتلون المطلوب", "يقتلون", True),
        ("عملية القضاء على زعيم الخلية", "القضاء", True),
        ("نجاح عملية اغتيال القائد", "اغتيال", True),
        ("عند منزل النجار اغتيل حارسه", "اغتيل", True),
        ("نجا قائد من لغم، واغتيل آخر", "واغتيل", True),
        ("فشل الحوار. اغتيال شيخ قبلي", "اغتيال", True),
        # tried, and not done
        ("محاولة اغتيال محافظ", "محاولة اغتيال", False),
        ("محاولة اغتيال محافظ", "اغتيال", False),
        ("ومحاولات لاغتيال قضاة", "لاغتيال", False),
        ("حاول مسلحون اغتيال نائب", "اغتيال", False),
        ("نجا الوزير من اغتيال", "اغتيال", False),
        ("نجت قاضية من اغتيال", "اغتيال", False),
        ("بعد نجاته من الاغتيال", "الاغتيال", False),
        ("ونجا من محاولة إعدام ميداني", "إعدام", False),
        ("إحباط اغتيال سفير", "اغتيال", False),
        ("أحبطت الشرطة اغتيال سفير", "اغتيال", False),
        ("اغتيال فاشل استهدف عميداً", "اغتيال", False),
        ("عملية اغتيال باءت بالفشل", "اغتيال", False),
        # no killing at all
        ("قصف مقر القائد", "قصف", False),
        ("إطلاق نار على سيارة", "إطلاق نار", False),
        ("طعن جندي", "طعن", False),
        ("قتال في المدينة", "قتال", False),
        ("اعتقال قيادي", "اعتقال", False),
        ("هجوم على مخفر", "هجوم", False),
        ("اقتحام قصر القضاء", "اقتحام", False),
    ],
)  # fmt: skip
def test_triggers_that_say_their_target_died(raw: str, trigger: str, killed: bool) -> None:
    assert _means_killing(raw, trigger) is killed


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="قصفجيش مدن", max_size=40), st.sampled_from(["اغتيال", "إعدام", "اغتيل"]))
def test_an_attempt_is_no_killing_wherever_it_stands(before: str, trigger: str) -> None:
    assert _means_killing(f"{before} {trigger} ضابط", trigger)
    assert not _means_killing(f"{before} محاولة {trigger} ضابط", trigger)
