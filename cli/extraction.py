"""What ``hadath extract`` and ``explain`` print: documents in, results and errors out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from hadath.annotations.errors import DocumentError
from hadath.cli.choices import ModelChoice, Reading, items_of
from hadath.cli.consoles import errors_console
from hadath.inference.explanation import explain
from hadath.inference.readers import Item
from hadath.inference.records import CodedDocument, Document
from hadath.inference.serialization import to_json
from hadath.inference.table import render


def run_extraction(reading: Reading, model: ModelChoice, is_table: bool) -> int:
    """Extract the events of files and print them.

    Args:
        reading: Which documents.
        model: Which model, and from which score on.
        is_table: Print a list for people in place of JSON lines.

    Returns:
        How many documents could not be read; each is named on standard error.

    Raises:
        HadathError: The model cannot be loaded, or the date is no date.
    """
    errors = _Errors()
    documents = errors.keep_out(items_of(reading))
    extractor = model.load()
    with _utf8_output() as stream, _progress() as advance:
        console = Console(file=stream, highlight=False)
        for coded in extractor.extract(documents):
            _print(coded, console, stream, is_table)
            advance()
    return errors.count


def run_explanation(reading: Reading, model: ModelChoice) -> int:
    """Print how each sentence of a file is read.

    Args:
        reading: Which documents.
        model: Which model.

    Returns:
        How many documents could not be read; each is named on standard error.

    Raises:
        HadathError: The model cannot be loaded, or the date is no date.
    """
    errors = _Errors()
    documents = errors.keep_out(items_of(reading))
    extractor = model.load()
    with _utf8_output() as stream:
        for document in documents:
            stream.write(f"{document.id}\n")
            for read, events in extractor.trace(document):
                stream.writelines(f"{line}\n" for line in explain(document.text, read, events))
    return errors.count


class _Errors:
    """Names bad documents on standard error and counts them."""

    def __init__(self) -> None:
        self.count = 0
        self._console = errors_console()

    def keep_out(self, items: Iterator[Item]) -> Iterator[Document]:
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
def _utf8_output() -> Iterator[TextIO]:
    """Give standard output; the locale never decides its encoding."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    yield sys.stdout
    sys.stdout.flush()


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
