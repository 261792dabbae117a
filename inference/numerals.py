"""Arabic numbers, in digits and in words, found in running text.

The grammar is that of Ryding 2005, *A Reference Grammar of Modern Standard Arabic*, chapter
15: units before tens joined by و, hundreds written together or apart, thousands and millions
as multipliers, duals of the multipliers in place of "two", and gender and case that change the
spelling and not the value.
"""

from dataclasses import dataclass

import regex

from hadath.annotations.overlap import fold

_HINDI = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SEPARATED = regex.compile(
    r"[0-9]{1,3}(?:[,٬'’][0-9]{3})+(?![0-9])|[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])"
)
_DECIMAL = regex.compile(r"[0-9]+[.,٫][0-9]{1,2}(?![0-9])")
_TOKEN = regex.compile(
    r"(?P<number>[0-9٠-٩۰-۹]+(?:[.,٬٫'’][0-9٠-٩۰-۹]+)*)|(?P<word>[\p{L}\p{M}ـ]+)|(?P<mark>[^\s])"
)
_PROCLITIC = regex.compile(r"(?:[وف])?(?:[بلك])?(?:ال|لل)?")

_LONGEST_PROCLITIC = 4

_UNITS = {
    1: "واحد واحده واحدا احد احدي",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثنتان ثنتين",
    3: "ثلاث ثلاثه تلاته",
    4: "اربع اربعه",
    5: "خمس خمسه",
    6: "ست سته",
    7: "سبع سبعه",
    8: "ثمان ثماني ثمانيه ثمانيا",
    9: "تسع تسعه",
    10: "عشر عشره",
}
_TENS = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "اربعون اربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}
_HUNDREDS = {100: "مائه مئه ميه مايه", 200: "مائتان مائتين مائتا مائتي مئتان مئتين مئتا مئتي ميتين"}
_MULTIPLIERS = {
    1_000: "الف الفا الاف",
    1_000_000: "مليون مليونا ملايين",
    10**9: "مليار مليارا مليارات",
}
_DUAL_MULTIPLIERS = {
    1_000: "الفان الفين الفا الفي",
    1_000_000: "مليونان مليونين مليوني",
    10**9: "ملياران مليارين ملياري",
}


_BARE_DUALS = frozenset(["الفا", "مليونا", "مليارا"])
"""With no number before them a dual before its noun (ألفا شخص); behind one an accusative."""

_PLURAL_MULTIPLIERS = frozenset(["الاف", "ملايين", "مليارات"])
_PERCENT = frozenset(["بالمئه", "بالمائه"])
_HALF = "نصف"
_TEEN = frozenset(["عشر", "عشره"])

_ATTACHED = regex.compile(r"(?:[وف]?(?:في|فيه|من|عن|علي|الي|نحو))?(\p{L}{4,}?)(?:منهم|منهن|من)?")
"""What typists leave no space for: عنخمسة، اثنانمنهم."""


def _by_word(table: dict[int, str]) -> dict[str, int]:
    return {word: value for value, words in table.items() for word in words.split()}


