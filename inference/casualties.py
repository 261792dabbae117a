"""How many people an event killed, wounded and so on, read from its CASUALTIES mentions.

A mention is cut into readings (``readings``); those of an event are added up by outcome. The rules
are those of ANNOTATION: "more than 20" counts as 20, a joint number (مقتل وإصابة 35) counts nobody
apart, a part (بينهم طفلان) is never added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from hadath.annotations.labels import Outcome, Role
from hadath.annotations.overlap import fold
from hadath.inference.numerals import find_numbers, tokenize
from hadath.inference.outcomes import is_verbal_outcome, outcome_around, worse_around
from hadath.inference.readings import Reading, Rule, counts_people, read_mention
from hadath.inference.records import LinkedEvent, Mention, Toll

_NONE = regex.compile(
    r"\b[وف]?(?:دون|بدون|عدم|من غير|لم [تي]\w+|لا|نفي\w*|نفت|ينفي)(?: (?:اي|ان))?"
    r"(?: (?:(?![يت]زال)[يت]\w+|وقوع|سقوط|تسجيل|ذكر|وجود|حدوث))?"
    r"(?: عن)?(?: (?:وقوع|سقوط|تسجيل))?(?: اي)? ?$"
)
"""What stands before casualties that there were not (دون وقوع إصابات)."""

_ANY = regex.compile(r"\b[وب]?[اأ]ي[ةه]?\b")
"""Any, which stands with the killed and wounded where there were none (لم تسجل أي إصابة); the name
آية is another word, so that hamza and madda are not levelled."""

_MARKS = regex.compile(r"\p{M}")

_NONE_REACH = 35
"""Characters before a mention in which that may stand."""

_CAME_TO = regex.compile(
    r"^ (?:قد |[وف]قد )?(?:بلغت?|وصلت?|ارتفعت?|زادت?|[يت]بلغ|[يت]صل|[يت]تجاوزت?)"
    r"(?: عددهم| عدده| الي| على| علي| حتي)*(?: الان)?(?: نحو| حوالي| قرابه| اكثر من)? "
)
"""What stands between people and their number behind them (القتلى بلغ 1802), folded."""

_NUMBER_REACH = 30
"""Characters behind that in which the number may stand."""

_BARE_SINGULAR = regex.compile(r"و(?:جريح|مصاب|قتيل|شهيد)ا?")


@dataclass(frozen=True, slots=True)
class PlacedReading:
    """A reading with its outcome settled and the mention it was read in.

    Attributes:
        outcome: What happened to the people.
        reading: How many.
        mention: Where it is told.
    """

    outcome: Outcome
    reading: Reading
    mention: Mention


def read_tolls(text: str, event: LinkedEvent) -> tuple[Toll, ...]:
    """Add up the casualties of an event.

    Args:
        text: The raw text that the event's mentions count characters of.
        event: An event with its mentions.

    Returns:
        One toll an outcome, in the order of ``Outcome``.
    """
    placed = read_event(text, event)
    return tuple(
        _add_up(outcome, own)
        for outcome in Outcome
        if (own := [entry for entry in placed if entry.outcome is outcome])
    )


def read_event(text: str, event: LinkedEvent) -> list[PlacedReading]:
    """Read the CASUALTIES mentions of an event, in their order, before anything is added up.

    Args:
        text: The raw text that the event's mentions count characters of.
        event: An event with its mentions.
    """
    placed: list[PlacedReading] = []
    previous: Outcome | None = None
    behind = 0
    read = _read_jointly(text, event.of(Role.CASUALTIES))
    for index, (mention, readings) in enumerate(read):
        gap = behind, _start_ahead(text, read, index)
        for reading in _in_context(text, mention, readings, gap):
            if reading.outcome is None:
                outcome = outcome_around(text, mention, previous, gap)
            else:
                outcome = worse_around(text, mention, reading.outcome, gap)
            placed.append(PlacedReading(outcome, reading, mention))
            previous = outcome
        behind = mention.end
    return placed


def _in_context(
    text: str, mention: Mention, readings: list[Reading], gap: tuple[int, int]
) -> list[Reading]:
    """Amend the readings of a mention by what stands around it.

    Args:
        text: The raw text.
        mention: The people.
        readings: As the words of the mention alone are read.
        gap: Where the casualties before end, and where those behind begin.
    """
    before = fold(text[max(0, mention.start - _NONE_REACH) : mention.start])
    if _ANY.search(_MARKS.sub("", text[mention.start : mention.end])):
        readings = [_nobody(r) if r.rule in (Rule.SEVERAL, Rule.ONE) else r for r in readings]
    elif _NONE.search(before):
        readings = [_nobody(r) if r.count is None else r for r in readings]
    elif (count := _count_behind(text, mention, gap[1])) is not None:
        readings = [_counted(r, count) if r.rule is Rule.SEVERAL else r for r in readings]
    is_joined = gap[0] > 0 and _is_joined(text, gap[0], mention)
    return [replace(reading, is_joined=is_joined) for reading in readings]


def _is_joined(text: str, behind: int, mention: Mention) -> bool:
    """Tell whether a و joins a mention to what ends right before it."""
    return text[mention.start] == "و" and not text[behind : mention.start].strip(" ،,")


def _start_ahead(text: str, read: Sequence[tuple[Mention, list[Reading]]], index: int) -> int:
    """Return where the words behind a mention end: at the next casualties, or of the text.

    People joined to people share the words behind both: [ثلاثة جنود] [وسبعة مدنيين] أُصيبوا.
    """
    for (mention, _), (following, readings) in pairwise(read[index:]):
        if readings[0].outcome is not None or not _is_joined(text, mention.end, following):
            return following.start
    return len(text)


def _count_behind(text: str, mention: Mention, ahead: int) -> int | None:
    """Return the number that a verb behind people gives (عدد القتلى بلغ 1802)."""
    behind = fold(text[mention.end : ahead])
    verb = _CAME_TO.match(behind)
    if verb is None:
        return None
    tokens = tokenize(behind[verb.end() : verb.end() + _NUMBER_REACH])
    number = next(iter(find_numbers(tokens)), None)
    if number is None or number.first or not counts_people(tokens, number):
        return None
    return number.value


def _counted(reading: Reading, count: int) -> Reading:
    return replace(reading, count=count, low=count, high=count, rule=Rule.NUMBER)


def _nobody(reading: Reading) -> Reading:
    """Turn people into none."""
    return replace(reading, count=0, low=0, high=0, rule=Rule.NONE)


def _read_jointly(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention, list[Reading]]]:
    """Read mentions; a number that two outcomes share (مقتل / وإصابة 35) counts for neither."""
    read = [(mention, read_mention(text[mention.start : mention.end])) for mention in mentions]
    for index in range(len(read) - 1):
        (first, firsts), (second, seconds) = read[index], read[index + 1]
        if _is_shared(text[first.end : second.start], text[second.start : second.end]):
            read[index] = first, [_uncounted(reading) for reading in firsts]
            read[index + 1] = second, [_uncounted(reading) for reading in seconds]
        if text[first.end : second.start].strip() or firsts[0].outcome is seconds[0].outcome:
            continue
        words = text[first.start : first.end], text[second.start : second.end]
        if _is_bare_outcome(words[0]) or _is_bare_singular(words[1], firsts[0], fold(words[0])):
            read[index] = first, [_uncounted(reading) for reading in firsts]
            read[index + 1] = second, [_uncounted(reading) for reading in seconds]
    return read


def _is_shared(between: str, words: str) -> bool:
    """Tell people who are shared out among outcomes: [سبعة جنود] بين [قتيل] [وجريح]."""
    return (
        between.strip() in ("بين", "ما بين")
        and _BARE_SINGULAR.fullmatch("و" + fold(words)) is not None
    )


def _is_bare_outcome(words: str) -> bool:
    """Tell a mention that names an outcome and nobody (مقتل)."""
    return all(is_verbal_outcome(token.folded) for token in tokenize(words))


def _is_bare_singular(words: str, before: Reading, before_words: str) -> bool:
    """Tell the second half of a joint count: 17 قتيلا / وجريحا، قتيل / وجريح."""
    tokens = tokenize(words)
    if len(tokens) != 1 or (before.count is None and not before_words.endswith(("شهيد", "قتيل"))):
        return False
    return _BARE_SINGULAR.fullmatch(tokens[0].folded) is not None


def _uncounted(reading: Reading) -> Reading:
    return Reading(reading.outcome, None, 1, None, rule=Rule.SHARED)


def _add_up(outcome: Outcome, placed: Sequence[PlacedReading]) -> Toll:
    """Add the readings of one outcome; the same number told twice counts once."""
    mentions = tuple(dict.fromkeys(entry.mention for entry in placed))
    readings = [entry.reading for entry in placed]
    counted: list[Reading] = []
    for reading in readings:
        is_repeat = (
            not reading.is_joined
            and reading.count != 1
            and any(r.count == reading.count for r in counted)
        )
        if reading.count is not None and not is_repeat and (reading.is_added or not counted):
            counted.append(reading)
    has_many = any(reading.count is None for reading in readings)
    if not counted or (has_many and all(reading.count == 1 for reading in counted)):
        return Toll(outcome, None, 1, None, mentions)
    total = sum(reading.count or 0 for reading in counted)
    low = sum(reading.low for reading in counted)
    highs = [reading.high for reading in counted if reading.high is not None]
    is_open = has_many or len(highs) < len(counted)
    return Toll(outcome, total, low, None if is_open else sum(highs), mentions)
