"""Corpus runs: documents in, one file out, in parts that survive whatever stops the run.

Beside the output lies a folder ``OUT.parts``. Each part holds the results of so many documents,
written to a file of another name, flushed to the disk and renamed; then a line of the journal says
that it is whole. A run that goes on skips what the journal holds and codes the next part anew, so
that nothing is lost or doubled, and, since a part is always coded by itself, comes to the same
bytes as an undisturbed run.
"""

import errno
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from hadath.annotations.errors import HadathError, first_line
from hadath.inference.files import digest_of, half_of, replaced, sync
from hadath.inference.manifest import (
    Journal,
    Manifest,
    PartRecord,
    failures_of,
    locked,
    results_of,
)
from hadath.inference.readers import Item
from hadath.inference.records import Document
from hadath.inference.runners import CodedPart, Part, Runner
from hadath.inference.writers import database_errors, writer_of

PART = 500
"""Documents of a part: at most some minutes of work are done again after a stop."""

_PART_CHARACTERS = 16 * 2**20
"""Characters of text after which a part is full before its number of documents is reached, so that
long documents do not fill the memory."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run has come to.

    Attributes:
        n_documents: Documents coded.
        n_errors: Documents that could not be read.
    """

    n_documents: int = 0
    n_errors: int = 0

    def plus(self, part: PartRecord) -> "Totals":
        """Return the totals with a part added."""
        return Totals(self.n_documents + part.n_documents, self.n_errors + part.n_errors)


def errors_path(out: Path) -> Path:
    """Return the file beside an output that names the documents that could not be read."""
    return out.with_name(f"{out.name}.errors.jsonl")


def parts_folder(out: Path) -> Path:
    """Return the folder beside an output that holds the parts of an unfinished run."""
    return out.with_name(f"{out.name}.parts")


def run(
    items: Iterable[Item],
    runner: Runner,
    manifest: Manifest,
    out: Path,
    resume: bool = False,
    part_size: int = PART,
    on_part: Callable[[Totals], None] = lambda totals: None,
) -> Totals:
    """Code documents into a file.

    Args:
        items: Documents and errors, the same in every run of one manifest.
        runner: Codes them.
        manifest: What the run is made of; a run goes on only with the same.
        out: The file to write; its ending tells the form.
        resume: Go on where an earlier run stopped; from the beginning if there was none.
        part_size: Documents and errors of a part.
        on_part: Told the totals after each part.

    Raises:
        HadathError: The form is unknown, there is an unfinished run and ``resume`` was not given,
            it was made of other inputs or another model, another run writes the same file, or the
            disk is full.
    """
    check_output(out)
    folder = parts_folder(out)
    with _disk_errors(out), locked(folder):
        journal = Journal.opened(folder, manifest, resume)
        totals = Totals()
        for record in journal.parts:
            totals = totals.plus(record)
        on_part(totals)
        stream = iter(items)
        _skip(stream, sum(part.n_items for part in journal.parts), folder)
        for coded in runner.code(_parts(stream, part_size)):
            record = _write_part(folder, len(journal.parts), coded)
            journal.add(record)
            totals = totals.plus(record)
            on_part(totals)
        _finish(folder, journal, out)
    return totals


def check_output(out: Path) -> None:
    """Raise unless a file can be written under a name, before any work is done for it.

    Args:
        out: The file; its ending tells the form.

    Raises:
        HadathError: No form has this ending, there is no such folder, or it is one itself.
        MissingExtraError: The form needs a library that is not installed.
    """
    writer_of(out)
    if not out.parent.is_dir():
        raise HadathError(f"{out}: cannot be written: no folder {out.parent}")
    if out.is_dir():
        raise HadathError(f"{out}: cannot be written: a folder")


def _skip(stream: Iterator[Item], count: int, folder: Path) -> None:
    """Read again what earlier runs have coded."""
    n_read = sum(1 for _ in islice(stream, count))
    if n_read < count:
        raise HadathError(
            f"{folder}: {count} documents are done, but the inputs hold {n_read}: remove the "
            "folder to begin anew"
        )


def _parts(stream: Iterator[Item], part_size: int) -> Iterator[Part]:
    while part := _next_part(stream, part_size):
        yield part


def _next_part(stream: Iterator[Item], part_size: int) -> list[Item]:
    """Take the documents of a part; none at the end."""
    part: list[Item] = []
    n_characters = 0
    while len(part) < part_size and n_characters < _PART_CHARACTERS:
        item = next(stream, None)
        if item is None:
            break
        part.append(item)
        n_characters += len(item.text) if isinstance(item, Document) else 0
    return part


def _write_part(folder: Path, number: int, coded: CodedPart) -> PartRecord:
    """Write the results and the errors of one part."""
    results, failures = results_of(folder, number), failures_of(folder, number)
    for path, lines in ((results, coded.results), (failures, coded.failures)):
        with replaced(path) as stream:
            stream.writelines(f"{line}\n" for line in lines)
    counts = (len(coded.results), len(coded.failures))
    return PartRecord(number, *counts, digest_of(results), digest_of(failures))


def _finish(folder: Path, journal: Journal, out: Path) -> None:
    """Put the parts together under the name that was asked for, and drop them."""
    half, failures = half_of(out), errors_path(out)
    half.unlink(missing_ok=True)
    writer_of(out)(_documents(folder, journal), half)
    sync(half)
    if any(part.n_errors for part in journal.parts):
        with replaced(failures) as stream:
            for part in journal.parts:
                own = failures_of(folder, part.number)
                stream.write(own.read_text(encoding="utf-8"))
    else:
        failures.unlink(missing_ok=True)
    half.replace(out)
    # The new name is on the disk before the parts are gone from it.
    sync(out.parent)
    _drop(folder)


def _drop(folder: Path) -> None:
    """Remove the parts of a finished run, at once under their name: half of them are no run."""
    dropped = folder.with_name(f".{folder.name}.done")
    shutil.rmtree(dropped, ignore_errors=True)  # what a kill left of an earlier one
    folder.rename(dropped)
    shutil.rmtree(dropped)


def _documents(folder: Path, journal: Journal) -> Iterator[dict[str, Any]]:
    for part in journal.parts:
        with results_of(folder, part.number).open(encoding="utf-8", newline="\n") as lines:
            yield from map(json.loads, lines)


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    """Turn what a disk or a database refuses into an error that says how to go on."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, (OSError, *database_errors())):
            raise
        reason = getattr(error, "strerror", None) or first_line(error)
        is_full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        advice = "make room and run" if is_full else "run"
        raise HadathError(
            f"{getattr(error, 'filename', None) or out}: {reason}; what is done is kept: {advice} "
            "the same command with --resume"
        ) from error
