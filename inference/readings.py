"""The readings of one CASUALTIES mention: an outcome and a number each, and how it was read."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import regex

from hadath.annotations.labels import Outcome
from hadath.annotations.overlap import fold
from hadath.inference.names import QUOTES
from hadath.inference.numerals import Number, Token, find_numbers, tokenize
from hadath.inference.outcomes import is_verbal_outcome, outcome_of, stuck_outcome, without_states
from hadath.inference.people import (
    PERSONS,
    is_construct_dual,
    is_dual,
    is_plural,
    is_someone_else,
    word_set,
)

PART = regex.compile(
    r"(?:و?من )?(?:بين|ضمن)(?:هم|هن|هما|ها)\b|\bو?منه[من]\b|و?بما في ذلك|و?بمن فيه[من]"
)
"""What opens a part of the people (بينهم طفلان), folded."""

_AGE = word_set(
    """
    عام عاما سنه سنوات اعوام ربيعا شهرا شهور اشهر يوم يوما ايام ساعه ساعات دقيقه دقائق مترا متر
    كيلومتر كم كيلومترا % ٪ بالمئه بالمائه
    """
)
"""Behind a number of these it counts no people: ages, spans of time, distances, shares."""

_UNIT_NAMES = word_set(
    """
    وحده الوحده لواء اللواء فرقه الفرقه كتيبه الكتيبه فوج الفوج سريه رقم تموز ايلول القطاع
    برتبه قائمه القائمه
    """
)
_RANGE = word_set("الي و - – او")
_AT_LEAST = regex.compile(
    r"اكثر من|ما ?لا ?يقل عن|لا ?[يت]قل عن|ما ?(?:يزيد|يربو) (?:عن|علي)"
    r"|(?<!لا )[يت](?:زيد|ربو) (?:عن|علي)"
    r"|علي الاقل|[يت]فوق|(?<!لا )[يت]?تجاوز\w*|فوق|ازيد من|لا اقل من"
)
_AT_MOST = regex.compile(
    r"(?<!لا )اقل من|ما ?يصل الي|لا ?[يت]زيد (?:عن|علي)|لا [يت]تجاوز|حتي|علي الاكثر"
)
_FILLERS = word_set(
    """
    ما لا يقل عن اكثر من نحو حوالي علي الاقل قرابه زهاء كل يزيد مالا مالايقل لايقل اقل ان قد تم
    في بين وقوع سقوط حتي تاكيد الي هو هي ب اي
    اقله زيد يربو ازيد يفوق تسجيل ما بلغ اصل فيها فيه عليها عليه كان كانوا ذلك مجرد الاكثر
    بالمئه بالمائه لقي لقيت لقوا
    """
)
"""Words that stand before the people of a mention and are none."""


_DEGREES = word_set("مؤكده محققه خطيره بليغه بالغه طفيفه متوسطه حرجه مباشره بجروح بجراح")
"""How badly people were hurt, told before them: إصابة خطيرة لجنديين."""


_PRONOUN = regex.compile(
    r"[وفبل]?(?:مقتل|قتلت?|استشهاد|مصرع|اصابت|وفات|اعدام|اعدمت|اغتيال|جرحت?|اسرت?|فقدان|اختفائ|حتف)(ه|ها|هما)"
)
"""An outcome word with a pronoun that tells how many: مقتله، إصابتها، استشهادهما."""


class Rule(StrEnum):
    """How a number was read."""

    NUMBER = "a number"
    RANGE = "a range: its lower end"
    AT_LEAST = "a number, at least"
    AT_MOST = "a number, at most"
    DUAL = "a dual: two"
    ONE = "one person"
    PRONOUN = "a pronoun for the people"
    SEVERAL = "people without a number"
    SHARED = "a number that two outcomes share"
    NONE = "told not to be there"


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
        is_joined: A و joins them to those right before, so that an equal number is no repeat.
        rule: How the number was read.
    """

    outcome: Outcome | None
    count: int | None
    low: int
    high: int | None
    is_added: bool = True
    is_joined: bool = False
    rule: Rule = Rule.SEVERAL


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
    numbers = [number for number in find_numbers(tokens) if counts_people(tokens, number)]
    outcomes = without_states(tokens, outcomes)
    kinds = list(dict.fromkeys(outcome for _, outcome in outcomes)) or stuck_outcome(tokens)
    if len(kinds) <= 1:
        outcome = kinds[0] if kinds else None
        return [_read_one(words, tokens, numbers, outcome)]
    if len(numbers) < len(kinds):
        if len(numbers) == 1 and not _are_joined(outcomes):
            return _pair_lone(numbers[0], outcomes)
        return [Reading(kind, None, 1, None, rule=Rule.SHARED) for kind in kinds]
    return [_exact(kind, number.value) for kind, number in zip(kinds, numbers, strict=False)]


