import pytest

from hadath.annotations.labels import EventType, Outcome, Role, Status
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
from hadath.training.metrics import Measure, ScoredEvent, align, annotated_events, measure

GOLD = parse_block(
    "# id: x\n[AIRSTRIKE#1 غارة] [ATTACKER#1 إسرائيلية] على [TARGET#1 مبنى] في [LOCATION#1 رفح]، "
    "[CASUALTIES#1 ومقتل خمسة].\n= 1 killed=5"
)


def _coded(*dropped: Role, kind: EventType = EventType.AIRSTRIKE, killed: int = 5) -> CodedDocument:
    mentions = [Mention(s.start, s.end, s.label) for s in GOLD.spans if s.label not in dropped]
    trigger, *others = mentions
    arguments = [Argument(m, "") for m in others if m.label is not Role.CASUALTIES]
    dead = tuple(m for m in others if m.label is Role.CASUALTIES)
    tolls = (Toll(Outcome.KILLED, killed, killed, killed, dead),) if dead else ()
    event = CodedEvent(
        "x#1",
        kind,
        "",
        Status.ACTUAL,
        1.0,
        Sentence(0, len(GOLD.text)),
        trigger,
        tuple(arguments),
        tolls,
    )
    return CodedDocument(Document("x", GOLD.text), tuple(mentions), (event,))


def _f1(coded: CodedDocument) -> dict[str, float]:
    return {m.name: m.f1 for m in measure([(GOLD, coded)])}


def test_what_was_annotated_scores_one() -> None:
    assert set(_f1(_coded()).values()) == {1.0}


@pytest.mark.parametrize(
    ("coded", "wrong"),
    [
        (_coded(Role.TARGET), {"spans (strict)": 8 / 9, "arguments": 6 / 7, "tuples": 0.0}),
        (_coded(kind=EventType.SHELLING), {"events": 0.0, "tuples": 0.0}),
        (_coded(killed=6), {"numbers": 0.0, "tuples": 0.0}),
        (
            _coded(Role.CASUALTIES),
            {"spans (strict)": 8 / 9, "arguments": 6 / 7, "numbers": 0.0, "tuples": 0.0},
        ),
    ],
)
def test_each_fault_costs_where_it_belongs(coded: CodedDocument, wrong: dict[str, float]) -> None:
    found = _f1(coded)
    expected = dict.fromkeys(found, 1.0) | wrong
    assert found == pytest.approx(expected)


def test_nothing_found_scores_nothing() -> None:
    empty = CodedDocument(Document("x", GOLD.text), (), ())
    assert {m.f1 for m in measure([(GOLD, empty)])} == {0.0}


def test_rates_of_a_measure() -> None:
    entry = Measure("x", gold=4, found=2, right=1)
    assert (entry.precision, entry.recall) == (0.5, 0.25)
    assert entry.f1 == pytest.approx(1 / 3)


def test_alignment_prefers_the_shared_trigger() -> None:
    (event,) = annotated_events(GOLD)
    role_only = ScoredEvent(event.type, event.status, (), event.arguments[:1], ())
    assert align([event], [role_only, event]) == [(0, 1)]
    assert align([event], []) == []
