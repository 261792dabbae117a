"""Which subword stands for which word: the bridge between a tokenizer and BIO tags.

A word is tagged through its first subword (Devlin et al. 2019, section 5.3). The tokenizer's
offsets point into the raw text, so that nothing rewrites the text before it.
"""

from collections.abc import Sequence

from hadath.annotations.words import Word


def first_pieces(words: Sequence[Word], offsets: Sequence[tuple[int, int]]) -> list[int | None]:
    """Find the first subword of every word.

    Args:
        words: Words in order, in characters of the text.
        offsets: ``(start, end)`` of each subword in the same characters, ``(0, 0)`` for
            special tokens: ``(seq_len, 2)``.

    Returns:
        For each word the index of the first subword that reaches into it, and that no word
        before it has; ``None`` where there is none (a word of dropped marks only, or one that
        shares its subword with the word before): ``(n_words,)``.
    """
    pieces: list[int | None] = []
    index = 0
    for word in words:
        while index < len(offsets) and offsets[index][1] <= word.start:
            index += 1
        if index < len(offsets) and offsets[index][0] < word.end and _is_text(offsets[index]):
            pieces.append(index)
            index += 1
        else:
            pieces.append(None)
    return pieces


def _is_text(offset: tuple[int, int]) -> bool:
    """Tell a subword of the text from a special token."""
    return offset[1] > offset[0]
