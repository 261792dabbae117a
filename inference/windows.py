"""Windows over a sentence that is longer than the encoder: overlapping, nothing cut off."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """A run of subwords that is encoded at once.

    Attributes:
        start: First subword of the sentence in the window.
        end: One past the last.
        first_own: First subword whose tags are read from this window.
        last_own: One past the last such.
    """

    start: int
    end: int
    first_own: int
    last_own: int


def make_windows(length: int, size: int, overlap: int) -> list[Window]:
    """Lay windows over a sentence.

    Args:
        length: Subwords of the sentence, special tokens not counted.
        size: Subwords a window holds at most.
        overlap: Subwords that two neighbours share; each reads its own half of them.

    Returns:
        Windows in order. Every subword is some window's own, and exactly one's.
    """
    if length <= size:
        return [Window(0, length, 0, length)]
    stride = size - overlap
    starts = list(range(0, length - overlap, stride))
    windows: list[Window] = []
    for start in starts:
        end = min(start + size, length)
        is_first, is_last = start == 0, start == starts[-1]
        first_own = 0 if is_first else start + overlap // 2
        last_own = length if is_last else start + stride + overlap // 2
        windows.append(Window(start, end, first_own, last_own))
    return windows


def batches_by_length(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Group windows of like length into batches.

    Args:
        lengths: Subwords of each window, special tokens counted.
        budget: Subwords a batch holds at most, padding counted.

    Returns:
        Lists of indices into ``lengths``, longest first; each is in one of them.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    batches: list[list[int]] = []
    for index in order:
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= budget:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches
