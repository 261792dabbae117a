"""The values of the annotated data: spans, event facts and annotated sentences."""

from dataclasses import dataclass, field

from hadath.annotations.labels import (
    TRIGGERLESS_TYPE,
    EventType,
    Label,
    Outcome,
    Role,
    Status,
)

Count = int | None
"""A number of people; ``None`` where people were hurt and not counted."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch of a text.

    Attributes:
        start: First character of the span in the raw text.
        end: One past its last character.
        label: An event type (the span is a trigger) or a role.
        events: Ids of the events the span belongs to, ascending.
    """

    start: int
    end: int
    label: Label
    events: tuple[int, ...] = ()

    @property
    def is_trigger(self) -> bool:
        """Whether the span names an event."""
        return isinstance(self.label, EventType)


@dataclass(frozen=True, slots=True)
class AnnotatedEvent:
    """What the ``= n`` line says of one event, and its type.

    Attributes:
        id: The number written behind ``#`` in the spans.
        type: The label of its triggers, or the triggerless type.
        status: Whether it happened.
        counts: People by outcome, in the order of ``Outcome``; ``None`` for uncounted.
    """

    id: int
    type: EventType
    status: Status = Status.ACTUAL
    counts: tuple[tuple[Outcome, Count], ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with its spans and events.

    Attributes:
        id: Unique within a corpus.
        text: The sentence, without markup.
        spans: In the order of the text, none overlapping another.
        events: In the order of their ids.
    """

    id: str
    text: str
    spans: tuple[Span, ...] = ()
    events: tuple[AnnotatedEvent, ...] = field(default=())

    def words_of(self, span: Span) -> str:
        """Return the characters that a span covers."""
        return self.text[span.start : span.end]

    def spans_of(self, event: AnnotatedEvent) -> tuple[Span, ...]:
        """Return the spans that belong to an event, in the order of the text."""
        return tuple(span for span in self.spans if event.id in span.events)


def event_type_of(event_id: int, spans: tuple[Span, ...]) -> EventType | None:
    """Return the type that an event's spans give it.

    Args:
        event_id: The number of the event.
        spans: All spans of the sentence.

    Returns:
        The label of its first trigger; the triggerless type where only casualties carry it
        (rule 8); ``None`` where neither does.
    """
    own = [span for span in spans if event_id in span.events]
    for span in own:
        if isinstance(span.label, EventType):
            return span.label
    if any(span.label is Role.CASUALTIES for span in own):
        return TRIGGERLESS_TYPE
    return None
