"""Cut a text into sentences, with offsets into the raw text.

A full stop ends a sentence unless it belongs to a decimal, an initial, an abbreviation, a
name with dots or an ellipsis; closing quotes and brackets behind it go with it. A line break
ends one too (headlines, datelines), unless the lines are only folded at a width.
"""

from collections.abc import Iterator

import regex

from hadath.inference.records import Sentence

_END = regex.compile(r"[.!?؟۔。]+|…")
_CLOSING = "\"'”’»)]}›"
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of direction: they go with the sentence that they close."""

_LINE = regex.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = r"(?>\r\n|[\r\n\v\f\x85\u2028\u2029])"
_BLANK = regex.compile(rf"{_BREAK}[^\S\r\n]*{_BREAK}")
_LAST_WORD = regex.compile(r"[\p{L}\p{M}.ـ]+\Z")
_LONGEST_WORD = 20
_ARABIC_LETTER = regex.compile(r"[\u0620-\u064a]")
_RUN_ON = regex.compile(r"[\u0620-\u064a]\p{M}*[\u0620-\u064a]")

_ABBREVIATIONS = frozenset(
    {"هـ", "ود", "وأ", "وم", "كم", "كلم", "سم", "مم", "تر", "إلخ", "الخ"}
    | {"Mr", "Mrs", "Dr", "St", "No", "vs"}
)
"""Words that a full stop shortens, single letters (د. فلان) aside."""

_FOLD_WIDTHS = range(40, 121)
"""Characters that the longest line of a folded paragraph has; shorter ones are a list."""

_FOLD_SHARE = 0.8
"""A folded line reaches at least this share of the longest line of its paragraph."""


def segment(text: str) -> list[Sentence]:
    """Cut a text into sentences.

    Args:
        text: Any raw text.

    Returns:
        Sentences in order, none overlapping, none blank, without white space at either edge.
        Whatever holds a letter or a digit is in one of them.
    """
    sentences = []
    for start, end in _blocks(text):
        for first, last in _cut_block(text, start, end):
            sentence = _trimmed(text, first, last)
            if sentence is not None:
                sentences.append(sentence)
    return sentences


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that line breaks part, folded lines joined again."""
    paragraph: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if paragraph and _BLANK.search(text, paragraph[-1][1], match.start()):
            yield from _joined(text, paragraph)
            paragraph = []
        paragraph.append(match.span())
    yield from _joined(text, paragraph)


def _joined(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines of a paragraph, each run of folded ones as one stretch."""
    longest = max((end - start for start, end in lines), default=0)
    folds = len(lines) >= 3 and longest in _FOLD_WIDTHS
    start: int | None = None
    for index, (first, last) in enumerate(lines):
        start = first if start is None else start
        is_full = last - first >= _FOLD_SHARE * longest
        if folds and is_full and index + 1 < len(lines):
            continue
        yield start, last
        start = None


def _cut_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch."""
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        while stop < end and text[stop] in _CLOSING + _DIRECTION:
            stop += 1
        if stop > begin and _ends_sentence(text, match, stop, end):
            yield begin, stop
            begin = stop
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, mark: regex.Match, stop: int, end: int) -> bool:
    """Tell whether an end mark ends a sentence."""
    following = text[stop : stop + 1] if stop < end else ""
    if "…" in mark.group() or mark.group().startswith(".."):
        return following == ""  # an ellipsis goes on, unless the line is over
    is_closed = any(char in _CLOSING for char in text[mark.end() : stop])
    if mark.group() != ".":  # a Latin letter behind it is an address's (?id=5)
        is_over = following == "" or following.isspace() or is_closed
        return is_over or _ARABIC_LETTER.match(following) is not None
    word = _word_before(text, mark.start())
    if following.isspace() or following == "":
        return not (word in _ABBREVIATIONS or _is_initial(word)) or following == ""
    return is_closed or _is_run_together(text, stop, word)


def _word_before(text: str, position: int) -> str:
    """Return the letters, their marks and dots directly before a position."""
    match = _LAST_WORD.search(text, max(0, position - _LONGEST_WORD), position)
    return match.group() if match else ""


def _is_initial(word: str) -> bool:
    """Tell a single letter, or single letters with dots between them (U.S، ص.ب)."""
    return bool(word) and all(len(part) <= 1 for part in word.split("."))


def _is_run_together(text: str, stop: int, word: str) -> bool:
    """Tell a missing space (مدنيين.وقال) from a decimal, a domain or a clitic quote."""
    letters = [char for char in word if char.isalpha()]
    is_word = len(letters) >= 2 and "." not in word
    is_arabic = is_word and _ARABIC_LETTER.match(letters[-1]) is not None
    return is_arabic and _RUN_ON.match(text, stop) is not None


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    """Return a sentence without white space at its edges; ``None`` without letter or digit."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return None
    return Sentence(start, end)
