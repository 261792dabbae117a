import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.annotations.labels import Status
from hadath.inference.status import REACH, status_of

ACTUAL, NEGATED, COMING = Status.ACTUAL, Status.NEGATED, Status.PROSPECTIVE


@pytest.mark.parametrize(
    ("raw", "trigger", "status"),
    [
        # told as having happened
        ("قصف الجيش البلدة", "قصف", ACTUAL),
        ("وقد قصف الطيران القرية", "قصف", ACTUAL),
        ("كان المسلحون قد هاجموا المخفر", "هاجموا", ACTUAL),
        ("القصف لم يسفر عن ضحايا", "القصف", ACTUAL),
        ("لم يسفر عن ضحايا، لكن القصف دمر منزلين", "القصف", ACTUAL),
        ("محاولة اغتيال فاشلة", "اغتيال", ACTUAL),
        ("نجا القاضي من محاولة اغتيال", "اغتيال", ACTUAL),
        ("أحبط الجيش محاولة تسلل", "تسلل", ACTUAL),
        ("أفشلت القوات هجوماً على السد", "هجوماً", ACTUAL),
        ("في سيناء انفجر لغم", "انفجر", ACTUAL),
        ("قرب سيارة إسعاف انفجرت عبوة", "انفجرت", ACTUAL),
        ("قُتل ستة جنود في هجوم", "هجوم", ACTUAL),
        ("أصيب ستون شخصاً في انفجار", "انفجار", ACTUAL),
        ("سيطر التنظيم على القرية بعد معارك", "معارك", ACTUAL),
        ("بعد سيطرتها على التل قصفت القوات البلدة", "قصفت", ACTUAL),
        ("شنت حركة طالبان هجوماً", "هجوماً", ACTUAL),
        ("أصيب طالب جامعي في إطلاق نار", "إطلاق نار", ACTUAL),
        ("في سياق متصل قصف الجيش التل", "قصف", ACTUAL),
        ("مقتل سيدة بسيوف خلال هجوم", "هجوم", ACTUAL),
        ("كان يسير سيراً حين أصابه قصف", "قصف", ACTUAL),
        ("نفذ الطيران غارتين", "غارتين", ACTUAL),
        ("أصاب خط نفط انفجار", "انفجار", ACTUAL),
        ("دعت الأمم المتحدة إلى وقف القصف", "القصف", ACTUAL),
        ("طالبت النقابة بإنهاء الهجوم", "الهجوم", ACTUAL),
        ("هدد التنظيم السكان. وقصف الجيش مواقعه", "وقصف", ACTUAL),
        ("حذرت المنظمة من مجاعة، فيما قصف الطيران الميناء", "قصف", ACTUAL),
        # denied
        ("نفى المتحدث وقوع هجوم", "هجوم", NEGATED),
        ("نَفَى المتحدث وقوع هجوم", "هجوم", NEGATED),
        ("ونفت الوزارة تعرض المطار لقصف", "لقصف", NEGATED),
        ("ينفي الجيش شن غارة", "غارة", NEGATED),
        ("وتنفي الجماعة تنفيذ الهجوم", "الهجوم", NEGATED),
        ("نفوا اعتقال الصحفي", "اعتقال", NEGATED),
        ("نافياً وقوع اشتباكات", "اشتباكات", NEGATED),
        ("لا صحة لأنباء عن قصف", "قصف", NEGATED),
        ("أكد عدم وقوع أي هجوم", "هجوم", NEGATED),
        ("لم يتم اعتقال أحد", "اعتقال", NEGATED),
        ("لم تقع اشتباكات", "اشتباكات", NEGATED),
        ("لم تشهد المدينة قصفاً", "قصفاً", NEGATED),
        ("لم تقصف الطائرات المدينة", "تقصف", NEGATED),
        ("لم يهاجم أحد المخيم", "يهاجم", NEGATED),
        # threatened, planned, feared, demanded
        ("هدد التنظيم بتفجير السد", "بتفجير", COMING),
        ("هددت الجماعة بقصف الميناء", "بقصف", COMING),
        ("مهدداً باجتياح البلدة", "باجتياح", COMING),
        ("توعد القائد بهجوم واسع", "بهجوم", COMING),
        ("حذّر المبعوث من هجوم", "هجوم", COMING),
        ("حذرت الأمم المتحدة من اقتحام المدينة", "اقتحام", COMING),
        ("تحذيرات من معركة وشيكة", "معركة", COMING),
        ("يعتزم الجيش اقتحام المخيم", "اقتحام", COMING),
        ("وتعتزم القوات مهاجمة الجزيرة", "مهاجمة", COMING),
        ("دعا الزعيم إلى مهاجمة السفارة", "مهاجمة", COMING),
        ("دعوا أنصارهم إلى اقتحام السجن", "اقتحام", COMING),
        ("يخططون لتفجير جسر", "لتفجير", COMING),
        ("كشف مخططاً لاغتيال سفير", "لاغتيال", COMING),
        ("خطة لاجتياح المدينة", "لاجتياح", COMING),
        ("استعدادات لمعركة كبرى", "لمعركة", COMING),
        ("حشود تمهيداً لاقتحام البلدة", "لاقتحام", COMING),
        ("احتمال شن ضربة", "ضربة", COMING),
        ("الجيش سيشن غارات", "غارات", COMING),
        ("الجيش سيدخل في معركة", "معركة", COMING),
        ("سوف تقصف الطائرات الجسر", "تقصف", COMING),
        ("ستقصف الطائرات الجسر", "ستقصف", COMING),
        ("وسيهاجم اللواء التل", "وسيهاجم", COMING),
        ("القائد قال إنه سيرد بقصف الميناء", "بقصف", COMING),
        ("والتنظيم سيفجر السد في هجوم", "هجوم", COMING),
        ("قال إنه قد يقصف الميناء", "يقصف", COMING),
        ("القوات قد تشن هجوماً", "هجوماً", COMING),
    ],
)  # fmt: skip
def test_cues_before_the_trigger_tell_the_status(raw: str, trigger: str, status: Status) -> None:
    assert status_of(raw, 0, raw.index(trigger), None) is status


