"""The ACLED sub-event of an event: its type's, chosen by cues among the words it holds."""

from functools import cache

import regex

from hadath.annotations.labels import ACLED_NAMES, Role
from hadath.annotations.overlap import fold
from hadath.inference.records import LinkedEvent

_TELLING = frozenset({Role.ATTACKER, Role.WEAPON})


def acled_name(text: str, event: LinkedEvent) -> str:
    """Return the ACLED sub-event of an event.

    Args:
        text: The raw text that the event's mentions count characters of.
        event: An event with its mentions.
    """
    telling = [*event.triggers, *(m for m in event.arguments if m.label in _TELLING)]
    words = fold(" ".join(text[mention.start : mention.end] for mention in telling))
    for candidate in ACLED_NAMES[event.type]:
        if not candidate.cue or _compiled(candidate.cue).search(words):
            return candidate.name
    raise AssertionError(f"{event.type} has no default ACLED name")


@cache
def _compiled(cue: str) -> regex.Pattern[str]:
    return regex.compile(cue)
