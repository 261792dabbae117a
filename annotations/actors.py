"""The actor table: who fights, is fought and reports in the region's conflicts.

``actors.tsv`` has a line an actor: id, Arabic name, further names joined by ``|``, English name,
country (ISO 3166, empty for several or none) and kind. It is written by hand, so that anyone can
mend it; ids that begin with ``xx`` are actors of no one country.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import regex

from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import ActorKind
from hadath.annotations.markup import read_text
from hadath.annotations.overlap import fold

COLUMNS = ("id", "name", "aliases", "name_en", "country", "kind")
"""The head line of the table."""

_NOT_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")
_FOREIGN = str.maketrans("ئؤڤگچپ", "يوفكجب")
_ID = regex.compile(r"[a-z]{2}(?:-[a-z0-9]+)+")
_COUNTRY = regex.compile(r"(?:[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the table.

    Attributes:
        id: Short and stable, such as ``sy-army``.
        name: As careful Arabic news writes it.
        aliases: Other names: short and long, of friends and of enemies.
        name_en: The usual English name.
        country: ISO 3166 alpha-2; empty for several or none.
        kind: What sort of actor.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    name_en: str
    country: str
    kind: ActorKind

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


def key_of(name: str) -> str:
    """Return what two spellings of one name share.

    Marks, tatweel, quotation marks and punctuation go; the forms of hamza, ya and ta marbuta and
    the letters for foreign sounds are levelled.

    Args:
        name: A name in Arabic.
    """
    return " ".join(_NOT_LETTERS.sub(" ", fold(name).translate(_FOREIGN)).split())


@cache
def load_actors() -> tuple[Actor, ...]:
    """Read the table that ships.

    Raises:
        AnnotationError: A line breaks the form; the message names it.
    """
    path = Path(str(files("hadath.annotations") / "actors.tsv"))
    return read_actors(path)


def read_actors(path: Path) -> tuple[Actor, ...]:
    """Read an actor table.

    Args:
        path: A UTF-8 file, columns by tab, under the head line ``COLUMNS``.

    Raises:
        AnnotationError: A line breaks the form, or an id or a name stands twice; the message
            names file and line.
    """
    actors: list[Actor] = []
    ids: set[str] = set()
    owner_of: dict[str, str] = {}
    head, *lines = read_text(path).splitlines() or [""]
    if tuple(head.split("\t")) != COLUMNS:
        raise AnnotationError(f"the head line must be {' '.join(COLUMNS)} by tab", path=path)
    for number, line in enumerate(lines, start=2):
        try:
            actor = _parse(line)
            for name in actor.names:
                owner = owner_of.setdefault(key_of(name), actor.id)
                if owner != actor.id:
                    raise AnnotationError(f"«{name}» is a name of {owner} as well")
            if actor.id in ids:
                raise AnnotationError(f"the id {actor.id} is used twice")
        except AnnotationError as error:
            raise AnnotationError(error.reason, path=path, line=number) from error
        ids.add(actor.id)
        actors.append(actor)
    return tuple(actors)


def _parse(line: str) -> Actor:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise AnnotationError(f"{len(cells)} columns; accepted: {len(COLUMNS)} by tab")
    ident, name, aliases, name_en, country, kind = (cell.strip() for cell in cells)
    if not _ID.fullmatch(ident) or not name or not name_en:
        raise AnnotationError(f"«{line[:40]}»: id (as sy-army), name or English name is missing")
    if not _COUNTRY.fullmatch(country):
        raise AnnotationError(f"country {country}; accepted: two capitals or nothing")
    try:
        sort = ActorKind(kind)
    except ValueError:
        raise AnnotationError(f"kind {kind}; accepted: {', '.join(ActorKind)}") from None
    others = tuple(alias.strip() for alias in aliases.split("|") if alias.strip())
    return Actor(ident, name, others, name_en, country, sort)