def test_a_cue_in_the_sentence_before_says_nothing() -> None:
    raw = "هدد التنظيم السكان أمس بالقتل\nانفجار عبوة"
    assert status_of(raw, raw.index("انفجار"), raw.index("انفجار"), None) is ACTUAL
    assert status_of(raw, 0, raw.index("انفجار"), None) is COMING


def test_a_cue_too_far_away_says_nothing() -> None:
    raw = "هدد التنظيم" + " جداً" * REACH + " قصف"
    assert status_of(raw, 0, raw.index("قصف"), None) is ACTUAL


@pytest.mark.parametrize(
    ("logits", "status"),
    [([2.0, 1.0, 0.0], ACTUAL), ([0.0, 3.0, 1.0], NEGATED), ([-4.0, -3.0, -1.0], COMING)],
)
@pytest.mark.parametrize("raw", ["قصف", "نفى وقوع قصف", "هدد بقصف"])
def test_with_logits_the_largest_decides(raw: str, logits: list[float], status: Status) -> None:
    assert status_of(raw, 0, len(raw) - 3, np.array(logits)) is status


@settings(deadline=None, max_examples=60)
@given(st.permutations([0.1, 0.2, 0.7]), st.text(max_size=20))
def test_logits_decide_in_the_order_of_the_statuses(logits: list[float], raw: str) -> None:
    assert status_of(raw, 0, 0, np.array(logits)) is list(Status)[logits.index(0.7)]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_has_a_status(raw: str, first: int, second: int) -> None:
    start, anchor = sorted((min(first, len(raw)), min(second, len(raw))))
    assert status_of(raw, start, anchor, None) in Status
