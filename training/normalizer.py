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
    return with_steps(tokenizer, _steps())


def with_steps(tokenizer: dict, steps: list[dict]) -> dict:
    """Return a tokenizer whose normaliser ends with further steps; those it has stay in place.

    Args:
        tokenizer: The content of a ``tokenizer.json``.
        steps: Normalisers as they stand in one.
    """
    present = tokenizer.get("normalizer")
    first: list[dict] = []
    if present is not None:
        first = present["normalizers"] if present["type"] == "Sequence" else [present]
    new = [step for step in steps if step not in first]
    return {**tokenizer, "normalizer": {"type": "Sequence", "normalizers": [*first, *new]}}


def _steps() -> list[dict]:
    replacements = [({"Regex": _REMOVED}, "")]
    replacements += [
        ({"String": digit}, str(value)) for digits in _DIGITS for value, digit in enumerate(digits)
    ]
    return [
        {"type": "Replace", "pattern": pattern, "content": content}
        for pattern, content in replacements
    ]
