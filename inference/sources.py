"""Inputs of a run: the files that names on a command line stand for, and their bytes as streams."""

import gzip
import lzma
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, cast

from hadath.annotations.errors import DocumentError, MissingExtraError
from hadath.inference.storage import files_under, is_uri, opened_uri, path_of

STDIN = "-"
"""The name that stands for standard input."""

FORMATS_EXTRA = "formats"
"""The extra with the libraries for Parquet, DuckDB, HTML and .zst."""


class Form(StrEnum):
    """How the documents of a file are laid out."""

    TEXT = "text"
    LINES = "lines"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    HTML = "html"


_FORMS = {
    ".txt": Form.TEXT,
    ".jsonl": Form.LINES,
    ".ndjson": Form.LINES,
    ".csv": Form.CSV,
    ".tsv": Form.TSV,
    ".parquet": Form.PARQUET,
    ".html": Form.HTML,
    ".htm": Form.HTML,
}
_ZSTD = ".zst"
_PACKED = (".gz", ".xz", _ZSTD)
_READ_ALONE = ".parquet"
"""Read by a library that seeks in the file, so that no packing goes round it."""

_NEEDED = {Form.PARQUET: "pyarrow", Form.HTML: "trafilatura"}
"""The packages that reading a form needs."""

ACCEPTED = f"files that end in {', '.join(_FORMS)}, also packed ({', '.join(_PACKED)})"
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """A file with documents.

    Attributes:
        path: Where it lies; ``-`` for standard input.
        form: How it is laid out.
        size: Bytes as it lies on disk; 0 for standard input.
    """

    path: str
    form: Form
    size: int = 0

    @property
    def name(self) -> str:
        """What results and errors call it, in characters that can be written."""
        return "<stdin>" if self.path == STDIN else writable(self.path)

    @property
    def suffix(self) -> str:
        """The last ending of its name, in small letters."""
        return path_of(self.path).suffix.lower()


