"""The one helper that every test with spans calls."""

from collections.abc import Iterable
from typing import Protocol


class HasExtent(Protocol):
    start: int
    end: int


def assert_mentions(raw: str, mentions: Iterable[HasExtent], texts: Iterable[str]) -> None:
    """Assert that each mention covers its text: ``raw[start:end] == text``."""
    mentions, texts = list(mentions), list(texts)
    assert len(mentions) == len(texts)
    for mention, text in zip(mentions, texts, strict=True):
        assert 0 <= mention.start < mention.end <= len(raw)
        assert raw[mention.start : mention.end] == text


def extents_of(raw: str, *texts: str) -> list[tuple[int, int]]:
    """Return where each text stands in the raw one, searched from left to right."""
    extents, position = [], 0
    for text in texts:
        start = raw.index(text, position)
        position = start + len(text)
        extents.append((start, position))
    return extents
