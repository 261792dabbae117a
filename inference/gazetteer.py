"""The places that locations are looked up in: some 53,000 of seven countries, with coordinates.

The table is cut from Who's On First (https://whosonfirst.org, CC BY): places of Syria, Iraq, Yemen,
Palestine, Lebanon, Sudan and Libya that have an Arabic name. It was made by::

    python -m hadath.inference.gazetteer places.tsv.xz inference/places.tsv.xz
"""

import csv
import lzma
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import regex

from hadath.annotations.actors import key_of
from hadath.annotations.labels import PlacePrecision
from hadath.inference.records import Place

TABLE = Path(str(files("hadath.inference") / "places.tsv.xz"))
"""A line a name, sorted: key, whether it is the first name of its place, id, precision, name in
Latin letters, country, admin1, lat, lon, population."""

_ARTICLE = "ال"
_ARABIC = regex.compile(r"\p{Arabic}")
_DIRECTIONS = regex.compile("[\u200e\u200f]")

_PRECISIONS = {
    "country": PlacePrecision.COUNTRY,
    "region": PlacePrecision.REGION,
    "county": PlacePrecision.COUNTY,
    "locality": PlacePrecision.PLACE,
    "neighbourhood": PlacePrecision.PLACE,
    "campus": PlacePrecision.PLACE,
}
"""What the kinds of Who's On First are called here."""

_FURTHER_NAMES = {
    "85681213": ("القطاع",),
    "85681427": ("الضفة",),
    "85632413": ("القطر السوري",),
    "1126063743": ("القدس",),
}
"""Names that news uses and the source lacks, by id."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Attributes:
        place: The place.
        population: People who live there, 0 where that is not known.
        is_first: It is the first name that the source gives the place; others are often slips.
        is_exact: The name stands in the table with its article, where it has one.
    """

    place: Place
    population: int
    is_first: bool
    is_exact: bool = True


class Gazetteer:
    """Places, to be looked up by their Arabic names.

    Args:
        lines: The table, sorted. It is searched as it is: an index of objects would cost every
            start of the program half a second.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the sorted lines."""
        self._lines = lines

    def named(self, name: str) -> tuple[Candidate, ...]:
        """Return the places of a name.

        Args:
            name: In Arabic, in any spelling; the table may lack its article, but not have one
                more: مسجد is no village of المسجد.
        """
        key = key_of(name)
        exact = tuple(self._of(key))
        if exact or not key.startswith(_ARTICLE):
            return exact
        bare = self._of(key.removeprefix(_ARTICLE))
        return tuple(replace(candidate, is_exact=False) for candidate in bare)

    def _of(self, key: str) -> Iterator[Candidate]:
        start = f"{key}\t"
        for index in range(bisect_left(self._lines, start), len(self._lines)):
            line = self._lines[index]
            if not line.startswith(start):
                return
            yield _candidate(line)


@cache
def default_gazetteer() -> Gazetteer:
    """Return the table that ships, read once."""
    with lzma.open(TABLE, "rt", encoding="utf-8") as stream:
        return Gazetteer(stream.read().splitlines())


def _candidate(line: str) -> Candidate:
    _, first, ident, precision, name, country, admin1, lat, lon, population = line.split("\t")
    kind = PlacePrecision(precision)
    place = Place(int(ident), name, country, admin1 or None, float(lat), float(lon), kind)
    return Candidate(place, int(population), first == "1")


def build_table(source: Path) -> list[str]:
    """Make the table out of a gazetteer in the columns of Who's On First.

    Args:
        source: Tab-separated and packed (.xz), with ``wof_id placetype name_en names_ar country
            region_id lat lon population`` among its columns.

    Returns:
        The lines of ``TABLE``.
    """
    with lzma.open(source, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    region_of = {row["wof_id"]: _latin_name(row) for row in rows if row["placetype"] == "region"}
    lines = set()
    for row in rows:
        kind = _PRECISIONS.get(row["placetype"])
        if kind is None or not row["lat"]:
            continue
        region = "" if kind is PlacePrecision.REGION else region_of.get(row["region_id"], "")
        facts = (row["wof_id"], str(kind), _latin_name(row), row["country"], region)
        numbers = (f"{float(row['lat']):.4f}", f"{float(row['lon']):.4f}", row["population"] or "0")
        for number, key in enumerate(dict.fromkeys(map(key_of, _arabic_names(row)))):
            lines.add("\t".join((key, str(int(number == 0)), *facts, *numbers)))
    return sorted(lines)


def _arabic_names(row: dict[str, str]) -> list[str]:
    names = (_DIRECTIONS.sub("", name) for name in (row["name_en"], *row["names_ar"].split("|")))
    known = [name for name in names if _ARABIC.search(name)]
    return [*known, *_FURTHER_NAMES.get(row["wof_id"], ())]


def _latin_name(row: dict[str, str]) -> str:
    names = (row["name_en"], *row["names_ar"].split("|"))
    return next((name for name in names if name and not _ARABIC.search(name)), row["name_en"])


if __name__ == "__main__":
    with lzma.open(sys.argv[2], "wt", encoding="utf-8", preset=9) as table:
        table.write("\n".join(build_table(Path(sys.argv[1]))))
