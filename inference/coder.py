"""Linked mentions to a coded event: names, days, casualties, status, ACLED sub-event."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np

from hadath.annotations.labels import ACTOR_ROLES, Outcome, Role, Status
from hadath.inference.acled import acled_name
from hadath.inference.calibration import UNCALIBRATED, Calibration
from hadath.inference.casualties import read_tolls
from hadath.inference.groups import read_groups
from hadath.inference.killings import means_killing
from hadath.inference.names import name_of
from hadath.inference.readings import count_of_people
from hadath.inference.records import (
    Argument,
    CodedEvent,
    LinkedEvent,
    Mention,
    Place,
    Sentence,
    Toll,
)
from hadath.inference.resolver import resolve_actor
from hadath.inference.status import status_of
from hadath.inference.times import resolve_time


def code_event(
    text: str,
    event: LinkedEvent,
    ident: str,
    sentence: Sentence,
    status_logits: np.ndarray | None,
    published: date | None,
    calibration: Calibration = UNCALIBRATED,
    places: Mapping[str, Place] = MappingProxyType({}),
) -> CodedEvent:
    """Code one event.

    Args:
        text: The raw document.
        event: The event's mentions, in characters of ``text``.
        ident: The event's id.
        sentence: The sentence that tells of it.
        status_logits: The model's at the event's anchor, ``(n_statuses,)``, or ``None``.
        published: The day the document was published, if known.
        calibration: Fits the event's score to how often such events are right.
        places: What the names of the document's locations mean.
    """
    status = status_of(text, sentence.start, event.anchor.start, status_logits)
    mentions = (*event.triggers, *event.arguments)
    return CodedEvent(
        id=ident,
        type=event.type,
        acled=acled_name(text, event),
        status=status,
        score=calibration.event_score(sum(m.score for m in mentions) / len(mentions)),
        sentence=sentence,
        trigger=event.triggers[0] if event.triggers else None,
        arguments=tuple(
            _argument(text, mention, published, places)
            for mention in event.arguments
            if mention.label is not Role.CASUALTIES
        ),
        tolls=_tolls(text, event, sentence) or _named_dead(text, event, status),
    )


def _argument(
    text: str, mention: Mention, published: date | None, places: Mapping[str, Place]
) -> Argument:
    words = text[mention.start : mention.end]
    name = name_of(words)
    interval = resolve_time(words, published) if mention.label is Role.TIME else None
    match = resolve_actor(name) if mention.label in ACTOR_ROLES else None
    place = places.get(name) if mention.label is Role.LOCATION else None
    return Argument(mention, name, interval, match.actor if match else None, place)


def _tolls(text: str, event: LinkedEvent, sentence: Sentence) -> tuple[Toll, ...]:
    """Read the casualties of an event, and of whom they are."""
    stops = [*(mention.start for mention in event.of(Role.CASUALTIES)), sentence.end]
    return tuple(
        replace(toll, parts=read_groups(text, toll.mentions, stops))
        for toll in read_tolls(text, event)
    )


def _named_dead(text: str, event: LinkedEvent, status: Status) -> tuple[Toll, ...]:
    """Count the targets of a trigger that means killing (rule 13: اغتيال فلان)."""
    targets = event.of(Role.TARGET)
    if status is not Status.ACTUAL or not targets:
        return ()
    if not any(means_killing(text, trigger) for trigger in event.triggers):
        return ()
    counts = [count_of_people(text[target.start : target.end]) for target in targets]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        return (Toll(Outcome.KILLED, None, 1, None),)
    return (Toll(Outcome.KILLED, sum(known), sum(known), sum(known)),)