_UNIT_OF = _by_word(_UNITS) | {
    stem + "ت" + whose: value
    for value, stem in ((3, "ثلاث"), (4, "اربع"), (5, "خمس"), (6, "ست"), (7, "سبع"))
    for whose in ("هم", "هن")
}
_TEN_OF = _by_word(_TENS)
_HUNDRED_OF = _by_word(_HUNDREDS) | {
    stem + hundred: value * 100
    for value, stems in _UNITS.items()
    if 3 <= value <= 9
    for stem in stems.split()
    for hundred in ("مائه", "مئه", "ميه")
}
_MULTIPLIER_OF = _by_word(_MULTIPLIERS)
_DUAL_MULTIPLIER_OF = {
    word: value for word, value in _by_word(_DUAL_MULTIPLIERS).items() if word not in _MULTIPLIER_OF
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a text.

    Attributes:
        start: First character in the text.
        end: One past the last.
        folded: Its spelling with marks dropped and hamza, ya and ta marbuta levelled; digits
            are Western.
    """

    start: int
    end: int
    folded: str

    @property
    def is_digits(self) -> bool:
        """Whether the token is written in digits."""
        return "0" <= self.folded[:1] <= "9"  # isdigit() takes ² and ௩ too


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text.

    Attributes:
        value: Its value.
        first: Index of its first token.
        last: Index of its last token.
    """

    value: int
    first: int
    last: int


def tokenize(text: str) -> list[Token]:
    """Cut a text into words, numbers and marks; digits come off the letters they stick to."""
    return [
        Token(match.start(), match.end(), fold(match.group()).translate(_HINDI))
        for match in _TOKEN.finditer(text)
    ]


def find_numbers(tokens: list[Token]) -> list[Number]:
    """Find the numbers of a tokenised text, in order, none overlapping another.

    Args:
        tokens: What ``tokenize`` returned.

    Returns:
        Whole numbers; a decimal stands only before a multiplier (``9.2 ملايين``).
    """
    numbers: list[Number] = []
    index = 0
    while index < len(tokens):
        number = (
            _read_digits(tokens, index) or _read_half(tokens, index) or _read_words(tokens, index)
        )
        if number is None:
            index += 1
        else:
            numbers.append(number)
            index = number.last + 1
    return numbers


def stem_of(folded: str) -> str:
    """Return a folded word without the conjunction, preposition and article written onto it.

    Only as much is taken off as leaves a number word; other words come back unchanged.
    """
    if folded in _PERCENT:
        return folded
    if _is_number_word(folded):
        return folded
    for cut in range(1, min(_LONGEST_PROCLITIC, len(folded) - 1) + 1):
        if _PROCLITIC.fullmatch(folded[:cut]) and _is_number_word(folded[cut:]):
            return folded[cut:]
    attached = _ATTACHED.fullmatch(folded)
    if attached is not None and _is_number_word(attached.group(1)):
        return str(attached.group(1))
    return folded


def _is_number_word(word: str) -> bool:
    return (
        word in _UNIT_OF
        or word == _HALF
        or word in _TEN_OF
        or word in _HUNDRED_OF
        or word in _MULTIPLIER_OF
        or word in _DUAL_MULTIPLIER_OF
    )


def _read_digits(tokens: list[Token], index: int) -> Number | None:
    """Read a number in digits and the multipliers behind it."""
    token = tokens[index]
    if not token.is_digits:
        return None
    value = _digits_value(token.folded)
    last = index
    while last + 1 < len(tokens) and (scale := _MULTIPLIER_OF.get(tokens[last + 1].folded)):
        value *= scale
        last += 1
    if last > index and value < 10**12:
        rest = _read_joined(tokens, last + 1)
        if rest is not None and rest.value < 1_000 and not _is_scaled(tokens, rest.last):
            return Number(round(value) + rest.value, index, rest.last)
    if value != int(value) and last == index:
        return Number(int(value), index, last)
    return Number(round(value), index, last)


def _is_scaled(tokens: list[Token], index: int) -> bool:
    """Tell whether a multiplier stands behind a token: 154 ألفا و185 ألفا are two numbers."""
    return index + 1 < len(tokens) and stem_of(tokens[index + 1].folded) in _MULTIPLIER_OF


def _read_joined(tokens: list[Token], index: int) -> Number | None:
    """Read what و joins to a number: in words (وخمسمئة) or digits (و500)."""
    if _is_joined(tokens, index):
        return _read_words(tokens, index)
    if index + 1 < len(tokens) and tokens[index].folded == "و" and tokens[index + 1].is_digits:
        return Number(int(_digits_value(tokens[index + 1].folded)), index, index + 1)
    return None


def _digits_value(folded: str) -> float:
    if _SEPARATED.fullmatch(folded):
        return int(regex.sub(r"\D", "", folded))
    if _DECIMAL.fullmatch(folded):
        return float(regex.sub(r"[,٫]", ".", folded))
    return int(regex.match(r"[0-9]+", folded).group())


def _is_joined(tokens: list[Token], index: int) -> bool:
    """Tell whether the token carries a و of its own."""
    if index >= len(tokens) or not tokens[index].folded.startswith("و"):
        return False
    if stem_of(tokens[index].folded) != tokens[index].folded:
        return True
    # وأحد عشر is spelled like واحد once the hamza is levelled.
    return index + 1 < len(tokens) and tokens[index + 1].folded in _TEEN


def _read_words(tokens: list[Token], index: int) -> Number | None:
    """Read a number in words that begins at a token.

    ``total`` holds what thousands and millions closed, ``group`` the part under a thousand
    that is being read; ``smallest`` is the place value that the next word must stay under.
    """
    total = group = 0
    last = group_from = None
    smallest = 10**12
    position = index
    while position < len(tokens):
        if tokens[position].folded == "و" and last == position - 1:
            position += 1  # و with a blank behind it: تسعة و تسعين
            continue
        word = stem_of(tokens[position].folded)
        if not _is_number_word(word) or (word == _HALF and last is None):
            break
        joined = _is_joined(tokens, position) or (last is not None and last < position - 1)
        if last is not None and word == _HALF and joined and not group and total:
            total += smallest // 2
            position += _is_scaled(tokens, position)  # ونصف المليون
        elif last is None and word in _BARE_DUALS:
            smallest = _MULTIPLIER_OF[word]
            is_construct = position + 1 < len(tokens) and not _goes_on(tokens, position)
            total = 2 * smallest if is_construct else smallest
        elif word in _MULTIPLIER_OF and (last is None or group or joined):
            scale = _MULTIPLIER_OF[word]
            if last is None and word in _PLURAL_MULTIPLIERS:
                return None  # آلاف، ملايين: many, and no number
            if last is not None and not group:
                break
            if scale >= smallest and group_from is not None:
                return Number(total, index, group_from - 1)  # عشرة آلاف وخمسة عشر ألفا: a range
            total += max(group, 1) * scale
            group, smallest, group_from = 0, scale, None
        elif word in _DUAL_MULTIPLIER_OF and last is None:
            scale = _DUAL_MULTIPLIER_OF[word]
            total, smallest = 2 * scale, scale
        else:
            added = _small_value(word)
            if added is None or not _may_add(group, added, joined, last is None, smallest, total):
                break
            group_from = position if group == 0 else group_from
            group = group * added if added == 100 and 3 <= group <= 9 else group + added
        last = position
        position += 1
    return None if last is None else Number(total + group, index, last)


def _read_half(tokens: list[Token], index: int) -> Number | None:
    """Read half of a multiplier: نصف مليون."""
    if index + 1 == len(tokens) or stem_of(tokens[index].folded) != _HALF:
        return None
    scale = _MULTIPLIER_OF.get(tokens[index + 1].folded)
    return None if scale is None else Number(scale // 2, index, index + 1)


def _goes_on(tokens: list[Token], index: int) -> bool:
    """Tell whether a joined number stands behind a token, as behind no construct: ألفا وستمئة."""
    return _is_joined(tokens, index + 1) and stem_of(tokens[index + 1].folded) not in _MULTIPLIER_OF


def _small_value(word: str) -> int | None:
    """Return the value of a word under a thousand."""
    for table in (_UNIT_OF, _TEN_OF, _HUNDRED_OF):
        if word in table:
            return table[word]
    return None


def _may_add(
    group: int, added: int, joined: bool, is_first: bool, smallest: int, total: int
) -> bool:
    """Tell whether a word under a thousand goes on with the number that is being read."""
    if is_first:
        return True
    if added >= smallest:
        return False
    if group == 0:  # right behind a multiplier: ثلاثة آلاف وخمسمئة
        return joined and total > 0
    ones = group % 100
    if added == 10:  # the teens are not joined: خمسة عشر
        return (not joined and 1 <= ones <= 9) or (joined and group >= 100 and ones == 0)
    if 20 <= added < 100:  # units come before tens: خمسة وعشرون
        return joined and ones < 10
    if added == 100:  # ثلاث مئة
        return not joined and 3 <= group <= 9
    if added > 100:  # بين مئة ومئتين
        return False
    return joined and group >= 100 and ones == 0  # مئة وخمسة
