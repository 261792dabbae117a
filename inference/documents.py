"""One document, and what makes it fit to be read: checks on its text, its date and its row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hadath.annotations.errors import DocumentError
from hadath.inference.records import Document

LONGEST = 16 * 2**20
"""Bytes of a document or line; a longer one is no article, and would not fit a bounded memory."""

TEXT_FORM = "a text file in UTF-8"


@dataclass(frozen=True, slots=True)
class Columns:
    """The names under which a row holds a document.

    Attributes:
        text: Column or key of the text.
        id: Of what names the document; where a row has none, its file and line do.
        date: Of the day of publication, ISO 8601.
    """

    text: str = "text"
    id: str = "id"
    date: str = "date"

    @property
    def form(self) -> str:
        """What a row looks like, for errors."""
        return f'{{"{self.id}": "…", "{self.text}": "…", "{self.date}": "2017-04-10"}}'


COLUMNS = Columns()

_HOUR = re.compile(r"(?<=^\d{4}-\d\d-\d\d)[T ].*$", re.DOTALL)
"""What follows the day in a time stamp."""


def check_document(document: Document, path: str | None = None, line: int | None = None) -> None:
    """Raise unless the extractor can take a document.

    Args:
        document: The document.
        path: Its file, for the error.
        line: Its line, for the error.

    Raises:
        DocumentError: The text or the id holds half of a surrogate pair (no tokenizer and no
            file can encode it), or the date is not ISO 8601.
    """
    place = path or ascii(document.id)
    for what, value in (("text", document.text), ("id", document.id)):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            reason = f"a lone surrogate at character {error.start} of the {what}"
            raise DocumentError(place, reason, "text that UTF-8 can encode", line) from None
    if document.date is not None:
        try:
            date.fromisoformat(document.date)
        except ValueError:
            reason = f"the date {document.date!r} is none"
            raise DocumentError(place, reason, "a date such as 2017-04-10", line) from None


def from_row(row: Mapping[str, object], columns: Columns, name: str, number: int) -> Document:
    """Return the document of a row: an object of JSON Lines, a row of a table.

    Args:
        row: Values by column.
        columns: Which of them make the document.
        name: The file.
        number: The line or row in it, counted from 1.

    Raises:
        DocumentError: The row is no such document; the message names file, line and column.
    """
    text = row.get(columns.text)
    if not isinstance(text, str):
        reason = f"no '{columns.text}'" if text is None else f"'{columns.text}' is no string"
        raise DocumentError(name, reason, columns.form, number)
    if not text.strip():
        raise DocumentError(name, f"an empty '{columns.text}'", columns.form, number)
    day = row.get(columns.date)
    if isinstance(day, date):  # a table of Parquet has a type for days
        day = day.isoformat()
    if day is not None and not isinstance(day, str):
        raise DocumentError(name, f"'{columns.date}' is no string", columns.form, number)
    day = _HOUR.sub("", day or "")
    ident = row.get(columns.id)
    has_id = ident is not None and ident != ""
    document = Document(str(ident) if has_id else f"{name}:{number}", text, day or None)
    check_document(document, name, number)
    return document


def from_bytes(content: bytes, name: str) -> Document:
    """Return the document of a text file.

    Args:
        content: The whole file.
        name: Its path.

    Raises:
        DocumentError: It is empty, too long, not UTF-8 or no text; the message names the line.
    """
    if not content.strip():
        raise DocumentError(name, "an empty file", TEXT_FORM)
    if len(content) > LONGEST:
        raise DocumentError(name, f"longer than {LONGEST >> 20} MiB", f"{TEXT_FORM}, an article")
    try:
        # A byte order mark says how the file is written; it is no part of the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        kind = "a binary file" if b"\0" in content else "not UTF-8"
        raise DocumentError(name, f"{kind} (byte {error.start})", TEXT_FORM, line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DocumentError(name, "a binary file (it holds a NUL byte)", TEXT_FORM, line)
    return Document(name, text)
