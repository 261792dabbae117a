"""Documents out of files of every form, each read once, as a stream, in bounded memory.

What cannot be read comes out as an error in the place of its document, so that one bad file or
line never stops the others.
"""

import csv
import json
import lzma
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO

from hadath.annotations.errors import DocumentError, first_line
from hadath.inference.documents import (
    COLUMNS,
    LONGEST,
    Columns,
    from_bytes,
    from_row,
)
from hadath.inference.records import Document
from hadath.inference.sources import (
    ACCEPTED,
    STDIN,
    Form,
    Found,
    Meter,
    Source,
    opened,
    raw_stream,
    require_for,
)

Item = Document | DocumentError
"""A document, or what was wrong with it."""

_DAMAGES = (EOFError, zlib.error, lzma.LZMAError)
"""What the standard library raises on packed files that are damaged or cut short."""

_ROWS, _BUFFER = 256, 1 << 20
"""Rows of a Parquet file that are held at once, and bytes that are read at once."""

_TOO_LONG = "\udc80"
"""Stands for a line of a table that is too long to hold."""

_SEPARATORS = ",;\t|"


def read_documents(
    found: Iterable[Found], columns: Columns = COLUMNS, meter: Meter | None = None
) -> Iterator[Item]:
    """Read documents from files.

    Args:
        found: Files; standard input holds JSON Lines if its first line is a JSON object.
        columns: Names of the columns of tables and of the keys of JSON Lines.
        meter: Counts the bytes that are read.

    Yields:
        Documents, and errors where one cannot be read; a damaged file ends with an error.

    Raises:
        MissingExtraError: A form needs a library that is not installed.
    """
    meter = meter or Meter()
    for source in found:
        if isinstance(source, DocumentError):
            yield source
            continue
        require_for(source)
        try:
            yield from _READERS[source.form](source, columns, meter)
        except _DAMAGES as error:
            yield DocumentError(source.name, f"damaged or cut short ({error})", ACCEPTED)
        except OSError as error:
            yield DocumentError(source.name, error.strerror or str(error), ACCEPTED)
        except Exception as error:  # of a library, on a file that its makers did not think of
            reason = f"cannot be read on ({type(error).__name__}: {first_line(error)})"
            yield DocumentError(source.name, reason, ACCEPTED)
        finally:
            meter.finish(source)


def _read_text(source: Source, columns: Columns, meter: Meter) -> Iterator[Item]:
    with opened(source, meter) as stream:
        if source.path == STDIN:
            first = stream.readline(LONGEST + 1).removeprefix(BOM_UTF8)
            if first.lstrip().startswith(b"{"):
                yield from _json_documents(
                    chain([first], _bounded_lines(stream)), source.name, columns
                )
                return
            content = first + stream.read(LONGEST + 1)
        else:
            content = stream.read(LONGEST + 1)
    try:
        yield from_bytes(content, source.name)
    except DocumentError as error:
        yield error


def _read_lines(source: Source, columns: Columns, meter: Meter) -> Iterator[Item]:
    with opened(source, meter) as stream:
        yield from _json_documents(_bounded_lines(stream), source.name, columns)


def _json_documents(lines: Iterator[bytes | None], name: str, columns: Columns) -> Iterator[Item]:
    form = f"one JSON object a line: {columns.form}"
    is_empty = True
    for number, line in enumerate(lines, start=1):
        if line is not None and not line.strip():
            continue
        is_empty = False
        try:
            yield from_row(_object(line, name, number, form), columns, name, number)
        except DocumentError as error:
            yield error
    if is_empty:
        yield DocumentError(name, "an empty file", form)


