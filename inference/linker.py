"""Which role belongs to which event: mentions of a sentence in, events out.

The model scores every pair of an anchor (a trigger, or casualties that carry an event) and a
mention; here the scores become events. A model without a linker is linked by the order of the
sentence alone (``proximity``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hadath.annotations.labels import BOUND_ROLES, TRIGGERLESS_TYPE, EventType, Role
from hadath.inference.proximity import link_by_proximity
from hadath.inference.records import LinkedEvent, Mention

MERGE = -2.0
"""Logit above which two triggers of one type tell of one event."""

CARRY = 1.0
"""Logit above which casualties carry an event of their own."""

JOIN = 1.0
"""Logit above which a mention belongs to an event. The three were chosen on sentences that are
neither trained on nor held out."""

_JOINING = frozenset({"", "و", "في"})
"""What may stand between two mentions side by side, punctuation aside."""

_CHAINED = frozenset(Role) - {Role.CASUALTIES}

_PUNCTUATION = ' ،,؛"“”«»()'


@dataclass(frozen=True, slots=True)
class _Group:
    """The anchors of one event, as indices into the sentence's mentions."""

    type: EventType
    anchors: tuple[int, ...]


def link(
    text: str, mentions: Sequence[Mention], scores: np.ndarray | None
) -> tuple[LinkedEvent, ...]:
    """Link the mentions of one sentence into events.

    Args:
        text: The raw text that the mentions count characters of.
        mentions: The mentions of the sentence, in the order of the text.
        scores: Logits that an anchor and a mention share an event, anchor first:
            ``(n_mentions, n_mentions)``; ``None`` to link by the order of the sentence.

    Returns:
        Events in the order of their first mention; none where nothing can carry one. Every
        attacker, target, weapon and casualties mention belongs to one at least.
    """
    if scores is None:
        return link_by_proximity(text, mentions)
    groups = _trigger_groups(mentions, scores)
    groups += _carried_groups(mentions, scores, has_triggers=bool(groups))
    if not groups:
        return ()
    events = [
        LinkedEvent(
            group.type,
            tuple(mentions[index] for index in group.anchors if mentions[index].is_trigger),
            tuple(mentions[index] for index in members),
            carrier=None if mentions[group.anchors[0]].is_trigger else mentions[group.anchors[0]],
        )
        for group, members in zip(groups, _members(mentions, scores, groups), strict=True)
    ]
    return tuple(sorted(events, key=_first_start))


def level_sides(text: str, mentions: Sequence[Mention], scores: np.ndarray) -> np.ndarray:
    """Give mentions that stand side by side one logit, their mean.

    "في مدينة طفس، بريف درعا، جنوب سورية" names one place in three spans, and attackers joined by و
    act together: what belongs to an event belongs to it with its neighbours. Casualties are left
    alone, since the killed and the wounded of two events may stand together.

    Args:
        text: The raw text that the mentions count characters of.
        mentions: The mentions of the sentence, in the order of the text.
        scores: As for ``link``: ``(n_mentions, n_mentions)``.

    Returns:
        Logits of the same shape.
    """
    levelled = scores.copy()
    for chain in _chains(text, mentions):
        levelled[:, chain] = scores[:, chain].mean(axis=1, keepdims=True)
    return levelled


def _chains(text: str, mentions: Sequence[Mention]) -> Iterator[list[int]]:
    """Yield the mentions of one role that stand side by side, as indices; triggers in none."""
    chain: list[int] = []
    for index, mention in enumerate(mentions):
        previous = mentions[index - 1] if chain else None
        if previous is None or not _stand_together(text, previous, mention):
            if len(chain) > 1:
                yield chain
            chain = []
        if mention.label in _CHAINED:
            chain.append(index)
    if len(chain) > 1:
        yield chain


def _stand_together(text: str, first: Mention, second: Mention) -> bool:
    between = text[first.end : second.start].strip(_PUNCTUATION)
    return first.label is second.label and between in _JOINING


def _trigger_groups(mentions: Sequence[Mention], scores: np.ndarray) -> list[_Group]:
    """Group the triggers that tell of one event, each with the best earlier one of its type."""
    group_of: dict[int, int] = {}
    for index, mention in enumerate(mentions):
        if not mention.is_trigger:
            continue
        earlier = [other for other in group_of if mentions[other].label is mention.label]
        merged = [(sameness(scores, other, index), other) for other in earlier]
        best = max(merged, default=(MERGE, -1))
        group_of[index] = group_of[best[1]] if best[0] > MERGE else index
    groups: list[_Group] = []
    for first in dict.fromkeys(group_of.values()):
        label = mentions[first].label
        if isinstance(label, EventType):
            anchors = tuple(index for index, head in group_of.items() if head == first)
            groups.append(_Group(label, anchors))
    return groups


def _carried_groups(
    mentions: Sequence[Mention], scores: np.ndarray, has_triggers: bool
) -> list[_Group]:
    """Return the events that casualties carry by themselves (rule 8)."""
    casualties = [i for i, mention in enumerate(mentions) if mention.label is Role.CASUALTIES]
    carriers: list[int] = []
    for index in casualties:
        is_told = any(scores[carrier, index] > JOIN for carrier in carriers)
        if scores[index, index] > CARRY and not is_told:
            carriers.append(index)
    if not carriers and not has_triggers and casualties:
        carriers = [max(casualties, key=lambda index: scores[index, index])]
    return [_Group(TRIGGERLESS_TYPE, (index,)) for index in carriers]


def _members(
    mentions: Sequence[Mention], scores: np.ndarray, groups: Sequence[_Group]
) -> list[list[int]]:
    """Return the mentions of each event, its triggers left out."""
    members: list[list[int]] = [[] for _ in groups]
    for index, mention in enumerate(mentions):
        if mention.is_trigger:
            continue
        carried = [n for n, group in enumerate(groups) if index in group.anchors]
        logits = [membership(scores, group.anchors, index) for group in groups]
        joined = carried or [n for n, logit in enumerate(logits) if logit > JOIN]
        if not joined and mention.label in BOUND_ROLES:
            joined = [int(np.argmax(logits))]
        for n in joined:
            members[n].append(index)
    return members


def membership(scores: np.ndarray, anchors: Sequence[int], index: int) -> float:
    """Return the logit that a mention belongs to an event: the mean over its anchors.

    Args:
        scores: As for ``link``: ``(n_mentions, n_mentions)``.
        anchors: Which mentions carry the event.
        index: Which mention is asked about.
    """
    return sum(float(scores[anchor, index]) for anchor in anchors) / len(anchors)


def sameness(scores: np.ndarray, first: int, second: int) -> float:
    """Return the logit that two triggers tell of one event: the mean of the pair's two.

    Args:
        scores: As for ``link``: ``(n_mentions, n_mentions)``.
        first: One trigger.
        second: The other.
    """
    return float(scores[first, second] + scores[second, first]) / 2


def _first_start(event: LinkedEvent) -> int:
    return min(mention.start for mention in (*event.triggers, *event.arguments))
