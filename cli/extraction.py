"""What ``hadath extract`` does: documents in, results and errors out."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from hadath.annotations.errors import DocumentError, HadathError
from hadath.cli.consoles import errors_console
from hadath.inference.documents import check_document, read_documents
from hadath.inference.explanation import explain
from hadath.inference.extractor import EventExtractor
from hadath.inference.records import CodedDocument, Document
from hadath.inference.serialization import to_json
from hadath.inference.table import render


def run_extraction(
    files: Sequence[str],
    model: str | None,
    revision: str | None,
    engine: str | None,
    date: str | None,
    is_table: bool,
    min_score: float,
    out: Path | None,
) -> int:
    """Extract the events of files and print them.

    Args:
        files: Text or JSON Lines files, ``-`` for standard input.
        model: Folder or Hub name; ``None`` for the model that ships.
        revision: On the Hub.
        engine: Name of the engine; ``None`` for the fastest.
        date: Day of publication of documents that carry none.
        is_table: Print a list for people in place of JSON lines.
        min_score: Mentions and events below it are left out.
        out: File to write in place of standard output.

    Returns:
        How many documents could not be read; each is named on standard error.

    Raises:
        HadathError: The model cannot be loaded, or ``date`` is no date.
    """
    errors = _Errors()
    documents = errors.keep_out(_dated(files, date))
    extractor = EventExtractor.from_pretrained(model, revision, engine, min_score=min_score)
    with _opened(out) as stream, _progress() as advance:
        console = Console(file=stream, highlight=False)
        for coded in extractor.extract(documents):
            _print(coded, console, stream, is_table)
            advance()
    return errors.count


def run_explanation(
    file: str, model: str | None, revision: str | None, engine: str | None, date: str | None
) -> int:
    """Print how each sentence of a file is read.

    Args:
        file: A text or JSON Lines file, ``-`` for standard input.
        model: Folder or Hub name; ``None`` for the model that ships.
        revision: On the Hub.
        engine: Name of the engine; ``None`` for the fastest.
        date: Day of publication of documents that carry none.

    Returns:
        How many documents could not be read; each is named on standard error.

    Raises:
        HadathError: The model cannot be loaded, or ``date`` is no date.
    """
    errors = _Errors()
    documents = errors.keep_out(_dated([file], date))
    extractor = EventExtractor.from_pretrained(model, revision, engine)
    with _opened(None) as stream:
        for document in documents:
            stream.write(f"{document.id}\n")
            for read, events in extractor.trace(document):
                stream.writelines(f"{line}\n" for line in explain(document.text, read, events))
    return errors.count


def _dated(files: Sequence[str], date: str | None) -> Iterator[Document | DocumentError]:
    """Read documents; those without a day of publication get this one, checked at once."""
    if date is not None:
        check_document(Document("--date", "", date))
    return (
        item if isinstance(item, DocumentError) else replace(item, date=item.date or date)
        for item in read_documents(files)
    )


class _Errors:
    """Names bad documents on standard error and counts them."""

    def __init__(self) -> None:
        self.count = 0
        self._console = errors_console()

    def keep_out(self, items: Iterator[Document | DocumentError]) -> Iterator[Document]:
        for item in items:
            if isinstance(item, DocumentError):
                self.count += 1
                self._console.print(f"hadath: {item}", markup=False)
            else:
                yield item


def _print(coded: CodedDocument, console: Console, stream: TextIO, is_table: bool) -> None:
    if is_table:
        console.print(render(coded))
    else:
        stream.write(to_json(coded) + "\n")


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    """Open the output; the locale never decides its encoding."""
    if out is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        stream = out.open("w", encoding="utf-8")
    except OSError as error:
        raise HadathError(f"{out}: cannot be written: {error.strerror}") from error
    with stream:
        yield stream


@contextmanager
def _progress() -> Iterator:
    """Show documents and time on standard error, where it is a terminal and the output is not."""
    console = errors_console()
    if not console.is_terminal or sys.stdout.isatty():
        yield lambda: None
        return
    columns = (TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("extract", total=None)
        yield lambda: progress.advance(task)