def count_of_people(words: str) -> int | None:
    """Return how many people a noun phrase names, ``None`` where it counts nobody.

    Args:
        words: A phrase such as قتيلان، ثلاثة جنود، مدني.
    """
    tokens = _without_parts(tokenize(words))
    numbers = [number for number in find_numbers(tokens) if counts_people(tokens, number)]
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
        and token.folded != "و"
        and token.folded.removeprefix("و") not in _FILLERS
        and not is_verbal_outcome(token.folded)
    ]
    while len(nouns) > 1 and fold(nouns[0]) in _DEGREES:
        del nouns[0]
    if not nouns:
        return _read_pronoun(tokens, outcome)
    behind = nouns[1] if len(nouns) > 1 else ""
    if is_dual(nouns[0]) or is_construct_dual(nouns[0], behind):
        return _exact(outcome, 2, Rule.DUAL)
    if fold(nouns[0]).endswith("ين") and fold(behind).endswith("ين") and is_dual(behind):
        return _exact(outcome, 2, Rule.DUAL)  # the marks stand on the adjective: مدنيين أردنيَّين
    if is_plural(nouns[0]) and not _is_rank(nouns[0], behind):
        return Reading(outcome, None, 1, None)
    if behind and is_dual(behind) and fold(behind)[:-2] in PERSONS:
        return _exact(outcome, 2, Rule.DUAL)
    if outcome is Outcome.DISPLACED and fold(nouns[0]) not in PERSONS:
        return Reading(outcome, None, 1, None)  # a flight, not one who fled: حركة نزوح واسعة
    joined = sum(_joined_people(noun) for noun in nouns[1:])
    is_added = outcome is not None or words.startswith("و") or is_someone_else(nouns[0])
    return Reading(outcome, 1 + joined, 1 + joined, 1 + joined, is_added, rule=Rule.ONE)


def _is_rank(noun: str, behind: str) -> bool:
    """Tell the general of الفريق قاسم and الفريق الركن from the crew of الفريق الطبي."""
    return fold(noun) == "الفريق" and (fold(behind) == "الركن" or not behind.startswith("ال"))


def _read_pronoun(tokens: list[Token], outcome: Outcome | None) -> Reading:
    """Read an outcome with a pronoun for its people (مقتله) or with none (مقتل)."""
    for token in tokens:
        match = _PRONOUN.fullmatch(token.folded)
        if match is not None:
            return _exact(outcome, 2 if match.group(1) == "هما" else 1, Rule.PRONOUN)
    return Reading(outcome, None, 1, None)


def _joined_people(noun: str) -> int:
    """Return how many a word behind a single person adds: one (وجندي), two (وجنديين) or none."""
    if noun[0] != "و":
        return 0
    if is_dual(noun[1:]) or is_construct_dual(noun[1:]):
        return 2
    return 1 if fold(noun)[1:] in PERSONS else 0


def _read_number(
    words: str, tokens: list[Token], numbers: list[Number], outcome: Outcome | None
) -> Reading:
    first = numbers[0]
    text = " ".join(token.folded for token in tokens)
    if len(numbers) > 1 and _is_range(tokens, first, numbers[1]):
        low = first.value * _shared_scale(first.value, numbers[1].value)
        return Reading(outcome, low, low, numbers[1].value, rule=Rule.RANGE)
    if _AT_MOST.search(text):
        return Reading(outcome, first.value, 1, first.value, rule=Rule.AT_MOST)
    if _AT_LEAST.search(text):
        return Reading(outcome, first.value, first.value, None, rule=Rule.AT_LEAST)
    return _exact(outcome, first.value)


def _shared_scale(low: int, high: int) -> int:
    """Return the multiplier that both ends of a range share: بين 10 و15 ألفا."""
    for scale in (1_000_000, 1_000):
        if low < 1_000 and high % scale == 0 and low < high // scale < 1_000:
            return scale
    return 1


def _exact(outcome: Outcome | None, count: int, rule: Rule = Rule.NUMBER) -> Reading:
    return Reading(outcome, count, count, count, rule=rule)


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


def counts_people(tokens: list[Token], number: Number) -> bool:
    """Tell a count of people from an age, a share, a span of time or the number of a brigade.

    Args:
        tokens: Of a mention or what stands behind it.
        number: One that was found among them.
    """
    behind = tokens[number.last + 1].folded if number.last + 1 < len(tokens) else ""
    words_before = (token.folded for token in reversed(tokens[: number.first]))
    before = next((word for word in words_before if word not in QUOTES), "")
    is_age = before == "في" and tokens[number.first].folded.startswith("ال")
    is_ordinal = before.startswith("ال") and tokens[number.first].folded in ("عشر", "عشره")
    return behind not in _AGE and before not in _UNIT_NAMES and not is_age and not is_ordinal


def _without_parts(tokens: list[Token]) -> list[Token]:
    """Drop what tells of a part of the people (بينهم طفلان)."""
    for index in range(1, len(tokens)):
        rest = " ".join(token.folded for token in tokens[index : index + 3])
        if PART.match(rest) and not _is_partitive(tokens, index):
            return tokens[:index]
    return tokens


def _is_partitive(tokens: list[Token], index: int) -> bool:
    """Tell the منهم of a whole count (قُتل منهم ستة، ثلاثة منهم) from one that opens a part."""
    if tokens[index].folded not in ("منهم", "منهن"):
        return False
    if is_verbal_outcome(tokens[index - 1].folded):
        return True
    behind = tokens[index + 1 :]
    return not (find_numbers(behind[:1]) or (behind and is_dual(behind[0].folded)))


def _are_joined(outcomes: list[tuple[int, Outcome]]) -> bool:
    """Tell whether two outcome words stand side by side (مقتل وإصابة)."""
    return any(b - a == 1 for (a, _), (b, _) in pairwise(outcomes))


def _pair_lone(number: Number, outcomes: list[tuple[int, Outcome]]) -> list[Reading]:
    """Give the one number to the outcome word nearest to it."""
    nearest = min(outcomes, key=lambda entry: abs(entry[0] - number.first))[1]
    kinds = dict.fromkeys(outcome for _, outcome in outcomes)
    return [
        _exact(kind, number.value) if kind is nearest else Reading(kind, None, 1, None)
        for kind in kinds
    ]
