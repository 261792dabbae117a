"""Files on storage that a URI names (s3://, gs://, hdfs://, file://), read through pyarrow."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote, unquote, urlsplit

_BUFFER = 1 << 20
"""Bytes that are read at once: each read is a request."""


def is_uri(name: str) -> bool:
    """Tell a URI from the name of a file."""
    return "://" in name


def path_of(name: str) -> Path:
    """Return the path of a file, or the path in a URI, without what follows a ``?``."""
    return Path(unquote(urlsplit(name).path)) if is_uri(name) else Path(name)


def files_under(uri: str) -> list[tuple[str, int]]:
    """Find the files of a URI.

    Args:
        uri: Of a file, or of a folder, which is searched to the bottom; region and endpoint stand
            behind a ``?``, as pyarrow has it.

    Returns:
        URIs and sizes in bytes, sorted by name; none where there is nothing.

    Raises:
        OSError: The storage cannot be reached.
        ValueError: The URI is none, or of a kind that pyarrow does not know.
    """
    from pyarrow.fs import FileSelector, FileType

    storage, path = _opened_storage(uri)
    (info,) = storage.get_file_info([path])
    if info.type == FileType.File:
        return [(uri, info.size)]
    if info.type == FileType.NotFound:
        return []
    found = storage.get_file_info(FileSelector(path, recursive=True))
    folder, mark, query = uri.partition("?")
    files = [item for item in found if item.type == FileType.File]
    inner = [quote(item.path.removeprefix(path).lstrip("/")) for item in files]
    uris = [f"{folder.rstrip('/')}/{name}{mark}{query}" for name in inner]
    return sorted(zip(uris, (item.size for item in files), strict=True))


@contextmanager
def opened_uri(uri: str) -> Iterator[BinaryIO]:
    """Open a file as a stream of bytes that can seek.

    Args:
        uri: Of the file.

    Raises:
        OSError: It cannot be opened.
    """
    storage, path = _opened_storage(uri)
    with storage.open_input_file(path) as raw:
        yield cast(BinaryIO, BufferedReader(raw, _BUFFER))


def stamp_of(uri: str) -> str:
    """Return what tells a file from a changed one without reading it: its size and its time.

    Args:
        uri: Of the file.

    Raises:
        OSError: The storage cannot be reached.
    """
    storage, path = _opened_storage(uri)
    (info,) = storage.get_file_info([path])
    return f"{info.size} bytes, {info.mtime_ns}"


def _opened_storage(uri: str) -> tuple[Any, str]:
    from pyarrow.fs import FileSystem

    storage, path = FileSystem.from_uri(uri)
    return storage, path
