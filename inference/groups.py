"""Of whom: the children, women, fighters and others among the people of a toll.

"مقتل تسعة بينهم طفلان" tells of nine dead, two of them children. A part is never added to the
number, since it is in it; it is kept beside it by its group.
"""

from collections.abc import Iterator, Sequence

import regex

from hadath.annotations.labels import VictimGroup
from hadath.annotations.overlap import fold
from hadath.inference.numerals import Number, Token, find_numbers, tokenize
from hadath.inference.people import is_dual, is_plural, word_set
from hadath.inference.readings import PART
from hadath.inference.records import Mention, Part

_WORDS: dict[VictimGroup, frozenset[str]] = {
    VictimGroup.CHILDREN: word_set(
        """
        طفل طفلا طفلان طفلين طفله طفلتان طفلتين طفلات اطفال اطفالا رضيع رضيعا رضيعه رضيعان رضيعين
        رضع قاصر قاصرا قاصران قاصرين قاصرون قصر صبي صبيا صبيه صبيان صبيين صبيتان صبيتين صبيه فتيه
        اطفالهم اطفاله اطفالها رضيعها طفلها طفلته
        """
    ),
    VictimGroup.WOMEN: word_set(
        """
        امراه امراتان امراتين نساء نسوه سيده سيدتان سيدتين سيدات حامل حوامل ام امهات نسايه النسوه
        مراه
        """
    ),
    VictimGroup.CIVILIANS: word_set(
        """
        مدني مدنيا مدنيان مدنيين مدنيون مدنيه مدنيات مدنيتان مدنيتين مواطن مواطنا مواطنان مواطنين
        مواطنون
        """
    ),
    VictimGroup.FIGHTERS: word_set(
        """
        مقاتل مقاتلا مقاتلان مقاتلين مقاتلون مقاتلي مقاتلو عنصر عنصرا عنصران عنصرين عناصر مسلح مسلحا
        مسلحان مسلحين مسلحون مسلحي جندي جنديا جنديان جنديين جنود جنوده جنودها عسكري عسكريا عسكريان
        عسكريين عسكريون شرطي شرطيا شرطيان شرطيين ضابط ضابطا ضابطان ضابطين ضباط مجند مجندا مجندان
        مجندين مجندون  قيادي قياديا قياديان قياديين
        قياديون ارهابي ارهابيا ارهابيان ارهابيين ارهابيون متمرد متمردا متمردين متمردون
        """
    ),
    VictimGroup.MEDICS: word_set(
        """
        مسعف مسعفا مسعفان مسعفين مسعفون مسعفه مسعفات طبيب طبيبا طبيبان طبيبين اطباء طبيبه طبيبات
        ممرض ممرضا ممرضان ممرضين ممرضون ممرضه ممرضتان ممرضتين ممرضات
        """
    ),
    VictimGroup.JOURNALISTS: word_set(
        """
        صحفي صحفيا صحفيان صحفيين صحفيون صحفيه صحافي صحافيا صحافيان صحافيين صحافيون صحافيه صحفيات
        صحافيات مصور مصورا مصوران مصورين مصورون مصوره مراسل مراسلا مراسلان مراسلين مراسلون مراسله
        اعلامي اعلاميا اعلاميان اعلاميين اعلاميون اعلاميه
        """
    ),
}
_GROUP_OF = {word: group for group, words in _WORDS.items() for word in words}

_OPENER = regex.compile(rf"\b(?:{PART.pattern})|\b(?:غالبيت|معظم|جميع)(?:هم|هن)(?: من)?\b")
"""What opens a part; behind most (غالبيتهم) no number stands."""

_STOP = regex.compile(r"[.؛:!؟\n]|\b(?:فيما|بينما|كما|حيث|وذلك|جراء|اثر|نتيجه|خلال|في)\b")
_BEHIND = word_set("اثنان اثنين اثنتان اثنتين واحد واحده")
"""Numbers that stand behind what they count (مدنيين اثنين)."""

_REACH = 90
"""Characters behind an opener in which its people stand."""


def read_groups(text: str, mentions: Sequence[Mention], stops: Sequence[int]) -> tuple[Part, ...]:
    """Read of whom the people of a toll are.

    Args:
        text: The raw text that the mentions count characters of.
        mentions: The toll's mentions.
        stops: Where other mentions begin, and where the sentence ends.

    Returns:
        A part a group, in the order of ``VictimGroup``; the numbers of one group are added up,
        and its count is ``None`` where one of them is not told.
    """
    found: dict[VictimGroup, list[int | None]] = {}
    for mention in mentions:
        stop = min((stop for stop in stops if stop >= mention.end), default=len(text))
        whole = list(_people(_before_part(text[mention.start : mention.end])))
        named = {group for group, _ in whole}
        parts = _people(_part_of(text[mention.start : stop]))
        # an officer among three soldiers is one of the three
        for group, count in (*whole, *(part for part in parts if part[0] not in named)):
            found.setdefault(group, []).append(count)
    return tuple(Part(group, _sum(found[group])) for group in VictimGroup if group in found)


def _before_part(words: str) -> str:
    opener = _OPENER.search(fold(words))
    return fold(words)[: opener.start()] if opener else words


def _part_of(words: str) -> str:
    """Return the people behind the opener of a part, up to what is no longer of it."""
    folded = fold(words)
    opener = _OPENER.search(folded)
    if opener is None:
        return ""
    rest = folded[opener.end() : opener.end() + _REACH]
    stop = _STOP.search(rest)
    return rest[: stop.start()] if stop else rest


def _people(words: str) -> Iterator[tuple[VictimGroup, int | None]]:
    """Yield the groups named in a list of people, each with its number."""
    tokens = tokenize(words)
    numbers = find_numbers(tokens)
    seen: set[VictimGroup] = set()
    for index, token in enumerate(tokens):
        group = _group_of(token.folded)
        # in جندي مدني and خمسة مسلحين من العناصر the second word tells more of the same people
        is_new = index == 0 or token.folded.startswith("و") or _number_at(numbers, index - 1)
        if group is None or (seen and not is_new):
            continue
        seen.add(group)
        number = _number_of(tokens, numbers, index)
        yield group, number.value if number else _count_in(words[token.start : token.end])


def _group_of(folded: str) -> VictimGroup | None:
    for bare in (folded, folded.removeprefix("و"), folded.removeprefix("وال").removeprefix("ال")):
        if bare in _GROUP_OF:
            return _GROUP_OF[bare]
    return None


def _number_of(tokens: Sequence[Token], numbers: Sequence[Number], index: int) -> Number | None:
    """Return the number of a word for people: before it, before its من, or behind it."""
    before = index - 2 if index and tokens[index - 1].folded == "من" else index - 1
    behind = _number_at(numbers, index + 1)
    is_behind = behind is not None and tokens[behind.first].folded in _BEHIND
    return _number_at(numbers, before) or (behind if is_behind else None)


def _number_at(numbers: Sequence[Number], index: int) -> Number | None:
    """Return the number whose last word has this index."""
    return next((number for number in numbers if number.last == index), None)


def _count_in(word: str) -> int | None:
    """Return what the form of a noun tells: one, two, or a plural's ``None``."""
    if is_dual(word):
        return 2
    return None if is_plural(word) else 1


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
