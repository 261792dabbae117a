"""Coded documents as flat rows, one an event: the form of every table that is written.

The names are those of the JSON objects; several mentions of one role are joined in one cell.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hadath.annotations.labels import ROLE_FIELDS, Outcome, PlacePrecision, Role

Cell = str | int | float | None

JOINT = " | "
"""Between the values of one cell; no name of an actor or place holds it."""

_BOUNDS = ("min", "max")
_PLACE = ("country", "precision", "lat", "lon")
_CLOSENESS = tuple(PlacePrecision)
_MOST = 2**63 - 1
_ATTACKERS, _TARGETS = ROLE_FIELDS[Role.ATTACKER], ROLE_FIELDS[Role.TARGET]
_LOCATIONS, _TIMES = ROLE_FIELDS[Role.LOCATION], ROLE_FIELDS[Role.TIME]

COLUMNS: dict[str, type] = {
    "document": str,
    "date": str,
    "id": str,
    "type": str,
    "acled": str,
    "status": str,
    "score": float,
    "trigger": str,
    **dict.fromkeys(ROLE_FIELDS.values(), str),
    "from": str,
    "to": str,
    "attacker_ids": str,
    "target_ids": str,
    **{
        name: int
        for outcome in Outcome
        for name in (str(outcome), *(f"{outcome}_{bound}" for bound in _BOUNDS))
    },
    "place": str,
    "country": str,
    "precision": str,
    "lat": float,
    "lon": float,
    "sentence": str,
    "start": int,
    "end": int,
}
"""The columns of the table in their order, with the type of their cells.

``from`` and ``to`` are the first and last day that the times of the event tell; ``place`` to
``lon`` those of its location that tells most closely where it was; ``start`` and ``end`` those of
its sentence, in characters of the document's text.
"""


def rows_of(document: Mapping[str, Any]) -> list[dict[str, Cell]]:
    """Return a row an event, each with a cell for every column, in their order.

    Args:
        document: A coded document in the form of ``schema.json``.
    """
    return [_row(document, event) for event in document["events"]]


def _row(document: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Cell]:
    trigger, sentence = event["trigger"], event["sentence"]
    cells: dict[str, Cell] = {
        "document": document["id"],
        "date": document["date"],
        **{name: event[name] for name in ("id", "type", "acled", "status", "score")},
        "trigger": trigger["text"] if trigger else None,
        **{field: _joined(map(_name, event[field])) for field in ROLE_FIELDS.values()},
        "from": min((time["from"] for time in event[_TIMES] if time["from"]), default=None),
        "to": max((time["to"] for time in event[_TIMES] if time["to"]), default=None),
        "attacker_ids": _joined(_actors(event[_ATTACKERS])),
        "target_ids": _joined(_actors(event[_TARGETS])),
        **_place(event[_LOCATIONS]),
        "sentence": document["text"][sentence["start"] : sentence["end"]],
        "start": sentence["start"],
        "end": sentence["end"],
    }
    for outcome, toll in event["casualties"].items():
        cells[outcome] = _bounded(toll["count"])
        cells |= {f"{outcome}_{bound}": _bounded(toll[bound]) for bound in _BOUNDS}
    return {name: cells.get(name) for name in COLUMNS}


def _bounded(count: int | None) -> int | None:
    """Return a count that a column of 64 bits holds; larger ones are no people."""
    return count if count is not None and count <= _MOST else None


def _name(mention: Mapping[str, Any]) -> str:
    """Return the name of a mention; times have none but their words."""
    name: str = mention.get("name") or mention["text"]
    return name


def _actors(mentions: Iterable[Mapping[str, Any]]) -> list[str]:
    return [mention["actor"]["id"] for mention in mentions if mention["actor"]]


def _place(locations: Iterable[Mapping[str, Any]]) -> dict[str, Cell]:
    known = [location["place"] for location in locations if location["place"]]
    closest: Mapping[str, Cell] = min(
        known, key=lambda place: _CLOSENESS.index(place["precision"]), default={}
    )
    return {"place": closest.get("name")} | {name: closest.get(name) for name in _PLACE}


def _joined(values: Iterable[str]) -> str | None:
    """Return the values of a cell, each once, in the order of the text."""
    return JOINT.join(dict.fromkeys(values)) or None
