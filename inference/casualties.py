"""How many people an event killed, wounded and so on, read from its CASUALTIES mentions.

A mention is cut into readings, an outcome and a number each; the readings of an event are
added up by outcome. The rules are those of ANNOTATION: "more than 20" counts as 20, a joint
number (مقتل وإصابة 35) counts nobody apart, a part (بينهم طفلان) is never added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from hadath.annotations.labels import Outcome, Role
from hadath.annotations.overlap import fold
from hadath.inference.numerals import Number, Token, find_numbers, tokenize
from hadath.inference.people import PERSONS, is_construct_dual, is_dual, is_plural
from hadath.inference.records import LinkedEvent, Mention, Toll

_OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.KILLED: (
        r"م?قتل\p{L}*|قتيل\p{L}*|[يت]قتل\p{L}*|قتول\p{L}*|[يت]?ستشهد\p{L}*|استشهد\p{L}*|استشهاد\p{L}*"
        r"|شهيد\p{L}*|شهداء|[اي]رتق\p{L}*|[مي]?صرع\p{L}*|وفا[هت]\p{L}*|توف\p{L}*|وفيات|قضي|قضوا|قضت|حتف\p{L}*"
        r"|اعدم\p{L}*|اعدام\p{L}*|اغتال\p{L}*|اغتيال\p{L}*|تصفي\p{L}*|ضحي[هت]\p{L}*|ضحايا\p{L}*|جث[هت]?\p{L}{0,2}|جثث"
        r"|جثام?ين|جثمان\p{L}*|ارواح\p{L}*|حيا[هت]\p{L}*|اباد\p{L}*|اود[يت]\p{L}*|مات|ماتوا|موت|ذبح\p{L}*|حصد\p{L}*"
        r"|قضاء|ازهق\p{L}*|ارد[يو]\p{L}*|هلك\p{L}*|هلاك|اجهز\p{L}*"
    ),
    Outcome.WOUNDED: (
        r"[اي]صاب\p{L}*|تصاب\p{L}*|[ا]صيب\p{L}*|[يت]صيب\p{L}*|مصاب\p{L}*|جرح\p{L}*|جريح\p{L}*|جروح|جراح"
        r"|[يت]جرح\p{L}*|اختناق\p{L}*|بتر\p{L}*"
    ),
    Outcome.MISSING: r"فقد|فقدا|فقدوا|فقدت|فقدان|مفقود\p{L}*|اختفاء|اختفي|اختفوا",
    Outcome.CAPTURED: r"اسر|اسرت|اسروا|اسير\p{L}*|اسري|ماسور\p{L}*|[يت]اسر|مختطف\p{L}*|مخطوف\p{L}*|محتجز\p{L}*",
    Outcome.DISPLACED: (
        r"نزوح\p{L}*|نازح\p{L}*|نزح\p{L}*|[يت]نزح\p{L}*|تهجير\p{L}*|مهجر\p{L}*|هجر(?!ه$)\p{L}*|شرد\p{L}*|تشريد\p{L}*"
        r"|مشرد\p{L}*|لاج[ئي]\p{L}*|لجوء|فرار|فر|فروا|فرت|[يت]فرون?|مغادره|اجلاء|اخلاء"
    ),
}
"""Folded outcome words of every school of writing, proclitics aside."""

_OUTCOME = regex.compile(
    r"[وف]?[بلك]?(?:ال|ل)?(?:"
    + "|".join(f"(?P<{outcome}>{words})" for outcome, words in _OUTCOME_WORDS.items())
    + ")"
)
_STUCK = {Outcome.KILLED: ("مقتل", "استشهاد", "سقوط"), Outcome.WOUNDED: ("اصابه",)}
"""Outcome words that are found inside another word too (عنمقتل), or that hint at theirs."""

_PART = regex.compile(r"(?:و?من )?(?:بين|ضمن)(?:هم|هن|هما|ها)\b|\bمنهم\b|بما في ذلك|بمن فيهم")
_AGE = frozenset(
    [
        "عام",
        "عاما",
        "سنه",
        "سنوات",
        "اعوام",
        "ربيعا",
        "شهرا",
        "شهور",
        "اشهر",
        "يوم",
        "يوما",
        "ايام",
        "ساعه",
        "ساعات",
        "دقيقه",
        "دقائق",
        "مترا",
        "متر",
        "كيلومتر",
        "كم",
        "كيلومترا",
    ]
)
_UNIT_NAMES = frozenset(
    [
        "وحده",
        "الوحده",
        "لواء",
        "اللواء",
        "فرقه",
        "الفرقه",
        "كتيبه",
        "الكتيبه",
        "فوج",
        "الفوج",
        "سريه",
        "رقم",
        "تموز",
        "ايلول",
        "القطاع",
        "برتبه",
    ]
)
_RANGE = frozenset(["الي", "و", "-", "–", "او"])
_AT_LEAST = regex.compile(
    r"اكثر من|ما ?لا ?يقل عن|لا ?يقل عن|ما ?يزيد (?:عن|علي)|يزيد (?:عن|علي)|علي الاقل|يفوق|تجاوز|يتجاوز|فوق"
)
_AT_MOST = regex.compile(r"اقل من|ما ?يصل الي|لا ?يزيد (?:عن|علي)|لا يتجاوز|حتي")
_ABOUT = regex.compile(r"نحو|حوالي|قرابه|زهاء|ما ?يقارب|يناهز|تقريبا|قريب من")
_NONE = regex.compile(
    r"\b(?:دون|بدون|عدم|من غير|لم [تي]\w+|لا|نفي\w*|نفت|ينفي)(?: اي| ان)?(?: (?:وقوع|سقوط|تسجيل|ذكر|وجود|حدوث)(?: اي)?)? ?$"
)
"""What stands before casualties that there were not (دون وقوع إصابات)."""

_NONE_REACH = 30
"""Characters before a mention in which that may stand."""

_FILLERS = frozenset(
    [
        "ما",
        "لا",
        "يقل",
        "عن",
        "اكثر",
        "من",
        "نحو",
        "حوالي",
        "علي",
        "الاقل",
        "قرابه",
        "زهاء",
        "كل",
        "يزيد",
        "مالا",
        "مالايقل",
        "لايقل",
        "اقل",
        "ان",
        "قد",
        "تم",
        "في",
        "بين",
        "وقوع",
        "سقوط",
        "حتي",
        "تاكيد",
        "الي",
        "هو",
        "هي",
        "ب",
    ]
)
"""Words that stand before the people of a mention and are none."""


_JOINED = 3
"""Words that may stand between casualties that share an outcome (إضافة إلى)."""

_REACH = 60
"""Characters behind a mention in which its outcome word may stand."""

_NOT_ALONE = frozenset(
    ["حياه", "حياته", "حياتهم", "القضاء", "قضاء", "قتال", "القتال", "مقاتلين", "مقاتل", "المقاتلين"]
)
"""Words that tell an outcome only inside a mention."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One outcome and its number in a mention.

    Attributes:
        outcome: What happened; ``None`` where the mention has no word for it.
        count: The number, ``None`` where uncounted.
        low: At least this many.
        high: At most this many, ``None`` where no upper end is told.
        is_added: The people come on top of those read before; in an apposition
            (السفير، فلان) they are the same.
    """

    outcome: Outcome | None
    count: int | None
    low: int
    high: int | None
    is_added: bool = True


def read_tolls(text: str, event: LinkedEvent) -> tuple[Toll, ...]:
    """Add up the casualties of an event.

    Args:
        text: The raw text that the event's mentions count characters of.
        event: An event with its mentions.

    Returns:
        One toll an outcome, in the order of ``Outcome``.
    """
    found: dict[Outcome, list[tuple[Reading, Mention]]] = {}
    previous: Outcome | None = None
    behind = 0
    read = _read_jointly(text, event.of(Role.CASUALTIES))
    starts = [mention.start for mention, _ in read[1:]] + [len(text)] * bool(read)
    for (mention, readings), ahead in zip(read, starts, strict=True):
        if _NONE.search(fold(text[max(0, mention.start - _NONE_REACH) : mention.start])):
            readings = [
                replace(r, count=0, low=0, high=0) if r.count is None else r for r in readings
            ]
        for reading in readings:
            outcome = reading.outcome or outcome_around(text, mention, previous, (behind, ahead))
            found.setdefault(outcome, []).append((reading, mention))
            previous = outcome
        behind = mention.end
    return tuple(_add_up(outcome, found[outcome]) for outcome in Outcome if outcome in found)


def _read_jointly(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention, list[Reading]]]:
    """Read mentions; a number that two outcomes share (مقتل / وإصابة 35) counts for neither."""
    read = [(mention, read_mention(text[mention.start : mention.end])) for mention in mentions]
    for index in range(len(read) - 1):
        (first, firsts), (second, seconds) = read[index], read[index + 1]
        if text[first.end : second.start].strip() or firsts[0].outcome is seconds[0].outcome:
            continue
        words = text[first.start : first.end], text[second.start : second.end]
        if _is_bare_outcome(words[0]) or _is_bare_singular(words[1], firsts[0], fold(words[0])):
            read[index] = first, [_uncounted(reading) for reading in firsts]
            read[index + 1] = second, [_uncounted(reading) for reading in seconds]
    return read


def _is_bare_outcome(words: str) -> bool:
    """Tell a mention that names an outcome and nobody (مقتل)."""
    return all(_is_verbal_outcome(token.folded) for token in tokenize(words))


def _is_bare_singular(words: str, before: Reading, before_words: str) -> bool:
    """Tell the second half of a joint count: 17 قتيلا / وجريحا، قتيل / وجريح."""
    tokens = tokenize(words)
    if len(tokens) != 1 or (before.count is None and not before_words.endswith(("شهيد", "قتيل"))):
        return False
    return _BARE_SINGULAR.fullmatch(tokens[0].folded) is not None


def _uncounted(reading: Reading) -> Reading:
    return Reading(reading.outcome, None, 1, None)


def read_mention(words: str) -> list[Reading]:
    """Read the outcomes and numbers of one CASUALTIES mention.

    Args:
        words: The mention as written.

    Returns:
        At least one reading; one whose outcome is ``None`` where no word tells it.
    """
    tokens = _without_parts(tokenize(words))
    outcomes = [
        (index, outcome)
        for index, token in enumerate(tokens)
        if (outcome := outcome_of(token.folded))
    ]
    numbers = [number for number in find_numbers(tokens) if _counts_people(tokens, number)]
    outcomes = _without_victims(tokens, outcomes)
    kinds = list(dict.fromkeys(outcome for _, outcome in outcomes)) or _stuck_outcome(tokens)
    if len(kinds) <= 1:
        outcome = kinds[0] if kinds else None
        return [_read_one(words, tokens, numbers, outcome)]
    if len(numbers) < len(kinds):
        if len(numbers) == 1 and not _are_joined(outcomes):
            return _pair_lone(numbers[0], outcomes)
        return [Reading(kind, None, 1, None) for kind in kinds]
    return [_exact(kind, number.value) for kind, number in zip(kinds, numbers, strict=False)]


def outcome_of(folded: str) -> Outcome | None:
    """Return what a folded word says happened to people, ``None`` where it says nothing."""
    match = _OUTCOME.fullmatch(folded)
    if match is None:
        return None
    return next(Outcome(name) for name, value in match.groupdict().items() if value)


def outcome_around(
    text: str, mention: Mention, previous: Outcome | None, gap: tuple[int, int]
) -> Outcome:
    """Find the outcome of people whose mention does not tell it.

    Args:
        text: The raw text.
        mention: The people.
        previous: The outcome of the casualties read before.
        gap: Where those end, and where the casualties behind begin.

    Returns:
        The outcome word nearest before them in the sentence; else that of the casualties right
        before; else the first outcome word behind them; killed where there is none.
    """
    start = max(text.rfind(mark, 0, mention.start) for mark in ".\n؟!") + 1
    between = text[max(start, gap[0]) : mention.start]
    before = _outcomes_in(between)
    if before:
        return before[-1]
    if previous is not None and len(between.split()) <= _JOINED:
        return previous
    after = _outcomes_in(text[mention.end : min(gap[1], mention.end + _REACH)])
    return after[0] if after else previous or Outcome.KILLED


def _outcomes_in(text: str) -> list[Outcome]:
    """Return the outcomes that the words of a stretch tell, in order."""
    found = []
    for token in tokenize(text):
        outcome = outcome_of(token.folded)
        if outcome is not None and token.folded not in _NOT_ALONE:
            found.append(outcome)
    return found


def count_of_people(words: str) -> int | None:
    """Return how many people a noun phrase names, ``None`` where it counts nobody.

    Args:
        words: A phrase such as قتيلان، ثلاثة جنود، مدني.
    """
    tokens = _without_parts(tokenize(words))
    numbers = [number for number in find_numbers(tokens) if _counts_people(tokens, number)]
    return _read_one(words, tokens, numbers, None).count


def _read_one(
    words: str, tokens: list[Token], numbers: list[Number], outcome: Outcome | None
) -> Reading:
    """Read the number of a mention with one outcome at most."""
    if numbers:
        return _read_number(words, tokens, numbers, outcome)
    nouns = [
        words[token.start : token.end]
        for token in tokens
        if token.folded[:1].isalpha()
        and token.folded.removeprefix("و") not in _FILLERS
        and not _is_verbal_outcome(token.folded)
    ]
    if not nouns:
        has_object = any(
            token.folded.endswith(("ه", "ته")) and len(token.folded) == 4 for token in tokens
        )
        return _exact(outcome, 1) if has_object else Reading(outcome, None, 1, None)
    if is_dual(nouns[0]) or (len(nouns) > 1 and is_dual(nouns[1]) and not is_plural(nouns[0])):
        return _exact(outcome, 2)
    if is_construct_dual(nouns[0]):
        return _exact(outcome, 2)
    if is_plural(nouns[0]):
        return Reading(outcome, None, 1, None)
    joined = sum(_joined_people(noun) for noun in nouns[1:])
    is_added = outcome is not None or words.startswith("و")
    return Reading(outcome, 1 + joined, 1 + joined, 1 + joined, is_added)


def _joined_people(noun: str) -> int:
    """Return how many a word behind a single person adds: one (وجندي), two (وجنديين) or none."""
    if noun[0] != "و":
        return 0
    return 1 if fold(noun)[1:] in PERSONS else 2 * is_dual(noun[1:])


def _read_number(
    words: str, tokens: list[Token], numbers: list[Number], outcome: Outcome | None
) -> Reading:
    first = numbers[0]
    text = " ".join(token.folded for token in tokens)
    if len(numbers) > 1 and _is_range(tokens, first, numbers[1]):
        return Reading(outcome, first.value, first.value, numbers[1].value)
    if _AT_MOST.search(text):
        return Reading(outcome, first.value, 1, first.value)
    if _AT_LEAST.search(text):
        return Reading(outcome, first.value, first.value, None)
    return _exact(outcome, first.value)


def _exact(outcome: Outcome | None, count: int) -> Reading:
    return Reading(outcome, count, count, count)


def _is_range(tokens: list[Token], first: Number, second: Number) -> bool:
    """Tell whether two numbers are the ends of a range: بين 10 و15، من 3 إلى 5."""
    between = [token.folded for token in tokens[first.last + 1 : second.first]]
    opener = tokens[first.first - 1].folded if first.first else ""
    if len(between) > 2 or second.value <= first.value:
        return False
    joined = not between or between[0] in _RANGE
    return joined and (
        opener in ("بين", "من", "ما") or any(word in ("الي", "-", "–", "او") for word in between)
    )


def _counts_people(tokens: list[Token], number: Number) -> bool:
    """Tell a count of people from an age, a span of time or the number of a brigade."""
    behind = tokens[number.last + 1].folded if number.last + 1 < len(tokens) else ""
    before = tokens[number.first - 1].folded if number.first else ""
    is_age = before == "في" and tokens[number.first].folded.startswith("ال")
    is_ordinal = before.startswith("ال") and tokens[number.first].folded in ("عشر", "عشره")
    return behind not in _AGE and before not in _UNIT_NAMES and not is_age and not is_ordinal


def _without_parts(tokens: list[Token]) -> list[Token]:
    """Drop what tells of a part of the people (بينهم طفلان)."""
    for index in range(1, len(tokens)):
        rest = " ".join(token.folded for token in tokens[index : index + 3])
        if _PART.match(rest):
            return tokens[:index]
    return tokens


def _is_verbal_outcome(folded: str) -> bool:
    """Tell an outcome word that names no people (مقتل، أصيب) from one that does (قتيل)."""
    return outcome_of(folded) is not None and not _PERSONAL.fullmatch(folded)


_PERSONAL = regex.compile(
    r"[وفبل]*(?:ال|لل)?(?:قتيل|شهيد|جريح|مصاب|مفقود|اسير|نازح|ضحي[هة]|جث[هةت])\p{L}*|\p{L}*(?:قتلي|جرحي|شهداء|ضحايا|اسري|ارواح)"
    r"|\p{L}*اصابات|\p{L}*اصابتان|\p{L}*اصابتين"
)


_BARE_SINGULAR = regex.compile(r"و(?:جريح|مصاب|قتيل|شهيد)ا?")


def _stuck_outcome(tokens: list[Token]) -> list[Outcome]:
    """Return the outcome whose word stands inside another (عنمقتل), as a list."""
    text = " ".join(token.folded for token in tokens)
    return [outcome for outcome, stems in _STUCK.items() if any(s in text for s in stems)][:1]


def _without_victims(
    tokens: list[Token], outcomes: list[tuple[int, Outcome]]
) -> list[tuple[int, Outcome]]:
    """Drop people who were something else before (استشهاد الأسير: killed, not captured)."""
    if not outcomes or not _is_verbal_outcome(tokens[outcomes[0][0]].folded):
        return outcomes
    first = outcomes[0][1]
    return [
        (index, outcome)
        for index, outcome in outcomes
        if outcome is first
        or _is_verbal_outcome(tokens[index].folded)
        or tokens[index].folded.startswith("و")
    ]


def _are_joined(outcomes: list[tuple[int, Outcome]]) -> bool:
    """Tell whether two outcome words stand side by side (مقتل وإصابة)."""
    return any(b - a == 1 for (a, _), (b, _) in zip(outcomes, outcomes[1:], strict=False))


def _pair_lone(number: Number, outcomes: list[tuple[int, Outcome]]) -> list[Reading]:
    """Give the one number to the outcome word nearest to it."""
    nearest = min(outcomes, key=lambda entry: abs(entry[0] - number.first))[1]
    kinds = dict.fromkeys(outcome for _, outcome in outcomes)
    return [
        _exact(kind, number.value) if kind is nearest else Reading(kind, None, 1, None)
        for kind in kinds
    ]


def _add_up(outcome: Outcome, readings: Sequence[tuple[Reading, Mention]]) -> Toll:
    """Add the readings of one outcome; the same number told twice counts once."""
    mentions = tuple(dict.fromkeys(mention for _, mention in readings))
    counted: list[Reading] = []
    for reading, _ in readings:
        is_repeat = reading.count != 1 and any(r.count == reading.count for r in counted)
        if reading.count is not None and not is_repeat and (reading.is_added or not counted):
            counted.append(reading)
    has_many = any(reading.count is None for reading, _ in readings)
    if not counted or (has_many and all(reading.count == 1 for reading in counted)):
        return Toll(outcome, None, 1, None, mentions)
    total = sum(reading.count or 0 for reading in counted)
    low = sum(reading.low for reading in counted)
    highs = [reading.high for reading in counted if reading.high is not None]
    is_open = has_many or len(highs) < len(counted)
    return Toll(outcome, total, low, None if is_open else sum(highs), mentions)
