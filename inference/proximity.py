"""Which role belongs to which event: mentions of a sentence in, events out.

Rules over the order of the sentence. A role goes to the trigger that its kind usually follows
or precedes in Arabic news; what stands before the first trigger is told of all; a fight with
no attacker of its own shares that of the clause before.
"""

from collections.abc import Sequence

import regex

from hadath.annotations.labels import TRIGGERLESS_TYPE, EventType, Role
from hadath.annotations.overlap import fold
from hadath.inference.records import LinkedEvent, Mention

_CAUSE = regex.compile(
    r"(?:^|\s)(?:و?(?:في|جراء|جراي|اثر|نتيجه|بسبب|خلال|بفعل|عقب|بعد|من جراء|علي اثر|متاثر\w*|ضمن|اثناء|برصاص|ب))(?=\s|$)"
)
_RESULT = regex.compile(
    r"(?:اسفر|يسفر|تسفر|ادي|ادت|يودي|تودي|مودي|خلف|اوقع|موقع|اودي|اودت|راح|نتج|تسبب|ذهب|سقط|اصابت|قتلت)"
)
_AGENT = regex.compile(r"(?:من قبل|علي يد|علي ايدي|من جانب|شن\w*|نفذ\w*|قام\w*|تقوم|بين|تبنا\w*|تبني|ارتكب\w*|تخوض\w*|خاض\w*|لـ?)")
_CLAUSE = regex.compile(r"[.؛;،,:]|(?:^|\s)(?:فيما|بينما|كما|في حين|حيث|بعدما|قبل ان|من جهه|وفي|واضاف|وقال|لكن|الا ان|ثم)(?=\s)")
_DEFINITE = regex.compile(r"[وفبلك]*(?:ال|لل)")
_BREAK = regex.compile(r"كما|فيما|بينما|من جهه|في حين|وفي|اخري|اخر(?=\s)|وقال|واضاف|[.؛]|ايضا|لاحقا|بعدها|ثم ")
_NO_CASUALTIES = frozenset({EventType.ARREST, EventType.ABDUCTION})

_Group = list[Mention]


def link_by_proximity(text: str, mentions: Sequence[Mention]) -> tuple[LinkedEvent, ...]:
    """Link the mentions of one sentence into events.

    Args:
        text: The raw text that the mentions count characters of.
        mentions: The mentions of the sentence, in the order of the text.

    Returns:
        Events in the order of their first mention. Every attacker, target, weapon and
        casualties mention belongs to one at least, if there is any event.
    """
    groups = _group_triggers(text, mentions)
    roles = [mention for mention in mentions if not mention.is_trigger]
    lone = [role for role in roles if role.label is Role.CASUALTIES and _is_lone(text, role, groups)]
    members: list[set[Mention]] = [set() for _ in groups]
    for role in roles:
        if role not in lone:
            for index in _owners(text, role, groups):
                members[index].add(role)
    _share_attackers(text, groups, members)
    events = [
        LinkedEvent(_type_of(group), tuple(group), tuple(sorted(owned)))
        for group, owned in zip(groups, members, strict=True)
    ]
    return tuple(sorted(events + _lone_events(lone, roles, groups), key=_first_start))


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
    roles_between = {m.label for m in mentions if first.end <= m.start < second.start}
    following = {m.label for m in mentions if m.start >= second.end and not m.is_trigger}
    if not fold(text[second.start : second.end]).startswith("و") and len(between.split()) <= 8:
        return not {Role.TARGET, Role.CASUALTIES} <= roles_between
    is_definite = _DEFINITE.match(fold(text[second.start : second.end])) is not None
    return is_definite and not (following & {Role.TARGET, Role.LOCATION})


def _type_of(group: _Group) -> EventType:
    label = group[0].label
    assert isinstance(label, EventType)
    return label


def _neighbours(role: Mention, groups: list[_Group]) -> tuple[int | None, int | None]:
    """Return the groups of the nearest trigger on the left and on the right of a role."""
    left = right = None
    best_left, best_right = -1, 1 << 60
    for index, group in enumerate(groups):
        for trigger in group:
            if trigger.end <= role.start and trigger.end > best_left:
                left, best_left = index, trigger.end
            if trigger.start >= role.end and trigger.start < best_right:
                right, best_right = index, trigger.start
    return left, right


def _owners(text: str, role: Mention, groups: list[_Group]) -> list[int]:
    """Return the events that a role belongs to."""
    left, right = _neighbours(role, groups)
    if left is None and right is None:
        return []
    if role.label is Role.SOURCE:
        return list(range(right, len(groups))) if right is not None else [left]  # type: ignore[list-item]
    if left is None:
        return _from_the_front(role, groups)
    if right is None:
        return [left]
    if role.label is Role.ATTACKER:
        return [left if _is_agent_of_left(text, role, groups[left], groups[right]) else right]
    if role.label is Role.CASUALTIES:
        return [right if _is_caused_by(text, role, groups[right], groups[left]) else left]
    return [left]


def _from_the_front(role: Mention, groups: list[_Group]) -> list[int]:
    """Return the owners of a role that stands before every trigger."""
    if role.label in (Role.LOCATION, Role.TIME):
        return [0]
    return [0]


def _is_agent_of_left(text: str, role: Mention, left: _Group, right: _Group) -> bool:
    before = fold(text[max(t.end for t in left if t.end <= role.start) : role.start])
    behind = fold(text[role.end : min(t.start for t in right if t.start >= role.end)])
    if _CLAUSE.search(before) and not _CLAUSE.search(behind):
        return False
    if _AGENT.search(before) or len(before.split()) <= 1:
        return True
    return len(before) <= len(behind)


def _is_caused_by(text: str, role: Mention, right: _Group, left: _Group) -> bool:
    before = fold(text[max(t.end for t in left if t.end <= role.start) : role.start])
    behind = fold(text[role.end : min(t.start for t in right if t.start >= role.end)])
    if _RESULT.search(before):
        return False
    if left[0].label in _NO_CASUALTIES or _CLAUSE.search(before):
        return _CLAUSE.search(behind) is None
    return False


def _is_lone(text: str, role: Mention, groups: list[_Group]) -> bool:
    """Tell casualties that no trigger of the sentence explains (rule 8)."""
    candidates = [group for group in groups if group[0].label not in _NO_CASUALTIES]
    return not candidates


def _share_attackers(text: str, groups: list[_Group], members: list[set[Mention]]) -> None:
    """Give events without an attacker that of the event before, in place."""
    for index in range(1, len(groups)):
        own = {role for role in members[index] if role.label is Role.ATTACKER}
        earlier = {role for role in members[index - 1] if role.label is Role.ATTACKER}
        between = fold(text[groups[index - 1][-1].end : groups[index][0].start])
        if not own and earlier and not _BREAK.search(between):
            members[index] |= earlier


def _lone_events(
    lone: list[Mention], roles: list[Mention], groups: list[_Group]
) -> list[LinkedEvent]:
    if not lone:
        return []
    others = [role for role in roles if role.label is not Role.CASUALTIES]
    shared = others if not groups else []
    return [LinkedEvent(TRIGGERLESS_TYPE, (), tuple(sorted([*lone, *shared])))]


def _first_start(event: LinkedEvent) -> int:
    return min(mention.start for mention in (*event.triggers, *event.arguments))
