"""Where a tuple was lost: an annotated sentence, what was extracted, and the cause."""

import pytest

from hadath.annotations.labels import EventType, Label, Outcome, Role, Status
from hadath.annotations.markup import parse_block
from hadath.inference.records import (
    Argument,
    CodedDocument,
    CodedEvent,
    Document,
    Mention,
    Sentence,
    Toll,
)
from hadath.training.lost import Cause, lost_table, lost_tuples
from offsets import assert_mentions, extents_of

GOLD = parse_block(
    "# id: a\n[ATTACKER#1 الجيش] [SHELLING#1 قصف] [LOCATION#1 الرابية] [CASUALTIES#1 فقتل حارسين] "
    "و[X]".replace(" و[X]", "")
    + "\n= 1 killed=2\n"
)
FOUND: tuple[tuple[str, Label], ...] = (
    ("الجيش", Role.ATTACKER),
    ("قصف", EventType.SHELLING),
    ("الرابية", Role.LOCATION),
    ("فقتل حارسين", Role.CASUALTIES),
)


def document(
    found: tuple[tuple[str, Label], ...] = FOUND,
    linked: frozenset[int] = frozenset({0, 1, 2, 3}),
    kind: EventType | None = None,
    killed: int = 2,
) -> CodedDocument:
    """Return an extraction: what was found, and which of it is in the one event."""
    extents = extents_of(GOLD.text, *(words for words, _ in found))
    mentions = tuple(Mention(*e, label) for e, (_, label) in zip(extents, found, strict=True))
    assert_mentions(GOLD.text, mentions, (words for words, _ in found))
    own = [mention for index, mention in enumerate(mentions) if index in linked]
    triggers = [mention for mention in own if mention.is_trigger]
    casualties = tuple(mention for mention in own if mention.label is Role.CASUALTIES)
    arguments = tuple(
        Argument(m, "") for m in own if not m.is_trigger and m.label is not Role.CASUALTIES
    )
    tolls = (Toll(Outcome.KILLED, killed, killed, killed, casualties),) if casualties else ()
    if not triggers and not casualties:
        return CodedDocument(Document("a", GOLD.text), (), ())
    label = triggers[0].label if triggers else EventType.ATTACK
    assert isinstance(label, EventType)
    event = CodedEvent(
        "1",
        kind or label,
        "",
        Status.ACTUAL,
        1.0,
        Sentence(0, len(GOLD.text)),
        triggers[0] if triggers else None,
        arguments,
        tolls,
    )
    return CodedDocument(Document("a", GOLD.text), mentions, (event,))


def without(*words: str) -> tuple[tuple[str, Label], ...]:
    return tuple(entry for entry in FOUND if entry[0] not in words)


@pytest.mark.parametrize(
    ("extracted", "cause"),
    [
        (document(), None),
        (document(linked=frozenset()), Cause.TRIGGER),
        (document(kind=EventType.AIRSTRIKE), Cause.TYPE),
        (document(without("الجيش"), frozenset({0, 1, 2})), Cause.MISSED_SPAN),
        (document(linked=frozenset({1, 2, 3})), Cause.LINK),
        (document(without("فقتل حارسين"), frozenset({0, 1, 2})), Cause.NUMBER_SPAN),
        (document(linked=frozenset({0, 1, 2})), Cause.LINK),
        (document(killed=3), Cause.NUMBER),
        (
            document((*FOUND[:3], ("حارسين", Role.TARGET)), frozenset({0, 1, 2, 3})),
            Cause.FALSE_SPAN,
        ),
    ],
)
def test_the_cause_of_a_lost_tuple(extracted: CodedDocument, cause: Cause | None) -> None:
    causes = lost_tuples([GOLD], [extracted])
    assert dict(causes) == ({cause: 1} if cause else {})


def test_a_trigger_in_another_event_was_merged_away() -> None:
    two = parse_block("# id: a\n[SHELLING#1 قصف] [LOCATION#1 الرابية] [SHELLING#2 وقصف] آخر\n")
    extents = extents_of(two.text, "قصف", "الرابية", "وقصف")
    labels = (EventType.SHELLING, Role.LOCATION, EventType.SHELLING)
    mentions = tuple(Mention(*e, label) for e, label in zip(extents, labels, strict=True))
    assert_mentions(two.text, mentions, ("قصف", "الرابية", "وقصف"))
    event = CodedEvent(
        "1",
        EventType.SHELLING,
        "",
        Status.ACTUAL,
        1.0,
        Sentence(0, len(two.text)),
        mentions[0],
        (Argument(mentions[1], ""),),
        (),
    )
    coded = CodedDocument(Document("a", two.text), mentions, (event,))
    causes = lost_tuples([two], [coded])
    assert causes == {Cause.MERGED: 1}
    assert lost_table(causes, 2).row_count == 1
