"""Triggers that say that their target died (rule 13 of the annotation)."""

import regex

from hadath.annotations.overlap import fold
from hadath.inference.records import Mention

_KILLING = regex.compile(
    r"[وفبلك]*(?:ال)?(?:اغتيال\w*|اغتال\w*|اغتيل\w*|تصفي\w*|صفي\w*|صفت\w*|اعدام\w*|اعدم\w*|يعدم\w*|قتل\w*|مقتل\w*|ذبح\w*"
    r"|القضاء|قضاء|قضت|قضي|قضوا|اردت|اردوا|ارداه|اجهز\w*|حرق ا?حيا\w*|نحر\w*)"
)
_ATTEMPT = regex.compile(r"محاول\w*|نجا\w*|ينجو|فاشل\w*|احبا?ط\w*|فشل\w*")
_REACH = 25
"""Characters before a trigger in which a word for an attempt may stand."""


def means_killing(text: str, trigger: Mention) -> bool:
    """Tell whether a trigger says that its target died, and not only that it was tried.

    Args:
        text: The raw text.
        trigger: A trigger, in characters of ``text``.
    """
    words = fold(text[trigger.start : trigger.end])
    before = fold(text[max(0, trigger.start - _REACH) : trigger.start])
    behind = fold(text[trigger.end : trigger.end + _REACH])
    if _KILLING.match(words) is None:
        return False
    return not (_ATTEMPT.search(words) or _ATTEMPT.search(before) or "فاشل" in behind)
