"""Coded documents written to a file: JSON Lines, tables, maps and databases, by its ending.

Every writer takes the documents as a stream, in the form of ``schema.json``, and writes a whole
file.
"""

import csv
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

import regex

from hadath.annotations.errors import HadathError
from hadath.inference.flat import COLUMNS, Cell, rows_of
from hadath.inference.serialization import dump
from hadath.inference.sources import require

Documents = Iterable[Mapping[str, Any]]

_BATCH = 5000
"""Rows that go to a file or database at once."""

_FORMULA = regex.compile(r"^(?=[=+\-@\t\r\n\0])|(?<=[;\t\r\n])(?=[=+\-@])")
"""Before what a spreadsheet takes for a formula (OWASP, CSV injection): at the beginning of a cell,
and behind what parts cells in other countries."""

_TYPES = {str: "TEXT", int: "BIGINT", float: "DOUBLE"}


def writer_of(path: Path) -> Callable[[Documents, Path], None]:
    """Return what writes a file of this ending.

    Args:
        path: The file to write.

    Raises:
        HadathError: No form has this ending.
        MissingExtraError: The form needs a library that is not installed.
    """
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        raise HadathError(f"{path}: no form has this ending (accepted: {', '.join(_WRITERS)})")
    for package in _NEEDED.get(ending, ()):
        require(package, f"writing {ending}")
    return _WRITERS[ending]


def database_errors() -> tuple[type[Exception], ...]:
    """Return what the databases raise where a disk is full."""
    if "duckdb" not in sys.modules:
        return (sqlite3.Error,)
    import duckdb

    return sqlite3.Error, duckdb.Error


def _write_jsonl(documents: Documents, path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{dump(document)}\n" for document in documents)


def _write_csv(documents: Documents, path: Path) -> None:
    # The byte order mark tells spreadsheets that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        table.writerow(COLUMNS)
        table.writerows([_harmless(cell) for cell in row.values()] for row in _rows(documents))


def _harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: what is like a formula gets an apostrophe before."""
    return _FORMULA.sub("'", cell) if isinstance(cell, str) else cell


def _write_parquet(documents: Documents, path: Path) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = _arrow_schema()
    with ParquetWriter(path, schema) as table:
        for rows in _batches(documents):
            table.write_table(pa.Table.from_pylist(rows, schema))


def _write_duckdb(documents: Documents, path: Path) -> None:
    import duckdb
    import pyarrow as pa

    schema = _arrow_schema()
    with closing(duckdb.connect(str(path))) as database:
        database.execute(_table_definition())
        for rows in _batches(documents):
            database.register("batch", pa.Table.from_pylist(rows, schema))
            database.execute("INSERT INTO events SELECT * FROM batch")
            database.unregister("batch")
        database.execute("CHECKPOINT")  # closing hides that the disk was full


def _write_sqlite(documents: Documents, path: Path) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_table_definition())
        rows = (tuple(row.values()) for row in _rows(documents))
        database.executemany(f"INSERT INTO events VALUES ({marks})", rows)
        database.execute("CREATE INDEX by_type ON events (type)")


def _write_geojson(documents: Documents, path: Path) -> None:
    """Write a FeatureCollection (RFC 7946), a feature an event; no point, no geometry."""
    features = (_feature(row) for row in _rows(documents))
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for number, feature in enumerate(features):
            stream.write((",\n" if number else "\n") + dump(feature))
        stream.write("\n]}\n")


def _feature(row: Mapping[str, Cell]) -> dict[str, Any]:
    properties = dict(row)
    lat, lon = properties.pop("lat"), properties.pop("lon")
    geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def _rows(documents: Documents) -> Iterator[dict[str, Cell]]:
    return chain.from_iterable(map(rows_of, documents))


def _batches(documents: Documents) -> Iterator[list[dict[str, Cell]]]:
    rows = _rows(documents)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _arrow_schema() -> Any:
    import pyarrow as pa

    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])


def _table_definition() -> str:
    cells = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in COLUMNS.items())
    return f"CREATE TABLE events ({cells})"


_WRITERS: dict[str, Callable[[Documents, Path], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".tsv": _write_csv,
    ".parquet": _write_parquet,
    ".geojson": _write_geojson,
    ".sqlite": _write_sqlite,
    ".duckdb": _write_duckdb,
}

_NEEDED = {".parquet": ("pyarrow",), ".duckdb": ("duckdb", "pyarrow")}