class Meter:
    """Counts the bytes of the sources that have been read, as they lie on disk."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._finished = 0
        self._open: BinaryIO | None = None

    @property
    def n_bytes(self) -> int:
        """Bytes of the sources that are read, and of the one that is being read."""
        is_reading = self._open is not None and not self._open.closed
        return self._finished + (self._open.tell() if is_reading and self._open else 0)

    def watch(self, stream: BinaryIO) -> None:
        """Count what is read of a file from now on."""
        self._open = stream

    def finish(self, source: Source) -> None:
        """Count a source as read to its end."""
        self._open = None
        self._finished += source.size


Found = Source | DocumentError
"""A file with documents, or what was wrong with a name."""


def find_sources(names: Sequence[str], outputs: Sequence[Path] = ()) -> list[Found]:
    """Find the files that names stand for.

    Args:
        names: Files; folders, searched to the bottom for files of a known ending; patterns with
            ``*``, ``?`` or ``[…]``, ``**`` for any depth; URIs of files and folders
            (``s3://…``); ``-`` for standard input.
        outputs: Files and folders that the run writes: no inputs, though they lie in a folder.

    Returns:
        Sources in the order of the names, each file once, those of one folder or pattern sorted
        by path; an error in the place of a name that stands for nothing.
    """
    written = [output.resolve() for output in outputs]
    found: dict[Path, Found] = {}
    for name in names:
        try:
            own = list(_find(name))
        # A name that is too long, a pattern that is none, storage that pyarrow does not know.
        except (OSError, ValueError, NotImplementedError) as error:
            own = [DocumentError(name, str(error), ACCEPTED)]
        for item in own:
            path = Path(item.path).resolve() if isinstance(item, Source) else Path(item.path)
            if not any(path == output or output in path.parents for output in written):
                found.setdefault(path, item)
    return list(found.values())


def _find(name: str) -> Iterator[Found]:
    path = Path(name)
    if not name:
        yield DocumentError("''", "an empty name", ACCEPTED)
    elif name == STDIN:
        yield Source(name, Form.TEXT)
    elif is_uri(name):
        yield from _in_storage(name)
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield _source(path, form_of(path) or Form.TEXT)
    elif _GLOB & set(name):
        yield from _matching(name)
    else:
        yield DocumentError(name, "no such file", ACCEPTED)


def form_of(path: Path) -> Form | None:
    """Return the form that a file's ending tells, that of its packing left out, if it is known."""
    suffix = path.suffix.lower()
    if suffix in _PACKED:
        inner = Path(path.stem).suffix.lower()
        return _FORMS.get(inner) if inner != _READ_ALONE else None
    return _FORMS.get(suffix)


@contextmanager
def opened(source: Source, meter: Meter) -> Iterator[BinaryIO]:
    """Open a source as a stream of bytes, unpacked on the way.

    Args:
        source: Any source.
        meter: Counts what is read.

    Raises:
        OSError: It cannot be opened.
        EOFError: A .zst is damaged, told while it is read; as by gzip and lzma of their own.
    """
    if source.path == STDIN:
        yield sys.stdin.buffer
        return
    with raw_stream(source) as raw:
        meter.watch(raw)
        with _unpacked(raw, source.suffix) as stream:
            yield stream


def raw_stream(source: Source) -> AbstractContextManager[BinaryIO]:
    """Return the bytes of a source as they lie, in a stream that can seek."""
    return opened_uri(source.path) if is_uri(source.path) else Path(source.path).open("rb")


def require_for(source: Source) -> None:
    """Raise unless all is installed that reading a source needs.

    Args:
        source: Any source.

    Raises:
        MissingExtraError: Something is missing.
    """
    if is_uri(source.path):
        require("pyarrow", "reading from storage")
    if source.form in _NEEDED:
        require(_NEEDED[source.form], f"reading {source.form} files")
    if source.suffix == _ZSTD:
        require("backports.zstd", f"reading {_ZSTD}")


def writable(name: str) -> str:
    """Return a file's name with the bytes that are no UTF-8 written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def require(package: str, what: str) -> None:
    """Raise unless a package of the formats extra is installed.

    Args:
        package: As it is imported.
        what: What needs it, for the error.

    Raises:
        MissingExtraError: It is missing.
    """
    if find_spec(package.partition(".")[0]) is None or find_spec(package) is None:
        raise MissingExtraError(what, FORMATS_EXTRA)


@contextmanager
def _unpacked(raw: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    if suffix == ".gz":
        with gzip.open(raw) as stream:
            yield cast(BinaryIO, stream)
    elif suffix == ".xz":
        with lzma.open(raw) as stream:
            yield cast(BinaryIO, stream)
    elif suffix == _ZSTD:
        with _unzstd(raw) as stream:
            yield stream
    else:
        yield raw


@contextmanager
def _unzstd(raw: BinaryIO) -> Iterator[BinaryIO]:
    from backports import zstd

    try:
        with zstd.open(raw, "rb") as stream:
            yield cast(BinaryIO, stream)
    except zstd.ZstdError as error:
        raise EOFError(str(error)) from error


def _in_folder(folder: Path) -> Iterator[Found]:
    found = False
    for path in sorted(folder.rglob("*")):
        form = form_of(path)
        if form is not None and path.is_file() and not _is_hidden(path.relative_to(folder)):
            found = True
            yield _source(path, form)
    if not found:
        yield DocumentError(folder, "a folder without files to read", ACCEPTED)


def _in_storage(uri: str) -> Iterator[Found]:
    require("pyarrow", "reading from storage")
    files = files_under(uri)
    if not files:
        yield DocumentError(uri, "no such file", ACCEPTED)
        return
    found = [Source(name, form, size) for name, size in files if (form := _form_in(name, uri))]
    if not found:
        yield DocumentError(uri, "a folder without files to read", ACCEPTED)
    yield from found


def _form_in(name: str, uri: str) -> Form | None:
    """Return the form of a file under a URI; a file that is named itself is text at least."""
    form = form_of(path_of(name))
    if name == uri:
        return form or Form.TEXT
    return None if _is_hidden(path_of(name.removeprefix(uri.partition("?")[0]))) else form


def _matching(pattern: str) -> Iterator[Found]:
    anchor = Path(pattern).anchor
    found = Path(anchor or ".").glob(pattern.removeprefix(anchor))
    asked = _is_hidden(Path(pattern))  # as a shell has it: a * stands for no dot
    files = sorted(path for path in found if path.is_file() and (asked or not _is_hidden(path)))
    if not files:
        yield DocumentError(pattern, "no file matches", ACCEPTED)
    for path in files:
        yield _source(path, form_of(path) or Form.TEXT)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") and part not in (".", "..") for part in path.parts)


def _source(path: Path, form: Form) -> Source:
    return Source(str(path), form, path.stat().st_size)
