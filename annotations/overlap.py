"""Runs of words that two texts share: keeps news out of the corpus and test out of training."""

from collections.abc import Iterable

import regex

RUN = 8
"""Words in a row that make two sentences near-duplicates."""

_DROPPED = regex.compile(r"[\p{M}ـ]")
_FOLDED = str.maketrans("إأآٱىة", "اااايه")
_WORD = regex.compile(r"\w+")


def fold(text: str) -> str:
    """Fold spelling variants: marks and tatweel dropped, hamza, ya and ta marbuta levelled."""
    bare: str = _DROPPED.sub("", text)
    return bare.translate(_FOLDED)


def runs_of(text: str, length: int = RUN) -> set[tuple[str, ...]]:
    """Return every run of ``length`` folded words of a text, punctuation left out."""
    words = _WORD.findall(fold(text))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


class RunIndex:
    """The runs of a body of text, to be asked whether another text shares one.

    Args:
        texts: The body of text.
        length: Words in a row that count as shared.
    """

    def __init__(self, texts: Iterable[str], length: int = RUN) -> None:
        """Collect the runs; hashes, since thirteen million words are a usual body."""
        self._length = length
        self._hashes = {hash(run) for text in texts for run in runs_of(text, length)}

    def all_shared(self, text: str) -> list[str]:
        """Return the runs that the text shares, sorted by spelling."""
        hits = [run for run in runs_of(text, self._length) if hash(run) in self._hashes]
        return sorted(" ".join(run) for run in hits)

    def shared(self, text: str) -> str | None:
        """Return the first run, by spelling, that the text shares, or ``None``."""
        return next(iter(self.all_shared(text)), None)
