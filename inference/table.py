"""Coded documents for a person at a terminal.

A field a line, since a row of Arabic cells is turned round by terminals that reorder text:
each Arabic value stands alone on its line, between direction isolates (Unicode annex 9).
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hadath.annotations.labels import ROLE_FIELDS, Role, Status
from hadath.inference.records import Argument, CodedDocument, CodedEvent, Place, Toll

_OPEN, _CLOSE = "\u2067", "\u2069"
"""Right-to-left isolate, and pop isolate."""

_COLORS = {Status.ACTUAL: "green", Status.NEGATED: "red", Status.PROSPECTIVE: "yellow"}


def render(coded: CodedDocument) -> RenderableType:
    """Return a document's events as something that rich prints."""
    count = len(coded.events)
    title = Text(f"{coded.document.id}: {count} event{'' if count == 1 else 's'}", style="bold")
    if coded.document.date:
        title.append(f" ({coded.document.date})")
    parts: list[RenderableType] = [title]
    for number, event in enumerate(coded.events, start=1):
        parts += [_heading(number, event), _fields(coded.document.text, event)]
    return Group(*parts, Text())


def isolate(arabic: str) -> str:
    """Return Arabic text that a terminal sets from right to left whatever stands beside it."""
    return f"{_OPEN}{' '.join(arabic.split())}{_CLOSE}"


def _heading(number: int, event: CodedEvent) -> Text:
    heading = Text(f"\n{number:>3}  ")
    heading.append(str(event.type), style="bold cyan")
    heading.append(f"  {event.acled}  ")
    heading.append(str(event.status), style=_COLORS[event.status])
    heading.append(f"  {event.score:.2f}", style="dim")
    return heading


def _fields(text: str, event: CodedEvent) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", min_width=16)
    grid.add_column()
    for name, value in _rows(text, event):
        grid.add_row(f"     {name}", value)
    return grid


def _rows(text: str, event: CodedEvent) -> Iterator[tuple[str, Text]]:
    if event.trigger is not None:
        yield "trigger", Text(isolate(text[event.trigger.start : event.trigger.end]))
    for role, field in ROLE_FIELDS.items():
        own = [argument for argument in event.arguments if argument.mention.label is role]
        if own:
            yield field, Text("\n".join(_value(argument) for argument in own))
    for toll in event.tolls:
        yield str(toll.outcome), _toll(text, toll)


def _value(argument: Argument) -> str:
    value = isolate(argument.name)
    if argument.mention.label is Role.TIME and argument.interval is not None:
        interval = argument.interval
        days = (
            interval.first
            if interval.first == interval.last
            else f"{interval.first} – {interval.last}"
        )
        return f"{value} = {days}"
    if argument.actor is not None:
        return f"{value} = {argument.actor.name_en}"
    if argument.place is not None:
        return f"{value} = {_place(argument.place)}"
    return value


def _place(place: Place) -> str:
    """Return a place as a person writes it: Tafas, Dar`a, SY (32.74, 36.07)."""
    parts = dict.fromkeys((place.name, place.admin1, place.country))
    return f"{', '.join(filter(None, parts))} ({place.lat:.2f}, {place.lon:.2f})"


def _toll(text: str, toll: Toll) -> Text:
    number = Text(number_of(toll), style="bold")
    if toll.parts:
        number.append(f"  of whom {parts_of(toll)}", style="not bold")
    for mention in toll.mentions:
        number.append(f"  {isolate(text[mention.start : mention.end])}", style="not bold")
    return number


def parts_of(toll: Toll) -> str:
    """Return of whom the people of a toll are, as a person writes it: children 2, women some."""
    return ", ".join(f"{part.group} {shown(part.count)}" for part in toll.parts)


def shown(count: int | None) -> str:
    """Return a count as a person writes it, where people were hurt and not counted too."""
    return "some" if count is None else str(count)


def number_of(toll: Toll) -> str:
    """Return a count as a person writes it: 5, ≥ 5, 5–8, or some."""
    if toll.count is None:
        return "some"
    if toll.high is None:
        return f"≥ {toll.count}"
    return f"{toll.count}" if toll.high == toll.low else f"{toll.low}–{toll.high}"
