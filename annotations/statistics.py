"""What a body of annotated sentences holds, counted: the figures of the data card."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import regex

from hadath.annotations.corpus import SPLITS, region_of, split_of
from hadath.annotations.labels import EVENT_TYPES, LABELS, EventType, Status
from hadath.annotations.overlap import fold
from hadath.annotations.sentences import AnnotatedSentence

FRAME = 7
"""Words and labels in a row that make two frames alike; shorter stretches are the language's own
(an airstrike, by whom, on what, in which place)."""

SPELLINGS: dict[str, regex.Pattern[str]] = {
    "Hindi digits": regex.compile(r"[٠-٩]"),
    "Latin digits": regex.compile(r"[0-9]"),
    "diacritics": regex.compile(r"\p{M}"),
    "tatweel": regex.compile("ـ"),
    "quotation marks": regex.compile(r"[«»\"“”]"),
    "doubled spaces": regex.compile(r"\S  +\S"),
}
"""Ways of writing that are counted, and what shows them."""

_DIGITS = regex.compile(r"\d+(?:[.,٫٬]\d+)*")


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of a body of annotated sentences.

    Attributes:
        n_sentences: Sentences.
        by_events: Sentences by how many events they tell of.
        by_split: Sentences by part of the corpus.
        by_region: Sentences by region.
        labels: Spans by label, triggers among them.
        types: Events by type, also those without a trigger.
        statuses: Events by status.
        types_by_region: Events by region and type.
        spellings: Sentences by a way of writing that occurs in them.
        n_shared: Spans that belong to two or more events.
        median_words: Of a sentence's length, in words between white space.
        longest: The longest sentence, in words.
    """

    n_sentences: int
    by_events: Counter[int]
    by_split: Counter[str]
    by_region: Counter[str]
    labels: Counter[str]
    types: Counter[str]
    statuses: Counter[str]
    types_by_region: Counter[tuple[str, str]]
    spellings: Counter[str]
    n_shared: int
    median_words: float
    longest: int

    @property
    def n_events(self) -> int:
        """All events."""
        return self.types.total()

    def n_with(self, events: int) -> int:
        """Return how many sentences tell of at least this many events."""
        return sum(n for count, n in self.by_events.items() if count >= events)


def count(sentences: Sequence[AnnotatedSentence]) -> Statistics:
    """Count what sentences of the corpus hold.

    Args:
        sentences: With ids of the corpus (``file-document-sentence``), at least one.
    """
    lengths = [len(sentence.text.split()) for sentence in sentences]
    events = [(sentence, event) for sentence in sentences for event in sentence.events]
    spans = [span for sentence in sentences for span in sentence.spans]
    return Statistics(
        n_sentences=len(sentences),
        by_events=Counter(len(sentence.events) for sentence in sentences),
        by_split=Counter(split_of(sentence.id) for sentence in sentences),
        by_region=Counter(region_of(sentence.id) for sentence in sentences),
        labels=Counter(str(span.label) for span in spans),
        types=Counter(str(event.type) for _, event in events),
        statuses=Counter(str(event.status) for _, event in events),
        types_by_region=Counter((region_of(s.id), str(event.type)) for s, event in events),
        spellings=Counter(
            name for s in sentences for name, shown in SPELLINGS.items() if shown.search(s.text)
        ),
        n_shared=sum(len(span.events) > 1 for span in spans),
        median_words=median(lengths),
        longest=max(lengths),
    )


def rows_by_region(statistics: Statistics) -> list[tuple[str, ...]]:
    """Return a table of regions: a heading, a row each, and the sums.

    Args:
        statistics: As ``count`` gives them.

    Returns:
        Cells as text: region, sentences, and its events by type.
    """
    heading = ("region", "sentences", *EVENT_TYPES)
    rows = [
        (region, str(n), *(str(statistics.types_by_region[region, kind]) for kind in EVENT_TYPES))
        for region, n in sorted(statistics.by_region.items())
    ]
    sums = ("all", str(statistics.n_sentences), *(str(statistics.types[k]) for k in EVENT_TYPES))
    return [heading, *rows, sums]


def summary(statistics: Statistics) -> list[tuple[str, str]]:
    """Return what is not told by region, as pairs of a name and its figures."""
    none, one, two = (statistics.n_with(0), statistics.n_with(1), statistics.n_with(2))
    n_triggers = sum(statistics.labels[kind] for kind in EventType)
    return [
        ("sentences", str(statistics.n_sentences)),
        ("without an event", str(none - one)),
        ("with two events or more", _share(two, statistics.n_sentences)),
        ("with three or more", _share(statistics.n_with(3), statistics.n_sentences)),
        ("split", _listed(statistics.by_split, SPLITS)),
        ("words", f"median {statistics.median_words:g}, longest {statistics.longest}"),
        ("events", str(statistics.n_events)),
        ("status", _listed(statistics.statuses, tuple(Status))),
        ("spans", f"{statistics.labels.total()}, {n_triggers} of them triggers"),
        ("by label", _listed(statistics.labels, LABELS)),
        ("spans of several events", str(statistics.n_shared)),
        ("sentences by spelling", _listed(statistics.spellings, tuple(SPELLINGS))),
    ]


def frame_of(sentence: AnnotatedSentence) -> tuple[str, ...]:
    """Return a sentence's frame: its words, each span replaced by its label, numbers by ``0``.

    Two sentences filled into one template have one frame.
    """
    parts: list[str] = []
    position = 0
    for span in sentence.spans:
        parts += [sentence.text[position : span.start], f" {span.label} "]
        position = span.end
    text = "".join([*parts, sentence.text[position:]])
    return tuple(regex.findall(r"\w+", _DIGITS.sub("0", fold(text))))


def frame_stretches(sentence: AnnotatedSentence, length: int) -> set[tuple[str, ...]]:
    """Return the stretches of a sentence's frame.

    Args:
        sentence: Any annotated sentence.
        length: Of a stretch, in words and labels; a shorter frame is a stretch as a whole.
    """
    frame = frame_of(sentence)
    if len(frame) <= length:
        return {frame}
    return {frame[i : i + length] for i in range(len(frame) - length + 1)}


def _listed(counts: Counter[str], names: Sequence[str]) -> str:
    return ", ".join(f"{name} {counts[name]:,}" for name in names)


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})"