def _object(line: bytes | None, name: str, number: int, form: str) -> Mapping[str, object]:
    """Return the object of a line of JSON; ``None`` stands for a line that is too long."""
    if line is None:
        raise DocumentError(name, f"a line longer than {LONGEST >> 20} MiB", form, number)
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentError(name, f"not UTF-8 at byte {error.start}", form, number) from None
    except (ValueError, RecursionError):
        raise DocumentError(name, "not JSON", form, number) from None
    if not isinstance(value, dict):
        raise DocumentError(name, "not a JSON object", form, number)
    return value


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a stream, ``None`` in the place of one that is too long to hold."""
    while line := stream.readline(LONGEST + 1):
        if len(line) <= LONGEST:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield None


def _read_csv(source: Source, columns: Columns, meter: Meter) -> Iterator[Item]:
    form = f"a table with a row of names, at least '{columns.text}'"
    csv.field_size_limit(LONGEST)
    with opened(source, meter) as stream:
        # Bad bytes become lone surrogates, which are refused row by row: neighbours are read.
        lines = (
            _TOO_LONG if line is None else line.decode("utf-8", "surrogateescape")
            for line in _bounded_lines(stream)
        )
        heading = next(lines, "").removeprefix("\ufeff")
        separator = "\t" if source.form is Form.TSV else _separator(heading)
        rows = csv.reader(chain([heading], lines), delimiter=separator, strict=True)
        names = _next_cells(rows)
        if not isinstance(names, list) or columns.text not in names:
            yield DocumentError(source.name, f"no column '{columns.text}'", form, 1)
            return
        while (cells := _next_cells(rows)) is not None:
            try:
                if row := _cells_by_name(names, cells, source.name, rows.line_num, form):
                    yield from_row(row, columns, source.name, rows.line_num)
            except DocumentError as error:
                yield error


def _next_cells(rows: Iterator[list[str]]) -> list[str] | csv.Error | None:
    """Return the next row of a table, the error in its place, or ``None`` at the end."""
    try:
        return next(rows, None)
    except csv.Error as error:
        return error


def _cells_by_name(
    names: list[str], cells: list[str] | csv.Error, name: str, number: int, form: str
) -> dict[str, object]:
    """Return the cells of a row by the names of their columns; nothing for an empty row."""
    if isinstance(cells, csv.Error):
        raise DocumentError(name, f"no row of a table ({cells})", form, number)
    if cells == [_TOO_LONG]:
        raise DocumentError(name, f"a line longer than {LONGEST >> 20} MiB", form, number)
    if len(cells) > len(names):
        raise DocumentError(name, f"{len(cells)} cells under {len(names)} names", form, number)
    return dict(zip(names, cells, strict=False))


def _separator(heading: str) -> str:
    """Return what parts the columns: the mark that the row of names holds most of."""
    return max(_SEPARATORS, key=heading.count)


def _read_parquet(source: Source, columns: Columns, _: Meter) -> Iterator[Item]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    form = f"a Parquet file with a column '{columns.text}'"
    try:
        # Without a buffer of its own the file would be held a row group, often whole, at a time.
        with (
            raw_stream(source) as raw,
            ParquetFile(raw, pre_buffer=False, buffer_size=_BUFFER) as table,
        ):
            known = [
                column
                for column in (columns.id, columns.text, columns.date)
                if column in table.schema_arrow.names
            ]
            if columns.text not in known:
                yield DocumentError(source.name, f"no column '{columns.text}'", form)
                return
            batches = table.iter_batches(batch_size=_ROWS, columns=known)
            rows = chain.from_iterable(batch.to_pylist() for batch in batches)
            for number, row in enumerate(rows, start=1):
                yield _row(row, columns, source.name, number)
    except ArrowException as error:
        yield DocumentError(source.name, f"damaged or no Parquet ({first_line(error)})", form)


def _read_html(source: Source, columns: Columns, meter: Meter) -> Iterator[Item]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    form = "an HTML page with an article"
    with opened(source, meter) as stream:
        content = stream.read(LONGEST + 1)
    if len(content) > LONGEST:
        yield DocumentError(source.name, f"longer than {LONGEST >> 20} MiB", form)
        return
    page = bare_extraction(
        content, with_metadata=True, include_comments=False, include_tables=False
    )
    if not isinstance(page, Page) or not page.text:
        yield DocumentError(source.name, "no article found in it", form)
        return
    row = {columns.id: source.name, columns.text: page.text, columns.date: page.date}
    yield _row(row, columns, source.name, 1)


def _row(row: Mapping[str, object], columns: Columns, name: str, number: int) -> Item:
    """Return the document of a row, or what is wrong with it."""
    try:
        return from_row(row, columns, name, number)
    except DocumentError as error:
        return error


_READERS: dict[Form, Callable[[Source, Columns, Meter], Iterator[Item]]] = {
    Form.TEXT: _read_text,
    Form.LINES: _read_lines,
    Form.CSV: _read_csv,
    Form.TSV: _read_csv,
    Form.PARQUET: _read_parquet,
    Form.HTML: _read_html,
}
