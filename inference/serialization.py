"""Coded documents as JSON objects, in the form that ``schema.json`` fixes."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from hadath.annotations.actors import Actor, key_of
from hadath.annotations.labels import ACTOR_ROLES, ROLE_FIELDS, Role
from hadath.inference.records import Argument, CodedDocument, CodedEvent, Mention, Toll

_DIGITS = 4


def to_dict(coded: CodedDocument) -> dict[str, Any]:
    """Return a coded document as a JSON object.

    Args:
        coded: What the extractor returned.

    Returns:
        ``id``, ``date``, ``text``, ``spans`` and ``events``; every offset counts characters of
        ``text``.
    """
    text = coded.document.text
    return {
        "id": coded.document.id,
        "date": coded.document.date,
        "text": text,
        "spans": [
            {
                "start": m.start,
                "end": m.end,
                "label": str(m.label),
                "text": text[m.start : m.end],
                "score": round(m.score, _DIGITS),
            }
            for m in coded.mentions
        ],
        "events": [_event(text, event) for event in coded.events],
    }


def to_json(coded: CodedDocument) -> str:
    """Return a coded document as one line of JSON, Arabic left readable."""
    return dump(to_dict(coded))


def dump(value: Mapping[str, Any]) -> str:
    """Return an object as one line of JSON, Arabic left readable."""
    line = json.dumps(value, ensure_ascii=False)
    # U+2028 and its like are line ends to many readers of JSON Lines.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


@cache
def load_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the output."""
    path = files("hadath.inference") / "schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def _event(text: str, event: CodedEvent) -> dict[str, Any]:
    roles = {
        field: [_argument(text, a, role) for a in event.arguments if a.mention.label is role]
        for role, field in ROLE_FIELDS.items()
    }
    return {
        "id": event.id,
        "type": str(event.type),
        "acled": event.acled,
        "status": str(event.status),
        "score": round(event.score, _DIGITS),
        "sentence": {"start": event.sentence.start, "end": event.sentence.end},
        "trigger": None if event.trigger is None else _mention(text, event.trigger),
        **roles,
        "casualties": {str(toll.outcome): _toll(text, toll) for toll in event.tolls},
    }


def _mention(text: str, mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "score": round(mention.score, _DIGITS),
    }


def _argument(text: str, argument: Argument, role: Role) -> dict[str, Any]:
    value = _mention(text, argument.mention)
    if role is Role.TIME:
        found = argument.interval
        value["from"] = found.first if found else None
        value["to"] = found.last if found else None
        value["precision"] = found.precision if found else None
        return value
    value["name"] = argument.name
    value["key"] = key_of(argument.name)
    if role in ACTOR_ROLES:
        value["actor"] = _actor(argument.actor)
    if role is Role.LOCATION:
        value["place"] = None if argument.place is None else asdict(argument.place)
    return value


def _actor(actor: Actor | None) -> dict[str, Any] | None:
    if actor is None:
        return None
    return {
        "id": actor.id,
        "name_en": actor.name_en,
        "country": actor.country or None,
        "kind": str(actor.kind),
    }


def _toll(text: str, toll: Toll) -> dict[str, Any]:
    return {
        "count": toll.count,
        "min": toll.low,
        "max": toll.high,
        "of_whom": {str(part.group): part.count for part in toll.parts},
        "mentions": [_mention(text, mention) for mention in toll.mentions],
    }
