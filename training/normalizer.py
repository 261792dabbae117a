"""The Arabic normaliser that goes into ``tokenizer.json``.

Marks and tatweel say nothing to the encoder and break words into scraps; Hindi digits read
like the others. Inside the tokenizer the rewriting keeps its offsets into the raw text, and a
model pulled from the Hub reads the same in plain ``transformers``.
"""

_REMOVED = (
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640"
    "\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Tashkeel, Quranic marks, tatweel, zero-width joiners and bidi controls."""

_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


def with_arabic_normalizer(tokenizer: dict) -> dict:
    """Return a tokenizer whose normaliser ends with ours.

    Args:
        tokenizer: The content of a ``tokenizer.json``.
    """
    present = tokenizer.get("normalizer")
    steps: list[dict] = []
    if present is not None:
        steps = present["normalizers"] if present["type"] == "Sequence" else [present]
    ours = [step for step in _steps() if step not in steps]
    return {**tokenizer, "normalizer": {"type": "Sequence", "normalizers": [*steps, *ours]}}


def _steps() -> list[dict]:
    replacements = [({"Regex": _REMOVED}, "")]
    replacements += [
        ({"String": digit}, str(value)) for digits in _DIGITS for value, digit in enumerate(digits)
    ]
    return [
        {"type": "Replace", "pattern": pattern, "content": content}
        for pattern, content in replacements
    ]
