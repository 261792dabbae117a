"""Words of a text, with their offsets: the unit that BIO tags are written on.

A word is a run of letters, digits, combining marks and tatweel; every other character that
is not white space is a word of its own (rule 1 of the guidelines: a span covers whole words,
split at white space and punctuation).
"""

import unicodedata
from dataclasses import dataclass

import regex

TATWEEL = "\u0640"
_WORD = regex.compile(rf"[\p{{L}}\p{{N}}\p{{M}}{TATWEEL}]+|\S")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: ``text[start:end]``, in characters of the text it was cut from."""

    start: int
    end: int


def is_word_character(char: str) -> bool:
    """Tell whether a character continues a word: letter, digit, combining mark or tatweel."""
    return char.isalnum() or char == TATWEEL or unicodedata.category(char).startswith("M")


def is_punctuation(text: str, word: Word) -> bool:
    """Tell whether a word holds no letter and no digit."""
    return not any(char.isalnum() for char in text[word.start : word.end])


def cut_words(text: str) -> list[Word]:
    """Cut a text into words.

    Args:
        text: Any text.

    Returns:
        Words in order, none overlapping; what lies between them is white space.
    """
    return [Word(match.start(), match.end()) for match in _WORD.finditer(text)]
