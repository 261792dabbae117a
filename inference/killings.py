"""Triggers that say that their target died (rule 13 of the annotation)."""

import regex

from hadath.annotations.overlap import fold
from hadath.inference.records import Mention

_KILLING = regex.compile(
    r"[وفبلك]*(?:ال)?(?:اغتيال|ا?[يت]?غتال|اغتيل|تصفي|[يت]صفي|صف[يت]|اعدام|[ايت]عدم|[ميت]?قتل|[يت]?ذبح"
    r"|قضاء|قض[يت]|قضوا|ارد[يتو]|ارداه|[ايت]جهز|حرق ا?حيا|[يت]?نحر|[يت]?شنق)"
)
_ATTEMPT = regex.compile(
    r"\b[وفبل]*(?:ال)?(?:م?حاول\w*|[يت]حاول\w*|نجا|نجت|نجوا|[يت]نجو|نجاه|نجات\w+|فاشل\w*|احبا?ط\w*|فشل\w*)\b"
)
_FAILED = regex.compile(r"^\s*(?:\w+\s+)?(?:فاشل|باءت بالفشل)")
"""What says behind a trigger that it failed."""

_CLAUSE = regex.compile(r"[.،؛,;:!؟]")
_REACH = 25
"""Characters before a trigger in which a word for an attempt may stand."""


def means_killing(text: str, trigger: Mention) -> bool:
    """Tell whether a trigger says that its target died, and not only that it was tried.

    Args:
        text: The raw text.
        trigger: A trigger, in characters of ``text``.
    """
    words = fold(text[trigger.start : trigger.end])
    before = _CLAUSE.split(fold(text[max(0, trigger.start - _REACH) : trigger.start]))[-1]
    behind = fold(text[trigger.end : trigger.end + _REACH])
    if _KILLING.match(words) is None:
        return False
    return not (_ATTEMPT.search(words) or _ATTEMPT.search(before) or _FAILED.search(behind))
