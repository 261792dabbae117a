"""What a corpus run is made of and how far it has come: the manifest and its journal."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from hadath.annotations.errors import DocumentError, HadathError
from hadath.inference.calibration import FILE as CALIBRATION_FILE
from hadath.inference.engines import weights_of
from hadath.inference.files import digest_of, replaced, sync
from hadath.inference.sources import STDIN, Found
from hadath.inference.storage import is_uri, stamp_of

JOURNAL = "journal.jsonl"
"""The manifest in its first line, a finished part in every further one."""

LOCK = "lock"
"""Held while a run writes the folder."""

_SETTINGS = ("config.json", "tokenizer.json", CALIBRATION_FILE)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is made of; two runs with the same manifest come to the same bytes.

    Attributes:
        version: Of hadath.
        inputs: ``path:sha256`` of every file, in their order; size and time of those on storage.
        model: SHA-256 of the model's files.
        options: What else changes the result, ``name=value``.
    """

    version: str
    inputs: tuple[str, ...]
    model: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A part that is whole on the disk.

    Attributes:
        number: From 0.
        n_documents: Documents coded in it.
        n_errors: Documents that could not be read.
        results: SHA-256 of its results.
        errors: SHA-256 of its errors.
    """

    number: int
    n_documents: int
    n_errors: int
    results: str
    errors: str

    @property
    def n_items(self) -> int:
        """Documents of the input that the part stands for."""
        return self.n_documents + self.n_errors


def make_manifest(
    found: Iterable[Found], model: Path, engine: str, options: Iterable[str]
) -> Manifest:
    """Describe a run.

    Args:
        found: Its inputs, and what was wrong with names; every file is read once for its digest,
            one on storage only looked at.
        model: Folder of the model.
        engine: Which of its weights are run.
        options: ``name=value`` of what else changes the result.
    """
    names = (*_SETTINGS, *weights_of(engine))
    files = (model / name for name in names if (model / name).is_file())
    whole = sha256("".join(digest_of(path) for path in files).encode()).hexdigest()
    return Manifest(version("hadath"), tuple(map(_described, found)), whole, tuple(options))


def _described(source: Found) -> str:
    """Return what tells an input from another: its name and its digest."""
    if isinstance(source, DocumentError):
        return str(source)
    if source.path == STDIN:
        return source.name
    try:
        if is_uri(source.path):  # not read twice: it may be terabytes away
            return f"{source.name}:{stamp_of(source.path)}"
        return f"{source.name}:{digest_of(Path(source.path))}"
    except OSError as error:  # the reader names it as well, and the others are read
        return f"{source.name}: {error.strerror}"


def results_of(folder: Path, number: int) -> Path:
    """Return the file with the results of a part."""
    return folder / f"{number:06}.jsonl"


def failures_of(folder: Path, number: int) -> Path:
    """Return the file with the errors of a part."""
    return folder / f"{number:06}.errors.jsonl"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder while this one writes it.

    Args:
        folder: Of the parts, made if missing.

    Raises:
        HadathError: Another run writes it.
    """
    folder.mkdir(exist_ok=True)
    sync(folder.parent)
    with (folder / LOCK).open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HadathError(f"{folder}: another run is writing it") from None
        yield


class Journal:
    """The parts that are done, in a file that grows by a line a part.

    Args:
        path: The file.
        parts: What it holds.
    """

    def __init__(self, path: Path, parts: Iterable[PartRecord]) -> None:
        """Take what ``opened`` found."""
        self._path = path
        self.parts = list(parts)

    @classmethod
    def opened(cls, folder: Path, manifest: Manifest, resume: bool) -> Self:
        """Open the journal of a run, new or half done.

        Args:
            folder: Of the parts.
            manifest: Of this run.
            resume: Go on where the journal ends.

        Raises:
            HadathError: There is a journal and ``resume`` is not set, or it is that of a run made
                of something else; the message says of what.
        """
        path = folder / JOURNAL
        lines = _whole_lines(path)
        if len(lines) > 1 and not resume:
            raise HadathError(
                f"{folder}: an unfinished run; go on with --resume, or remove the folder"
            )
        if not lines or not resume:
            _check_empty(folder)
            path.unlink(missing_ok=True)
            journal = cls(path, ())
            journal._append(asdict(manifest))
            sync(folder)
            return journal
        _check_same(folder, lines[0], manifest)
        parts = _unbroken(folder, [PartRecord(**line) for line in lines[1:]])
        # Without half a line at the end, and without parts that did not reach the disk.
        with replaced(path) as stream:
            stream.writelines(_line(entry) for entry in (asdict(manifest), *map(asdict, parts)))
        return cls(path, parts)

    def add(self, part: PartRecord) -> None:
        """Write down that a part is whole."""
        self._append(asdict(part))
        self.parts.append(part)

    def _append(self, entry: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(_line(entry))
            stream.flush()
            os.fsync(stream.fileno())


def _check_empty(folder: Path) -> None:
    """Raise where a folder holds what no run of ours wrote, or one whose journal is lost."""
    if any(path.name not in (JOURNAL, LOCK) for path in folder.iterdir()):
        raise HadathError(f"{folder}: not empty, and no run that can be gone on with; remove it")


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a journal up to the first that was not written to its end."""
    if not path.is_file():
        return []
    lines = []
    for line in path.read_bytes().split(b"\n")[:-1]:
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
    return lines


def _unbroken(folder: Path, parts: list[PartRecord]) -> list[PartRecord]:
    """Return the parts up to the first whose files are not what the journal says."""
    for index, part in enumerate(parts):
        digests = {results_of(folder, index): part.results, failures_of(folder, index): part.errors}
        if part.number != index or any(
            not path.is_file() or digest_of(path) != digest for path, digest in digests.items()
        ):
            return parts[:index]
    return parts


def _check_same(folder: Path, found: dict[str, Any], manifest: Manifest) -> None:
    wanted = json.loads(json.dumps(asdict(manifest)))
    for field in fields(Manifest):
        if found.get(field.name) != wanted[field.name]:
            name = "hadath" if field.name == "version" else field.name
            raise HadathError(
                f"{folder}: begun with other {name} "
                f"({_difference(found.get(field.name), wanted[field.name])}); "
                "a run goes on only with the same: remove the folder to begin anew"
            )


def _difference(found: object, wanted: object) -> str:
    """Name the first thing that differs."""
    if isinstance(found, list) and isinstance(wanted, list):
        pairs = [pair for pair in zip(found, wanted, strict=False) if pair[0] != pair[1]]
        if pairs:
            return f"{pairs[0][0]}, now {pairs[0][1]}"
        return f"{len(found)}, now {len(wanted)}"
    return f"{found}, now {wanted}"
