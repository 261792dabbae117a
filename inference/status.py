"""Whether an event is told as having happened: from the model, else from cues before it."""

import numpy as np
import regex

from hadath.annotations.labels import Status
from hadath.annotations.overlap import fold

REACH = 70
"""Characters before an anchor in which a cue may stand."""

_NEGATED = regex.compile(
    r"\b(?:[ونت]?ي?نف[يت]|نفت|ينفي|تنفي|نافيا|نفيه|لم (?:يتم|تتم|يقع|تقع|يحدث|تشهد|يشن|تشن|تقصف|يقصف|تستهدف|يستهدف)"
    r"|عدم (?:وقوع|حدوث|تنفيذ)|لا صحه|احبط\w*|احباط|افشل\w*|افشال|فشل\w* في|منع\w* من)\b"
)
_PROSPECTIVE = regex.compile(
    r"\b(?:هدد\w*|يهدد|تهدد|مهددا|تهديد\w*|توعد\w*|يتوعد|حذر\w*|يحذر|تحذر|تحذير\w*|محذرا|يعتزم\w*|تعتزم|تعتزم|يخطط\w*|تخطط"
    r"|خطط\w*|خطه|مخطط\w*|ينوي|تنوي|تمهيدا|استعداد\w*|تستعد|يستعد|دعا|دعت|يدعو|تدعو|طالب\w*|احتمال\w*|محتمل\w*|يحتمل"
    r"|قد|سوف|سي\w+|ست\w+|امكانيه|محاوله|يسعي|تسعي|تهدف|يهدف|بهدف|تحضير\w*|وشيك\w*|متوقع|يتوقع|عشيه|ل[شت]ن)\b"
)
_CLAUSE = regex.compile(r"[.؛!؟]|\b(?:فيما|بينما|في حين|بعد ان|بعدما|لكن|كما)\b")


def status_of(text: str, start: int, anchor: int, logits: np.ndarray | None) -> Status:
    """Return the status of an event.

    Args:
        text: The raw text.
        start: Where the sentence begins.
        anchor: Where the event's first trigger, or the casualties that carry it, begins.
        logits: The model's, over the statuses in their order: ``(n_statuses,)``; ``None`` to
            read the cues before the anchor.
    """
    if logits is not None:
        return tuple(Status)[int(np.argmax(logits))]
    before = fold(text[max(start, anchor - REACH) : anchor])
    clauses = _CLAUSE.split(before)
    if _NEGATED.search(clauses[-1]):
        return Status.NEGATED
    return Status.PROSPECTIVE if _PROSPECTIVE.search(clauses[-1]) else Status.ACTUAL
