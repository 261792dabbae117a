"""The usual slips of an annotator, found by rule.

They are what the reader cannot refuse, but a person should look at. A finding is a doubt, no
fault. One that was looked at and found right is written down in ``reviewed.txt`` (sentence id,
rule, words) and not shown again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import regex

from hadath.annotations.labels import EventType, Label, Outcome, Role
from hadath.annotations.overlap import fold
from hadath.annotations.sentences import AnnotatedEvent, AnnotatedSentence, Count, Span

ReadCounts = Callable[[AnnotatedSentence, AnnotatedEvent], Mapping[Outcome, Count]]
"""Reads the numbers of an event off its CASUALTIES spans."""

COUNT = "count"
LABELS_DIFFER = "labels"
FACILITY = "facility"
LONELY = "lonely"

RULES: dict[str, str] = {
    COUNT: "the numbers read off the casualties are not those of the '=' line",
    LABELS_DIFFER: "the same words mostly have another label in events of the same type",
    FACILITY: "a facility right behind the trigger that hits it is marked as a place (rule 6)",
    LONELY: "a trigger brings no role (rule 14: it may only point back)",
}
"""What each rule finds."""

_FACILITY = regex.compile(
    r"(?:[وبل]?(?:ال)?|لل)(?:قاعده|مطار|ميناء|مرفا|معبر|مستشفي|مشفي|مدرسه|مسجد|جامع|كنيسه|سفاره|"
    r"قنصليه|مقر|سجن|سوق|فندق|حقل|مصفاه|ثكنه|معسكر|حاجز|مخفر|محطه|جسر|مبني|كليه|جامعه)\b"
)
"""The head nouns of rule 6, folded; each may have an article or a proclitic."""

_TIES = (["علي"], ["ضد"])
"""The words that may stand between a trigger and what it hits; ل is written onto it."""

_SIDES = {Role.ATTACKER, Role.TARGET}
"""Who attacks in one sentence is attacked in another; the same words may be either."""

_MAJORITY = 3
"""One label is doubted where another was given at least this many times as often."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A doubt about one sentence.

    Attributes:
        sentence_id: Which sentence.
        rule: A key of ``RULES``.
        words: The words that it is about, as written.
        detail: What differs, for a person to read.
    """

    sentence_id: str
    rule: str
    words: str
    detail: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what a review is written down by."""
        return self.sentence_id, self.rule, " ".join(self.words.split())


def lint(
    sentences: Sequence[AnnotatedSentence],
    read_counts: ReadCounts,
    reviewed: frozenset[tuple[str, str, str]] = frozenset(),
) -> list[Finding]:
    """Look for slips.

    Args:
        sentences: Annotated sentences; the more of them, the more the label rule sees.
        read_counts: Reads numbers off spans; the annotations know none.
        reviewed: Keys of findings that a person has found right.

    Returns:
        Findings in the order of their sentence ids.
    """
    found = [
        finding
        for sentence in sentences
        for finding in (
            *_counts(sentence, read_counts),
            *_facilities(sentence),
            *_lonely_triggers(sentence),
        )
    ]
    found += _labels(sentences)
    return sorted(finding for finding in found if finding.key not in reviewed)


def load_reviewed() -> frozenset[tuple[str, str, str]]:
    """Return the keys of the corpus's findings that were looked at and found right."""
    text = files("hadath.annotations").joinpath("reviewed.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return frozenset((row[0], row[1], row[2]) for row in rows)


def _counts(sentence: AnnotatedSentence, read_counts: ReadCounts) -> Iterator[Finding]:
    for event in sentence.events:
        spans = [s for s in sentence.spans_of(event) if s.label is Role.CASUALTIES]
        read, written = dict(read_counts(sentence, event)), dict(event.counts)
        if spans and read != written:
            words = " / ".join(sentence.words_of(span) for span in spans)
            detail = f"#{event.id} read {_shown(read)}, written {_shown(written)}"
            yield Finding(sentence.id, COUNT, words, detail)


def _facilities(sentence: AnnotatedSentence) -> Iterator[Finding]:
    for trigger in sentence.spans:
        # who takes a facility takes a place (rule 11)
        if not trigger.is_trigger or trigger.label is EventType.CAPTURE:
            continue
        for span in sentence.spans:
            words = sentence.words_of(span)
            between = sentence.text[trigger.end : span.start]
            if span.label is Role.LOCATION and _is_hit_facility(fold(words), fold(between)):
                yield Finding(sentence.id, FACILITY, words)


def _is_hit_facility(words: str, between: str) -> bool:
    """Tell a facility that a preposition ties to the trigger before it."""
    is_tied = between.split() in _TIES or (not between.strip() and words.startswith("ل"))
    return bool(between) and is_tied and _FACILITY.match(words) is not None


def _lonely_triggers(sentence: AnnotatedSentence) -> Iterator[Finding]:
    for event in sentence.events:
        spans = sentence.spans_of(event)
        if all(span.is_trigger for span in spans):
            yield Finding(sentence.id, LONELY, sentence.words_of(spans[0]), f"#{event.id}")


def _labels(sentences: Iterable[AnnotatedSentence]) -> Iterator[Finding]:
    """Yield the spans whose words mostly have another label in events of the same type."""
    uses: dict[tuple[str, str], list[tuple[str, str, Label]]] = defaultdict(list)
    for sentence in sentences:
        for span in sentence.spans:
            for context in _contexts(sentence, span):
                key = context, fold(sentence.words_of(span))
                uses[key].append((sentence.id, sentence.words_of(span), span.label))
    for same in uses.values():
        counts = Counter(label for _, _, label in same)
        common, n_common = counts.most_common(1)[0]
        for sentence_id, words, label in same:
            if {label, common} != _SIDES and n_common >= _MAJORITY * counts[label]:
                yield Finding(sentence_id, LABELS_DIFFER, words, f"{label}, elsewhere {common}")


def _contexts(sentence: AnnotatedSentence, span: Span) -> set[str]:
    """Return the types of a role's events; one context for all triggers."""
    if span.is_trigger:
        return {""}
    return {event.type for event in sentence.events if event.id in span.events}


def _shown(counts: Mapping[Outcome, Count]) -> str:
    shown = (f"{outcome}={'some' if n is None else n}" for outcome, n in counts.items())
    return " ".join(shown) or "none"
