"""Files that are there as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TextIO

_CHUNK = 1 << 20


@contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """Write a file under another name and rename it once it is on the disk.

    Args:
        path: What the file is called in the end; one of that name is replaced.
    """
    half = half_of(path)
    with half.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)
    sync(path.parent)


def half_of(path: Path) -> Path:
    """Return the name that a file has until it is whole; its ending stays."""
    return path.with_name(f".{path.stem}.half{path.suffix}")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
