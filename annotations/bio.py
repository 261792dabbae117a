"""Spans to BIO tags on words, and back (the IOB2 scheme of Ratnaparkhi 1998 and CoNLL-2002).

``O`` is outside, ``B-X`` begins a span labelled X, ``I-X`` goes on with it; an ``I-X`` stands
only behind a ``B-X`` or an ``I-X``.
"""

from collections.abc import Sequence

from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import LABELS, Label, label_of
from hadath.annotations.sentences import Span
from hadath.annotations.words import Word

OUTSIDE = "O"
BEGIN = "B-"
INSIDE = "I-"

TAGS: tuple[str, ...] = (
    OUTSIDE,
    *(prefix + label for label in LABELS for prefix in (BEGIN, INSIDE)),
)
"""Every tag; its place is its id in a model's ``id2label``."""


def label_of_tag(tag: str) -> Label | None:
    """Return the label of a tag, ``None`` for ``O``."""
    return None if tag == OUTSIDE else label_of(tag[len(BEGIN) :])


def may_follow(previous: str, tag: str) -> bool:
    """Tell whether IOB2 allows ``tag`` directly behind ``previous``."""
    if not tag.startswith(INSIDE):
        return True
    return previous != OUTSIDE and previous[len(BEGIN) :] == tag[len(INSIDE) :]


def to_tags(words: Sequence[Word], spans: Sequence[Span]) -> list[str]:
    """Write spans as tags on words.

    Args:
        words: The words of the sentence, in order.
        spans: Its spans, none overlapping another.

    Returns:
        One tag a word: ``(n_words,)``.

    Raises:
        AnnotationError: A span begins or ends inside a word, or two spans share one.
    """
    tags = [OUTSIDE] * len(words)
    starts = {word.start: index for index, word in enumerate(words)}
    ends = {word.end: index for index, word in enumerate(words)}
    for span in spans:
        if span.start not in starts or span.end not in ends:
            raise AnnotationError(f"the span {span.start}-{span.end} ({span.label}) cuts a word")
        first, last = starts[span.start], ends[span.end]
        if any(tag != OUTSIDE for tag in tags[first : last + 1]):
            raise AnnotationError(f"the span {span.start}-{span.end} ({span.label}) overlaps one")
        tags[first] = BEGIN + span.label
        tags[first + 1 : last + 1] = [INSIDE + span.label] * (last - first)
    return tags


def to_spans(words: Sequence[Word], tags: Sequence[str]) -> list[Span]:
    """Read spans off tags on words; the inverse of ``to_tags``, events aside.

    Args:
        words: The words of the sentence, in order.
        tags: One tag a word: ``(n_words,)``.

    Returns:
        Spans in order, without event ids.

    Raises:
        AnnotationError: An ``I-`` tag stands behind a tag that it cannot follow.
    """
    spans: list[Span] = []
    previous = OUTSIDE
    for word, tag in zip(words, tags, strict=True):
        if not may_follow(previous, tag):
            raise AnnotationError(f"{tag} stands behind {previous} at character {word.start}")
        label = label_of_tag(tag)
        if tag.startswith(BEGIN) and label is not None:
            spans.append(Span(word.start, word.end, label))
        elif tag.startswith(INSIDE):
            spans[-1] = Span(spans[-1].start, word.end, spans[-1].label)
        previous = tag
    return spans
