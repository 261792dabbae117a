"""The labels, as data: event types, roles, outcomes, statuses, and their ACLED names.

Everything that names a label imports it from here; no other module spells one.
"""

from dataclasses import dataclass
from enum import StrEnum


class EventType(StrEnum):
    """What a trigger says happened."""

    AIRSTRIKE = "AIRSTRIKE"
    SHELLING = "SHELLING"
    BOMBING = "BOMBING"
    CLASH = "CLASH"
    ATTACK = "ATTACK"
    ABDUCTION = "ABDUCTION"
    ARREST = "ARREST"
    CAPTURE = "CAPTURE"


class Role(StrEnum):
    """What part a span plays in an event."""

    ATTACKER = "ATTACKER"
    TARGET = "TARGET"
    LOCATION = "LOCATION"
    CASUALTIES = "CASUALTIES"
    WEAPON = "WEAPON"
    TIME = "TIME"
    SOURCE = "SOURCE"


class Outcome(StrEnum):
    """What happened to the people of a CASUALTIES span."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    CAPTURED = "captured"
    DISPLACED = "displaced"


class Status(StrEnum):
    """Whether an event is told as having happened."""

    ACTUAL = "actual"
    NEGATED = "negated"
    PROSPECTIVE = "prospective"


class VictimGroup(StrEnum):
    """Of whom the people of a toll are, where the text tells."""

    CHILDREN = "children"
    WOMEN = "women"
    CIVILIANS = "civilians"
    FIGHTERS = "fighters"
    MEDICS = "medics"
    JOURNALISTS = "journalists"


class ActorKind(StrEnum):
    """What sort of actor stands in the actor table."""

    STATE_FORCE = "state_force"
    REBEL = "rebel"
    MILITIA = "militia"
    TERROR_GROUP = "terror_group"
    FOREIGN_FORCE = "foreign_force"
    POLICE = "police"
    CIVILIAN = "civilian"
    UNKNOWN = "unknown"


class PlacePrecision(StrEnum):
    """How closely a location's coordinates tell where it is."""

    PLACE = "place"
    COUNTY = "county"
    REGION = "region"
    COUNTRY = "country"


Label = EventType | Role

EVENT_TYPES: tuple[EventType, ...] = tuple(EventType)
ROLES: tuple[Role, ...] = tuple(Role)
LABELS: tuple[Label, ...] = (*EVENT_TYPES, *ROLES)

TRIGGERLESS_TYPE = EventType.ATTACK
"""The type of an event that only its casualties tell of (rule 8 of the guidelines)."""

BOUND_ROLES = frozenset({Role.ATTACKER, Role.TARGET, Role.CASUALTIES, Role.WEAPON})
"""Roles whose every span belongs to at least one event."""

SOME = "some"
"""Written in place of a number where people were hurt and not counted."""


@dataclass(frozen=True, slots=True)
class AcledName:
    """One ACLED sub-event name and the Arabic cues that choose it.

    Attributes:
        name: The sub-event as ACLED's codebook (2023) spells it.
        cue: A regular expression over the folded words of trigger, weapon and attacker; an
            empty one is the default and stands last.
    """

    name: str
    cue: str = ""


ACLED_NAMES: dict[EventType, tuple[AcledName, ...]] = {
    EventType.AIRSTRIKE: (AcledName("Air/drone strike"),),
    EventType.SHELLING: (AcledName("Shelling/artillery/missile attack"),),
    EventType.BOMBING: (
        AcledName("Suicide bomb", r"انتحاري|حزام ناسف|احزمه ناسفه"),
        AcledName("Grenade", r"قنبل\w* يدوي|قنابل يدوي|رمان\w* يدوي"),
        AcledName("Remote explosive/landmine/IED"),
    ),
    EventType.CLASH: (AcledName("Armed clash"),),
    EventType.ATTACK: (AcledName("Attack"),),
    EventType.ABDUCTION: (AcledName("Abduction/forced disappearance"),),
    EventType.ARREST: (AcledName("Arrests"),),
    EventType.CAPTURE: (
        AcledName(
            "Government regains territory",
            r"\bال(?:جيش(?! (?:السوري )?الحر\b)|شرط|قوات ال(?:حكوم|عراق|امن|نظام|سوري|مسلح|مشترك))"
            r"|قوات النظام|جهاز مكافحه الارهاب"
            r"|(?:جيش|قوات|قوي) (?:الحكوم|النظام|الامن)",
        ),
        AcledName("Non-state actor overtakes territory"),
    ),
}
"""The sub-events of each type, tried in order; the last of each has no cue."""

ACTOR_ROLES = frozenset({Role.ATTACKER, Role.TARGET, Role.SOURCE})
"""Roles whose mentions are looked up in the actor table."""

ROLE_FIELDS: dict[Role, str] = {
    Role.ATTACKER: "attackers",
    Role.TARGET: "targets",
    Role.LOCATION: "locations",
    Role.WEAPON: "weapons",
    Role.TIME: "times",
    Role.SOURCE: "sources",
}
"""The field of an output event that lists each role; casualties have a form of their own."""


def label_of(name: str) -> Label:
    """Return the label with this name.

    Raises:
        KeyError: ``name`` is no label.
    """
    return _BY_NAME[name]


_BY_NAME: dict[str, Label] = {label.value: label for label in LABELS}
