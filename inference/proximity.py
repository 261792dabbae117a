"""Which role belongs to which event: mentions of a sentence in, events out.

Rules over the order of the sentence, for a model without a learned linker. A role goes to the
trigger before it, or, where it leads up to one, to the trigger behind it; what stands before
every trigger goes to the first; an event with no attacker of its own shares the one before's.
"""

from collections.abc import Sequence

import regex

from hadath.annotations.labels import TRIGGERLESS_TYPE, EventType, Role
from hadath.annotations.overlap import fold
from hadath.inference.records import LinkedEvent, Mention

_RESULT = regex.compile(
    r"\b[وف]?(?:اسفر|[يت]سفر|اد[يت]|[يتم][ؤو]دي|خلف|اوقع|موقع|اود[يت]|راح|نتج|تسبب|ذهب|سقط|اصابت|قتلت)"
)
"""Verbs that hand the casualties behind them to the trigger before."""

_AGENT = regex.compile(
    r"\b(?:من قبل|علي يد|علي ايدي|من جانب|بين|ل\b)"
    r"|\b[وف]?(?:شن|نفذ|قام|[يت]قوم|تبن|ارتكب|خاض|[يت]خوض)"
)
"""Words that name the doer of what stands before them."""

_CLAUSE = regex.compile(
    r"[.؛;،,:]|\b(?:فيما|بينما|كما|في حين|حيث|بعدما|قبل ان|من جهه|وفي|واضاف|وقال|لكن|الا ان|ثم)\b"
)
_BREAK = regex.compile(
    r"[.؛]|\b(?:كما|فيما|بينما|من جهه|في حين|وفي|اخري|اخر|وقال|واضاف|ايضا|لاحقا|بعدها|ثم)\b"
)
"""What parts two triggers that tell of two events."""

_DEFINITE = regex.compile(r"[وفبلك]*(?:ال|لل)")
_RETELLING = 8
"""Words between two triggers of one type beyond which they are two events."""

_NO_CASUALTIES = frozenset({EventType.ARREST, EventType.ABDUCTION})

_Group = list[Mention]
"""The triggers of one event."""


def link_by_proximity(text: str, mentions: Sequence[Mention]) -> tuple[LinkedEvent, ...]:
    """Link the mentions of one sentence into events.

    Args:
        text: The raw text that the mentions count characters of.
        mentions: The mentions of the sentence, in the order of the text.

    Returns:
        Events in the order of their first mention. Every role belongs to one at least, if
        there is any event.
    """
    groups = _group_triggers(text, mentions)
    roles = [mention for mention in mentions if not mention.is_trigger]
    unexplained = all(group[0].label in _NO_CASUALTIES for group in groups)
    lone = [role for role in roles if unexplained and role.label is Role.CASUALTIES]
    members: list[set[Mention]] = [set() for _ in groups]
    for role in roles:
        if role not in lone:
            for index in _owners(text, role, groups):
                members[index].add(role)
    _share_attackers(text, groups, members)
    events = [
        LinkedEvent(EventType(group[0].label), tuple(group), tuple(sorted(owned)))
        for group, owned in zip(groups, members, strict=True)
    ]
    if lone:  # rule 8: casualties that no trigger explains carry an event
        told = tuple(lone if groups else roles)
        events.append(LinkedEvent(TRIGGERLESS_TYPE, (), told, carrier=lone[0]))
    return tuple(sorted(events, key=_first_start))


def _group_triggers(text: str, mentions: Sequence[Mention]) -> list[_Group]:
    """Group the triggers that tell of one event."""
    groups: list[_Group] = []
    for trigger in (mention for mention in mentions if mention.is_trigger):
        same = [group for group in groups if group[-1].label is trigger.label]
        if same and _tells_again(text, same[-1][-1], trigger, mentions):
            same[-1].append(trigger)
        else:
            groups.append([trigger])
    return groups


def _tells_again(text: str, first: Mention, second: Mention, mentions: Sequence[Mention]) -> bool:
    """Tell whether a trigger only tells again of the event of another of its type."""
    between = fold(text[first.end : second.start])
    if _BREAK.search(between):
        return False
    word = fold(text[second.start : second.end])
    if not word.startswith("و") and len(between.split()) <= _RETELLING:
        told = {m.label for m in mentions if first.end <= m.start < second.start}
        return not {Role.TARGET, Role.CASUALTIES} <= told
    following = {m.label for m in mentions if m.start >= second.end}
    return _DEFINITE.match(word) is not None and not following & {Role.TARGET, Role.LOCATION}


def _owners(text: str, role: Mention, groups: list[_Group]) -> list[int]:
    """Return the events that a role belongs to; none where there is no trigger."""
    triggers = sorted((trigger, index) for index, group in enumerate(groups) for trigger in group)
    earlier = [pair for pair in triggers if pair[0].end <= role.start]
    later = [pair for pair in triggers if pair[0].start >= role.end]
    if not earlier or not later:
        nearest = [*earlier[-1:], *later[:1]]
        told_of_all = role.label is Role.SOURCE and later
        return list(range(len(groups))) if told_of_all else [index for _, index in nearest]
    (left, left_index), (right, right_index) = earlier[-1], later[0]
    if role.label is Role.SOURCE:
        return list(range(right_index, len(groups)))
    before = fold(text[left.end : role.start])
    behind = fold(text[role.end : right.start])
    goes_right = (role.label is Role.ATTACKER and not _is_agent_of_left(before, behind)) or (
        role.label is Role.CASUALTIES and _is_caused_by_right(before, behind, left)
    )
    return [right_index if goes_right else left_index]


def _is_agent_of_left(before: str, behind: str) -> bool:
    """Tell an attacker of the trigger before it from one that opens the next clause."""
    if _CLAUSE.search(before) and not _CLAUSE.search(behind):
        return False
    is_named = _AGENT.search(before) is not None or len(before.split()) <= 1
    return is_named or len(before) <= len(behind)


def _is_caused_by_right(before: str, behind: str, left: Mention) -> bool:
    """Tell casualties that lead up to their cause (وقُتل اثنان في انفجار)."""
    if _RESULT.search(before) or _CLAUSE.search(behind):
        return False
    return left.label in _NO_CASUALTIES or _CLAUSE.search(before) is not None


def _share_attackers(text: str, groups: list[_Group], members: list[set[Mention]]) -> None:
    """Give events without an attacker that of the event before, in place."""
    for index in range(1, len(groups)):
        own = {role for role in members[index] if role.label is Role.ATTACKER}
        earlier = {role for role in members[index - 1] if role.label is Role.ATTACKER}
        between = fold(text[groups[index - 1][-1].end : groups[index][0].start])
        if not own and not _BREAK.search(between):
            members[index] |= earlier


def _first_start(event: LinkedEvent) -> int:
    return min(mention.start for mention in (*event.triggers, *event.arguments))
