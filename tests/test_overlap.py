import pytest

from hadath.annotations.overlap import RunIndex, fold, runs_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أُصيب", "اصيب"),
        ("إدلب", "ادلب"),
        ("آخرين", "اخرين"),
        ("ٱلجيش", "الجيش"),
        ("مدينة", "مدينه"),
        ("مستشفى", "مستشفي"),
        ("مـــقتل", "مقتل"),
        ("قُتِلَ", "قتل"),
    ],
)
def test_spelling_variants_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_shared_run_is_found_through_spelling_and_punctuation() -> None:
    index = RunIndex(["قال مصدر أمني إن قوات الجيش أحبطت هجوماً على نقطة تفتيش"])
    assert index.shared("وأضاف: قال مصدر امني، ان قوات الجيش احبطت هجوما كبيراً") is not None
    assert index.shared("قال مصدر أمني إن قوات الجيش صدت هجوماً") is None


def test_a_short_text_has_no_run() -> None:
    assert runs_of("سبع كلمات لا تكفي لتكون تكراراً هنا") == set()
