"""The values that go through the extractor, from a tagged span to a coded document."""

from dataclasses import dataclass

from hadath.annotations.actors import Actor
from hadath.annotations.labels import (
    EventType,
    Label,
    Outcome,
    PlacePrecision,
    Role,
    Status,
    VictimGroup,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text[start:end]``, in characters of the raw document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A labelled stretch of the text, as the tagger found it.

    Attributes:
        start: First character in the raw document.
        end: One past the last character.
        label: An event type (the mention is a trigger) or a role.
        score: Between 0 and 1: how sure the tagger is.
    """

    start: int
    end: int
    label: Label
    score: float = 1.0

    @property
    def is_trigger(self) -> bool:
        """Whether the mention names an event."""
        return isinstance(self.label, EventType)


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """The mentions of one event.

    Attributes:
        type: What happened.
        triggers: In the order of the text; empty where the casualties carry the event.
        arguments: Role mentions in the order of the text.
        carrier: The casualties that carry an event without a trigger, where the linker told.
    """

    type: EventType
    triggers: tuple[Mention, ...]
    arguments: tuple[Mention, ...]
    carrier: Mention | None = None

    @property
    def anchor(self) -> Mention:
        """The mention that carries the event: its first trigger, else casualties."""
        if self.triggers:
            return self.triggers[0]
        return self.carrier or self.of(Role.CASUALTIES)[0]

    def of(self, role: Role) -> tuple[Mention, ...]:
        """Return the mentions that play a role."""
        return tuple(mention for mention in self.arguments if mention.label is role)


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a toll's people are of one group; in its number, never beside it.

    Attributes:
        group: Which people.
        count: How many, ``None`` where that is not told.
    """

    group: VictimGroup
    count: int | None


@dataclass(frozen=True, slots=True)
class Toll:
    """How many people one outcome met.

    Attributes:
        outcome: What happened to them.
        count: The number told, ``None`` where people were hurt and not counted.
        low: At least this many.
        high: At most this many; ``None`` where no upper end is told.
        mentions: The spans that tell of it.
        parts: Of whom they are, where the text tells.
    """

    outcome: Outcome
    count: int | None
    low: int
    high: int | None
    mentions: tuple[Mention, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """The days a TIME mention means.

    Attributes:
        first: First day, ISO 8601.
        last: Last day, ISO 8601.
        precision: ``day``, ``month``, ``year`` or ``range``.
    """

    first: str
    last: str
    precision: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    Attributes:
        id: In Who's On First.
        name: In Latin letters, where the gazetteer has it in them.
        country: ISO 3166 code.
        admin1: The region that it lies in, in Latin letters, if known.
        lat: Degrees north.
        lon: Degrees east.
        precision: What the coordinates stand for the middle of.
    """

    id: int
    name: str
    country: str
    admin1: str | None
    lat: float
    lon: float
    precision: PlacePrecision


@dataclass(frozen=True, slots=True)
class Argument:
    """A role mention with what is known of it.

    Attributes:
        mention: Where it stands.
        name: Its words without the conjunction or preposition written onto them.
        interval: The days it means, for a TIME mention that could be resolved.
        actor: The actor of the table that it names, or whose it is.
        place: The place of the gazetteer that a LOCATION names.
    """

    mention: Mention
    name: str
    interval: Interval | None = None
    actor: Actor | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event of a document.

    Attributes:
        id: Unique within the document.
        type: What happened.
        acled: The ACLED sub-event.
        status: Whether it is told as having happened.
        score: Between 0 and 1: how likely there is such an event.
        sentence: The sentence that tells of it.
        trigger: The first word that names it; ``None`` where its casualties carry it.
        arguments: Its roles, casualties aside, in the order of the text.
        tolls: Its casualties, an outcome once.
    """

    id: str
    type: EventType
    acled: str
    status: Status
    score: float
    sentence: Sentence
    trigger: Mention | None
    arguments: tuple[Argument, ...]
    tolls: tuple[Toll, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be read.

    Attributes:
        id: Unique within a run.
        text: The raw text; every offset counts its characters.
        date: When it was published, ISO 8601, if known.
    """

    id: str
    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """A document with everything that was found in it.

    Attributes:
        document: What was read.
        mentions: Every tagged span, in the order of the text.
        events: In the order of the text.
    """

    document: Document
    mentions: tuple[Mention, ...]
    events: tuple[CodedEvent, ...]
