"""Whether an event is told as having happened: from the model, else from cues before it."""

import numpy as np
import regex

from hadath.annotations.labels import Status
from hadath.annotations.overlap import fold

REACH = 70
"""Characters before an anchor in which a cue may stand."""

_NEGATED = regex.compile(
    r"\b(?:[وف]?(?:نف[يت]|نفوا|[يت]نفي|ينفون|نافي[اهن]|نافين|نفيه\w?)|لا صحه"
    r"|[وف]?لم (?:[يت]تم|[يت]قع|[يت]حدث|[يت]شهد|[يت]شن|[يت]نفذ|[يت]سجل|[يت]تعرض)"
    r"|عدم (?:وقوع|حدوث|تنفيذ|شن))\b|\bلم [يت]\w+$"
)
_PROSPECTIVE = regex.compile(
    r"\b[وف]?(?:هدد\w*|[يت]هدد\w*|مهدد[اهي]\w*|تهديد\w*|توعد\w*|[يت]توعد\w*|متوعد\w*"
    r"|حذر(?:ت|وا)?|[يت]حذر\w*|تحذير\w*|محذر\w*|اعتزام\w*|خطط\w*|[يت]خطط\w*|خطه|مخطط\w*"
    r"|[يت]نوي|ينوون|[يت]عتزم\w*|تمهيدا|استعداد\w*|[يت]ستعد\w*|دعا|دعت|دعوا|[يت]دعو|دعوه"
    r"|طالبت|طالبوا|[يت]طالب\w*|احتمال\w*|محتمل\w*|[يت]حتمل|سوف|امكانيه|[يت]سعي|[يت]هدف|بهدف"
    r"|تحضير\w*|وشيك\w*|[يم]توقع\w*|قد ي\w+|قد ت(?:شن|قصف|هاجم|نفذ|ستهدف|كون|قوم|شهد|تعرض)"
    r"|لشن)\b"
)
_FUTURE = regex.compile(
    r"\b[وف]?س(?:[يت](?!ار|ا[سحقجدف]|طر|ناء?\b|د(?:ه|ي|ات|تي)?\b|فا|وف"
    r"|ر(?:ه|ت|ا)?\b|ل(?:ا|ان)?\b|ما\b|ئ|ء|ون\b)\w{2,}"
    r"|ن(?:رد|قصف|هاجم|ضرب|ستهدف|دخل|شن|واصل|نتقم)\w*)\b"
)
"""A verb with the future's س, and none of the nouns and verbs that begin so (سيارة، سيطر، ستة)."""

_ENDED = regex.compile(r"\b(?:وقف|بوقف|لوقف|ايقاف|بايقاف|انهاء|بانهاء)(?: فوري)?\s+$")
"""Who demands the end of an attack says that it goes on."""

_CLAUSE = regex.compile(r"[.؛!؟]|\b(?:فيما|بينما|في حين|بعد ان|بعدما|لكن|كما)\b")
_WORD = regex.compile(r"[\w\p{M}ـ]*")


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
    before = _CLAUSE.split(fold(text[max(start, anchor - REACH) : anchor]))[-1]
    upto = before + fold(_WORD.match(text, anchor)[0])  # a verb says it itself: ستقصف
    if _NEGATED.search(upto):
        return Status.NEGATED
    is_coming = _PROSPECTIVE.search(upto) or _FUTURE.search(upto)
    return Status.PROSPECTIVE if is_coming and not _ENDED.search(before) else Status.ACTUAL
