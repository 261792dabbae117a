"""Which labels are taken for which: words by their annotated and their extracted label."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sklearn.metrics import confusion_matrix

from hadath.annotations.bio import OUTSIDE, label_of_tag, to_tags
from hadath.annotations.labels import LABELS
from hadath.annotations.sentences import AnnotatedSentence, Span
from hadath.annotations.words import cut_words
from hadath.inference.records import CodedDocument

NAMES = (OUTSIDE, *(str(label) for label in LABELS))
"""Of rows and columns."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often words of one label were given another.

    Attributes:
        names: Of rows and columns, ``O`` first.
        counts: Words, a row an annotated label, a column an extracted one: ``(n, n)``.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def confuse(sentences: Sequence[AnnotatedSentence], coded: Sequence[CodedDocument]) -> Confusion:
    """Count the words of sentences by both labels.

    Args:
        sentences: Annotated sentences.
        coded: What was extracted from each.
    """
    gold: list[str] = []
    found: list[str] = []
    for sentence, document in zip(sentences, coded, strict=True):
        gold += _labels(sentence.text, sentence.spans)
        found += _labels(sentence.text, [Span(m.start, m.end, m.label) for m in document.mentions])
    counts = confusion_matrix(gold, found, labels=list(NAMES))
    return Confusion(NAMES, tuple(tuple(map(int, row)) for row in counts))


def _labels(text: str, spans: Iterable[Span]) -> list[str]:
    """Return the label of each word, begun or gone on with."""
    labels = (label_of_tag(tag) for tag in to_tags(cut_words(text), list(spans)))
    return [OUTSIDE if label is None else str(label) for label in labels]
