"""The lint: each rule on a sentence that breaks it and on one that does not."""

from collections.abc import Mapping

import pytest

from hadath.annotations.labels import Outcome
from hadath.annotations.lint import (
    COUNT,
    FACILITY,
    LABELS_DIFFER,
    LONELY,
    Finding,
    lint,
    load_reviewed,
)
from hadath.annotations.markup import parse_block
from hadath.annotations.sentences import AnnotatedEvent, AnnotatedSentence, Count


def read_nothing_else(
    sentence: AnnotatedSentence, event: AnnotatedEvent
) -> Mapping[Outcome, Count]:
    """Stand in for the reader: what is written is what is read, but for a number 7."""
    return {Outcome.KILLED: 7} if "سبعة" in sentence.text else dict(event.counts)


def findings(*blocks: str) -> list[tuple[str, str]]:
    sentences = [parse_block(f"# id: sy1-01-{n}\n{block}\n") for n, block in enumerate(blocks)]
    return [(f.rule, f.words) for f in lint(sentences, read_nothing_else)]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "[SHELLING#1 قصف] أوقع [CASUALTIES#1 سبعة قتلى]\n= 1 killed=5",
            [(COUNT, "سبعة قتلى")],
        ),
        ("[SHELLING#1 قصف] أوقع [CASUALTIES#1 سبعة قتلى]\n= 1 killed=7", []),
        ("[SHELLING#1 قصف] أوقع [CASUALTIES#1 ستة قتلى]\n= 1 killed=6", []),
        ("[SHELLING#1 قصف] على [LOCATION#1 مستشفى الوادي]", [(FACILITY, "مستشفى الوادي")]),
        ("[AIRSTRIKE#1 غارة] [LOCATION#1 لمطار السدرة]", [(FACILITY, "لمطار السدرة")]),
        ("[AIRSTRIKE#1 استهداف] [LOCATION#1 للمطار]", [(FACILITY, "للمطار")]),
        ("[SHELLING#1 قصف] على [TARGET#1 مستشفى الوادي]", []),
        ("[SHELLING#1 قصف] قرب [LOCATION#1 مستشفى الوادي]", []),
        ("[CAPTURE#1 سيطر] على [LOCATION#1 مطار السدرة]", []),
        ("[SHELLING#1 قصف] على [LOCATION#1 بلدة الزهيرية]", []),
        ("توقف [SHELLING#1 القصف] مساء", [(LONELY, "القصف")]),
    ],
)
def test_a_rule_finds_its_slip(block: str, expected: list[tuple[str, str]]) -> None:
    assert findings(block) == expected


def test_one_form_with_two_labels() -> None:
    common = "[AIRSTRIKE#1 غارة] على [LOCATION#1 الرابية]"
    rare = "[AIRSTRIKE#1 غارة] طالت [TARGET#1 الرابية]"
    assert findings(common, common, common, rare) == [(LABELS_DIFFER, "الرابية")]
    assert findings(common, common, rare) == []  # two against one is no majority


def test_attackers_and_targets_may_change_sides() -> None:
    attacks = "[ATTACK#1 هجوم] شنه [ATTACKER#1 الجيش]"
    suffers = "[ATTACK#1 هجوم] على [TARGET#1 الجيش]"
    assert findings(attacks, attacks, attacks, suffers) == []


def test_what_was_reviewed_is_not_shown() -> None:
    sentence = parse_block("# id: sy1-01-1\nتوقف [SHELLING#1 القصف] مساء\n")
    (found,) = lint([sentence], read_nothing_else)
    assert found == Finding("sy1-01-1", LONELY, "القصف", "#1")
    assert lint([sentence], read_nothing_else, frozenset({found.key})) == []


def test_the_reviewed_findings_name_rules() -> None:
    assert {rule for _, rule, _ in load_reviewed()} <= {COUNT, FACILITY, LABELS_DIFFER, LONELY}
