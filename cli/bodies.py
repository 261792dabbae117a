"""Bodies of text that a corpus is held against, read as streams with a progress bar."""

import gzip
import json
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from hadath.annotations.errors import DocumentError
from hadath.annotations.markup import read_corpus

ACCEPTED = "a folder with .txt or .jsonl files, also .xz or .gz"

ACCEPTED_FILE = "a .txt or .jsonl file, also .xz or .gz"

_COMPRESSED = (".xz", ".gz")
_ANNOTATED = b"# id:"


def bodies_in(folder: Path) -> list[Path]:
    """Return the files of a folder that hold text.

    Args:
        folder: A folder of news.

    Raises:
        DocumentError: It is no folder, or holds no such file.
    """
    found = sorted(path for path in folder.glob("*") if _kind(path) in (".txt", ".jsonl"))
    if not found:
        raise DocumentError(folder, "holds no text to compare with", ACCEPTED)
    return found


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a file: annotated sentences, the ``text`` of JSON Lines, or lines.

    Args:
        path: A file that ``bodies_in`` returned.

    Raises:
        DocumentError: There is no such file, it is damaged, or a line of a .jsonl file is no
            object with a text.
        AnnotationError: An annotated file breaks a rule.
    """
    first = next(_lines(path), b"")
    if path.suffix == ".txt" and first.startswith(_ANNOTATED):
        yield from (sentence.text for sentence in read_corpus(path))
        return
    for number, raw in enumerate(_lines(path), start=1):
        line = raw.decode("utf-8", errors="replace")
        yield _text_of(line, path, number) if _kind(path) == ".jsonl" else line


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, unpacked where it is compressed.

    Raises:
        DocumentError: There is no such file, or it is damaged.
    """
    try:
        with _opened(path) as stream:
            yield from stream
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        reason = getattr(error, "strerror", None) or f"damaged or cut short ({error})"
        raise DocumentError(path, reason, ACCEPTED_FILE) from error


def _opened(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked where its name tells of compression."""
    if path.suffix == ".xz":
        return cast(BinaryIO, lzma.open(path))
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path))
    return path.open("rb")


def _text_of(line: str, path: Path, number: int) -> str:
    try:
        return str(json.loads(line)["text"])
    except (ValueError, KeyError, TypeError):
        raise DocumentError(path, "no JSON object with a text", '{"text": "…"}', number) from None


def _kind(path: Path) -> str:
    """Return the suffix of a file, that of its compression left out."""
    return Path(path.stem).suffix if path.suffix in _COMPRESSED else path.suffix
