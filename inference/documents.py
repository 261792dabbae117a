"""Documents out of files: text files, JSON Lines and standard input, read as a stream.

What cannot be read comes out as an error in the place of its document, so that one bad file or
line never stops the others.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from hadath.annotations.errors import DocumentError
from hadath.inference.records import Document

STDIN = "-"
"""The name that stands for standard input."""

_TEXT_FORM = "a text file in UTF-8"
_LINE_FORM = 'one JSON object a line: {"id": "…", "text": "…", "date": "2017-04-10"}'
_TEXT_KEY, _ID_KEY, _DATE_KEY = "text", "id", "date"
_JSONL_ENDINGS = (".jsonl", ".ndjson")


def read_documents(paths: Sequence[str]) -> Iterator[Document | DocumentError]:
    """Read documents from files.

    Args:
        paths: Text files, a document each; ``.jsonl`` files, a document a line; ``-`` for
            standard input, which holds JSON Lines if its first line is a JSON object.

    Yields:
        Documents, and errors where one cannot be read.
    """
    for path in paths:
        if path == STDIN:
            yield from _read_stdin(sys.stdin.buffer)
            continue
        try:
            yield from _read_path(Path(path))
        except OSError as error:
            yield DocumentError(path, error.strerror or "cannot be read", _TEXT_FORM)


def check_document(document: Document, path: str | None = None, line: int | None = None) -> None:
    """Raise unless the extractor can take a document.

    Args:
        document: The document.
        path: Its file, for the error.
        line: Its line, for the error.

    Raises:
        DocumentError: The text holds half of a surrogate pair (no tokenizer can encode it), or
            the date is not ISO 8601.
    """
    place = path or document.id
    try:
        document.text.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = f"a lone surrogate at character {error.start} of the text"
        raise DocumentError(place, reason, "text that UTF-8 can encode", line) from None
    if document.date is not None:
        try:
            date.fromisoformat(document.date)
        except ValueError:
            reason = f"the date {document.date!r} is none"
            raise DocumentError(place, reason, "a date such as 2017-04-10", line) from None


def _read_path(path: Path) -> Iterator[Document | DocumentError]:
    if path.is_dir():
        yield DocumentError(path, "a folder", f"{_TEXT_FORM}, or a .jsonl file")
    elif not path.exists():
        yield DocumentError(path, "no such file", f"{_TEXT_FORM}, or a .jsonl file")
    elif path.suffix.lower() in _JSONL_ENDINGS:
        with path.open("rb") as lines:
            yield from _read_lines(lines, str(path))
    else:
        yield _from_bytes(path.read_bytes(), str(path))


def _read_stdin(stream: BinaryIO) -> Iterator[Document | DocumentError]:
    first = stream.readline()
    if first.lstrip().startswith(b"{"):
        yield from _read_lines(_chain(first, stream), "<stdin>")
    else:
        yield _from_bytes(first + stream.read(), "<stdin>")


def _chain(first: bytes, rest: BinaryIO) -> Iterator[bytes]:
    yield first
    yield from rest


def _read_lines(lines: Iterator[bytes] | BinaryIO, name: str) -> Iterator[Document | DocumentError]:
    is_empty = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        is_empty = False
        try:
            yield _from_line(line, name, number)
        except DocumentError as error:
            yield error
    if is_empty:
        yield DocumentError(name, "an empty file", _LINE_FORM)


def _from_line(line: bytes, name: str, number: int) -> Document:
    """Return the document of a line of JSON.

    Raises:
        DocumentError: The line is no such document.
    """
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentError(name, f"not UTF-8 at byte {error.start}", _LINE_FORM, number) from None
    except (ValueError, RecursionError):
        raise DocumentError(name, "not JSON", _LINE_FORM, number) from None
    if not isinstance(value, dict):
        raise DocumentError(name, "not a JSON object", _LINE_FORM, number)
    text = value.get(_TEXT_KEY)
    if not isinstance(text, str):
        reason = f"no '{_TEXT_KEY}'" if text is None else f"'{_TEXT_KEY}' is no string"
        raise DocumentError(name, reason, _LINE_FORM, number)
    if not text.strip():
        raise DocumentError(name, f"an empty '{_TEXT_KEY}'", _LINE_FORM, number)
    day = value.get(_DATE_KEY)
    if day is not None and not isinstance(day, str):
        raise DocumentError(name, f"'{_DATE_KEY}' is no string", _LINE_FORM, number)
    ident = value.get(_ID_KEY)
    document = Document(f"{name}:{number}" if ident is None else str(ident), text, day or None)
    check_document(document, name, number)
    return document


def _from_bytes(content: bytes, name: str) -> Document | DocumentError:
    """Return the document of a text file, or what is wrong with it."""
    if not content.strip():
        return DocumentError(name, "an empty file", _TEXT_FORM)
    try:
        # A byte order mark says how the file is written; it is no part of the text.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        kind = "a binary file" if b"\0" in content else "not UTF-8"
        return DocumentError(name, f"{kind} (byte {error.start})", _TEXT_FORM, line)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return DocumentError(name, "a binary file (it holds a NUL byte)", _TEXT_FORM, line)
    return Document(name, text)
