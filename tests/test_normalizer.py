import json

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from hadath.training.normalizer import with_arabic_normalizer


def _normalized(base: normalizers.Normalizer | None = None) -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({"x": 0}, unk_token="x"))
    if base is not None:
        tokenizer.normalizer = base
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return Tokenizer.from_str(json.dumps(with_arabic_normalizer(json.loads(tokenizer.to_str()))))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("قَصَفَتْ", "قصفت"),
        ("الشُّرْطَةُ", "الشرطة"),
        ("جنديّاً", "جنديا"),
        ("مـــقتل", "مقتل"),
        ("٢٥ و۳۶", "25 و36"),
        ("هٰذا", "هذا"),
        ("\u200fحلب\u200e", "حلب"),
        ("أإآ ة ى", "أإآ ة ى"),
        ("plain 12", "plain 12"),
    ],
)
def test_marks_go_and_digits_are_levelled(written: str, read: str) -> None:
    assert _normalized().normalizer.normalize_str(written) == read


def test_offsets_point_into_the_raw_text() -> None:
    raw = "قَصَفَتْ مـــدينة ٢٥"
    offsets = _normalized().encode(raw).offsets
    assert [raw[start:end].strip("\u0652") for start, end in offsets] == ["قَصَفَت", "مـــدينة", "٢٥"]


def test_what_was_there_stays_first_and_twice_is_once() -> None:
    content = json.loads(_normalized(normalizers.NFKC()).to_str())
    steps = content["normalizer"]["normalizers"]
    assert steps[0]["type"] == "NFKC"
    assert with_arabic_normalizer(content)["normalizer"]["normalizers"] == steps
