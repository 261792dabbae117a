"""How good extracted events are, beside annotated ones.

Spans count strictly: same characters, same label. Events are aligned one to one by shared
evidence (overlapping triggers count two, overlapping arguments of one role one); an aligned
event counts if its type is right, an argument if an argument of the same role covers at least
half of it (intersection over union), a number if outcome and count are equal, and a tuple if
type, attackers, targets, locations and numbers are all right.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hadath.annotations.labels import EventType, Label, Outcome, Role, Status
from hadath.annotations.sentences import AnnotatedSentence, Count
from hadath.inference.records import CodedDocument

HALF = 0.5
TUPLE_ROLES = (Role.ATTACKER, Role.TARGET, Role.LOCATION)
"""The roles that must be right in a whole tuple."""

Extent = tuple[int, int]
"""First character and one past the last."""


@dataclass(frozen=True, slots=True)
class ScoredEvent:
    """An event as it is scored, annotated or extracted.

    Attributes:
        type: What happened.
        status: Whether it happened.
        triggers: Extents of its triggers.
        arguments: Role and extent of its other mentions.
        counts: People by outcome.
    """

    type: EventType
    status: Status
    triggers: tuple[Extent, ...]
    arguments: tuple[tuple[Label, Extent], ...]
    counts: tuple[tuple[Outcome, Count], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F1 of one thing.

    Attributes:
        name: What was measured.
        gold: How many there are.
        found: How many were extracted.
        right: How many of both agree.
    """

    name: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the extracted that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was extracted right."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.gold + self.found
        return 2 * self.right / total if total else 0.0


def measure(pairs: Iterable[tuple[AnnotatedSentence, CodedDocument]]) -> list[Measure]:
    """Score extracted documents against annotated sentences.

    Args:
        pairs: Each sentence with what was extracted from its text.

    Returns:
        Strict spans, events, arguments, numbers, whole tuples, and status of aligned events.
    """
    totals: Counter[tuple[str, str]] = Counter()
    for sentence, coded in pairs:
        for name, gold, found, right in _score(sentence, coded):
            totals[name, "gold"] += gold
            totals[name, "found"] += found
            totals[name, "right"] += right
    names = dict.fromkeys(name for name, _ in totals)
    return [
        Measure(name, totals[name, "gold"], totals[name, "found"], totals[name, "right"])
        for name in names
    ]


def _score(
    sentence: AnnotatedSentence, coded: CodedDocument
) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, annotated, extracted and right of one sentence."""
    gold_spans = {(span.start, span.end, span.label) for span in sentence.spans}
    found_spans = {(m.start, m.end, m.label) for m in coded.mentions}
    yield "spans (strict)", len(gold_spans), len(found_spans), len(gold_spans & found_spans)
    gold, found = annotated_events(sentence), extracted_events(coded)
    aligned = align(gold, found)
    both = [(gold[i], found[j]) for i, j in aligned]
    yield "events", len(gold), len(found), sum(g.type is f.type for g, f in both)
    yield (
        "arguments",
        sum(len(event.arguments) for event in gold),
        sum(len(event.arguments) for event in found),
        sum(_matched(g.arguments, f.arguments) for g, f in both),
    )
    yield (
        "numbers",
        sum(len(event.counts) for event in gold),
        sum(len(event.counts) for event in found),
        sum(len(set(g.counts) & set(f.counts)) for g, f in both),
    )
    yield "tuples", len(gold), len(found), sum(is_same_tuple(g, f) for g, f in both)
    yield "status", len(both), len(both), sum(g.status is f.status for g, f in both)


def annotated_events(sentence: AnnotatedSentence) -> list[ScoredEvent]:
    """Return the events of an annotated sentence as they are scored."""
    events = []
    for event in sentence.events:
        spans = sentence.spans_of(event)
        events.append(
            ScoredEvent(
                event.type,
                event.status,
                tuple((s.start, s.end) for s in spans if s.is_trigger),
                tuple((s.label, (s.start, s.end)) for s in spans if not s.is_trigger),
                event.counts,
            )
        )
    return events


def extracted_events(coded: CodedDocument) -> list[ScoredEvent]:
    """Return the events of an extracted document as they are scored."""
    events = []
    for event in coded.events:
        arguments = [(a.mention.label, (a.mention.start, a.mention.end)) for a in event.arguments]
        arguments += [(m.label, (m.start, m.end)) for toll in event.tolls for m in toll.mentions]
        trigger = event.trigger
        events.append(
            ScoredEvent(
                event.type,
                event.status,
                () if trigger is None else ((trigger.start, trigger.end),),
                tuple(dict.fromkeys(arguments)),
                tuple((toll.outcome, toll.count) for toll in event.tolls),
            )
        )
    return events


def align(gold: Sequence[ScoredEvent], found: Sequence[ScoredEvent]) -> list[tuple[int, int]]:
    """Pair annotated with extracted events, one to one, the most shared evidence first."""
    scores = [(_evidence(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    pairs: list[tuple[int, int]] = []
    for score, i, j in sorted(scores, key=lambda entry: -entry[0]):
        is_free = all(i != other and j != partner for other, partner in pairs)
        if score >= 1 and is_free:
            pairs.append((i, j))
    return pairs


def _evidence(gold: ScoredEvent, found: ScoredEvent) -> float:
    shared = sum(2.0 for t in gold.triggers if any(_overlap(t, u) for u in found.triggers))
    shared += sum(
        any(role is other and _overlap(extent, place) for other, place in found.arguments)
        for role, extent in gold.arguments
    )
    return shared + HALF * (gold.type is found.type)


def _overlap(first: Extent, second: Extent) -> bool:
    return min(first[1], second[1]) > max(first[0], second[0])


def matches(first: Extent, second: Extent) -> bool:
    """Tell whether two extents share at least half of what they cover."""
    return _share(first, second) >= HALF


def _share(first: Extent, second: Extent) -> float:
    """Return intersection over union."""
    common = min(first[1], second[1]) - max(first[0], second[0])
    return max(common, 0) / (max(first[1], second[1]) - min(first[0], second[0]))


def _matched(gold: Sequence[tuple[Label, Extent]], found: Sequence[tuple[Label, Extent]]) -> int:
    """Return how many arguments match, each used once, in the order of the text."""
    free = list(found)
    matched = 0
    for role, extent in gold:
        for candidate in free:
            if candidate[0] is role and matches(extent, candidate[1]):
                free.remove(candidate)
                matched += 1
                break
    return matched


def is_same_tuple(gold: ScoredEvent, found: ScoredEvent) -> bool:
    """Tell whether type, attackers, targets, locations and numbers are all right."""
    if gold.type is not found.type or set(gold.counts) != set(found.counts):
        return False
    for role in TUPLE_ROLES:
        own = [argument for argument in gold.arguments if argument[0] is role]
        other = [argument for argument in found.arguments if argument[0] is role]
        if not len(own) == len(other) == _matched(own, other):
            return False
    return True
