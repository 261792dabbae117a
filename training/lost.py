"""Where each lost tuple was lost: by the tagger, by its type, by a link, or by a number.

A tuple counts as lost where the annotated event has no extracted one that is the same. It is put
down to the first of the causes below that holds, in the order in which the extractor works, so
that mending the first rows comes first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from rich.table import Table

from hadath.annotations.labels import Label, Role
from hadath.annotations.sentences import AnnotatedSentence
from hadath.inference.records import CodedDocument
from hadath.training.metrics import (
    TUPLE_ROLES,
    Extent,
    ScoredEvent,
    align,
    annotated_events,
    extracted_events,
    is_same_tuple,
    matches,
)


class Cause(StrEnum):
    """Why a tuple was lost."""

    TRIGGER = "tagger: the event's trigger or casualties were not found"
    MERGED = "link: its trigger was found, but merged into another event"
    TYPE = "type: another type than annotated"
    MISSED_SPAN = "tagger: an attacker, target or place was not found, or with other borders"
    FALSE_SPAN = "tagger: an attacker, target or place too many"
    LINK = "link: its mentions were found and belong to other events"
    NUMBER_SPAN = "tagger: casualties not found, or too many"
    NUMBER = "number: read wrongly, or put to another outcome"


def lost_tuples(
    sentences: Iterable[AnnotatedSentence], coded: Iterable[CodedDocument]
) -> Counter[Cause]:
    """Count the lost tuples by cause.

    Args:
        sentences: The annotated sentences.
        coded: What was extracted from each.
    """
    causes: Counter[Cause] = Counter()
    for sentence, document in zip(sentences, coded, strict=True):
        gold, found = annotated_events(sentence), extracted_events(document)
        partner = {i: found[j] for i, j in align(gold, found)}
        spans = [(span.label, (span.start, span.end)) for span in sentence.spans]
        mentions = [(m.label, (m.start, m.end)) for m in document.mentions]
        for index, event in enumerate(gold):
            other = partner.get(index)
            if other is None or not is_same_tuple(event, other):
                causes[_cause(event, other, spans, mentions)] += 1
    return causes


def lost_table(causes: Counter[Cause], n_events: int) -> Table:
    """Return the causes as a table for a terminal, in the order in which the extractor works."""
    title = f"Lost tuples: {causes.total()} of {n_events} annotated events"
    table = Table("lost by", "events", "share of the lost", title=title)
    for cause in Cause:
        if causes[cause]:
            share = causes[cause] / causes.total()
            table.add_row(cause, str(causes[cause]), f"{share:.0%}")
    return table


def _cause(
    event: ScoredEvent,
    other: ScoredEvent | None,
    spans: Sequence[tuple[Label, Extent]],
    mentions: Sequence[tuple[Label, Extent]],
) -> Cause:
    if other is None:
        seen = any(matches(extent, found) for extent in event.triggers for _, found in mentions)
        return Cause.MERGED if seen else Cause.TRIGGER
    if event.type is not other.type:
        return Cause.TYPE
    for role in TUPLE_ROLES:
        own = [extent for label, extent in event.arguments if label is role]
        if any(not _among(role, extent, mentions) for extent in own):
            return Cause.MISSED_SPAN
        theirs = [extent for label, extent in other.arguments if label is role]
        if any(not _among(role, extent, spans) for extent in theirs):
            return Cause.FALSE_SPAN
    if not _has_same_roles(event, other):
        return Cause.LINK
    return _number_cause(event, other, spans, mentions)


def _has_same_roles(event: ScoredEvent, other: ScoredEvent) -> bool:
    return is_same_tuple(
        ScoredEvent(event.type, event.status, (), event.arguments, ()),
        ScoredEvent(other.type, other.status, (), other.arguments, ()),
    )


def _number_cause(
    event: ScoredEvent,
    other: ScoredEvent,
    spans: Sequence[tuple[Label, Extent]],
    mentions: Sequence[tuple[Label, Extent]],
) -> Cause:
    casualties = [entry for entry in event.arguments if entry[0] is Role.CASUALTIES]
    found = [entry for entry in other.arguments if entry[0] is Role.CASUALTIES]
    if any(not _among(label, extent, mentions) for label, extent in casualties):
        return Cause.NUMBER_SPAN
    if any(not _among(label, extent, spans) for label, extent in found):
        return Cause.NUMBER_SPAN
    same = len(casualties) == len(found) and all(_among(*entry, found) for entry in casualties)
    return Cause.NUMBER if same else Cause.LINK


def _among(label: Label, extent: Extent, others: Sequence[tuple[Label, Extent]]) -> bool:
    return any(label is other and matches(extent, place) for other, place in others)
