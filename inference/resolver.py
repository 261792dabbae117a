"""Which actor of the table a mention names, or whose it is.

The words are looked up as they stand; then without what tells of members (عناصر التنظيم), of
means (مدفعية الجيش) or of possessions (مواقع التنظيم) before the name; then with what follows the
name left out (قوات النظام المتمركزة في ...). Each step costs some of the score, and nothing is
given below ``MIN_SCORE``: no actor is better than a wrong one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from hadath.annotations.actors import Actor, key_of, load_actors
from hadath.annotations.labels import ActorKind
from hadath.inference.people import word_set

MIN_SCORE = 0.7
"""Below this an actor is not named."""

_MEMBER, _MEANS, _OWNED = 0.95, 0.9, 0.85
"""What is left of the score behind a word for members, for means, for possessions."""

_BEGINS, _BEGINS_GENERAL = 0.9, 0.8
"""What is left where words follow the name; less behind a general one (الجيش)."""

_MEMBERS = word_set(
    """
    عناصر عنصر عنصران عنصرين مقاتلو مقاتلي مقاتل مقاتلين مقاتلون مسلحو مسلحي مسلح مسلحين مسلحون
    جنود جندي جنديين افراد فرد اعضاء عضو قاده قائد قايد قيادي قياديين ضباط ضابط انتحاري انتحاريو
    احد بعض عدد مجموعه مجموعات خليه خلايا عشرات مئات ميات من في ب التابعين التابعه التابع تابعين
    تابعه تابع ل رجال شباب ناشطو ناشطي انصار موالون موالين متحدث ناطق المتحدث الناطق باسم بلسان
    مسلحه ارهابيه مجاهدو مجاهدي متمردو متمردي متشددو متشددي مليشياويين عناصرا مقاتلا مسلحا
    الامين العام قياده مسؤول زعيم امير بيان اعلام هيئه اركان
    """
)
_INSTRUMENTS = word_set(
    """
    مدفعيه دبابات طائرات طائره طيران مقاتلات مروحيات مروحيه مسيرات مسيره صواريخ زوارق بوارج قناصه
    قناص قوات وحدات كتائب كتايب ميليشيا ميليشيات مليشيا مليشيات فصائل فصايل مرتزقه الويه عصابات
    سلاح الجو الحربيه الحربي
    """
)
_POSSESSIONS = word_set(
    """
    مواقع موقع مقرات مقار مقر حاجز حواجز رتل ارتال نقطه نقاط تجمع تجمعات اليات اليه دوريه دوريات
    معسكر معسكرات قاعده قواعد تحصينات مركز مراكز مخزن مخازن مستودع مستودعات سياره سيارات عربه عربات
    موكب قافله مواكب ثكنه ثكنات معاقل معقل اوكار وكر خطوط نفق انفاق منصه منصات تمركز تمركزات
    تجمعا مركزا موقعا مقرا حاجزا رتلا معسكرا مستودعا مخزنا هدفا موقعين مقرين حاجزين مركزين نقطتين
    اليتين سيارتين عربتين دباباتين مبني مباني منزل منازل غرفه عمليات
    تحركات مناطق اهداف هدف لدي تعود عسكري عسكريه عسكريا
    """
)
_COST = {
    key_of(word): cost
    for words, cost in ((_MEMBERS, _MEMBER), (_INSTRUMENTS, _MEANS), (_POSSESSIONS, _OWNED))
    for word in words
}
"""What is left of the score behind each word."""

_MAX_HEADS = 4
"""Words that may go from before a name."""


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """An actor and how sure it is.

    Attributes:
        actor: Of the table.
        score: Between ``MIN_SCORE`` and 1.
        matched: The folded words that were found in the table.
    """

    actor: Actor
    score: float
    matched: str


class ActorTable:
    """Actors, to be looked up by how they are mentioned.

    Args:
        actors: The table.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        """Index the actors by the keys of their names."""
        self._by_key = {key_of(name): actor for actor in actors for name in actor.names}
        self._longest = max(len(key.split()) for key in self._by_key)

    def resolve(self, name: str) -> ActorMatch | None:
        """Return the actor that a name means.

        Args:
            name: A mention without the conjunction or preposition written onto it.

        Returns:
            The best match of at least ``MIN_SCORE``; ``None`` where there is none.
        """
        words = key_of(name).split()
        matches = (
            ActorMatch(actor, score * cost, key)
            for start, cost in _starts(words)
            for actor, score, key in self._named_by(words[start:])
        )
        best = max(matches, key=lambda match: match.score, default=None)
        return best if best is not None and best.score >= MIN_SCORE else None

    def _named_by(self, words: list[str]) -> Iterator[tuple[Actor, float, str]]:
        """Yield the actor named by all of the words, or else by the longest run they begin with."""
        for end in range(min(len(words), self._longest), 0, -1):
            for first in _spellings(words[0], is_alone=len(words) == 1):
                key = " ".join((first, *words[1:end]))
                actor = self._by_key.get(key)
                if actor is None:
                    continue
                if end == len(words):
                    yield actor, 1.0, key
                elif _may_be_followed(actor, end, words[end]):
                    yield actor, _BEGINS_GENERAL if _is_general(actor) else _BEGINS, key
                return


@cache
def default_table() -> ActorTable:
    """Return the table that ships, indexed once."""
    return ActorTable(load_actors())


@lru_cache(maxsize=50_000)
def resolve_actor(name: str) -> ActorMatch | None:
    """Look a name up in the table that ships; the same names come again and again in the news.

    Args:
        name: As for ``ActorTable.resolve``.
    """
    return default_table().resolve(name)


def _starts(words: list[str]) -> Iterator[tuple[int, float]]:
    """Yield where the name may begin, and the score that is left there."""
    cost = 1.0
    yield 0, cost
    for index, word in enumerate(words[:_MAX_HEADS]):
        forms = [form for spelled in _spellings(word) for form in (spelled, spelled.rstrip("ا"))]
        heads = [_COST[form] for form in forms if form in _COST]
        if not heads or index + 1 == len(words):
            return
        cost = min(cost, heads[0])
        yield index + 1, cost


def _spellings(word: str, is_alone: bool = False) -> Iterator[str]:
    """Yield a word, and what it is without a conjunction or preposition written onto it.

    Args:
        word: A folded word.
        is_alone: It is all there is: an adjective may have lost its noun (الإسرائيلي).
    """
    yield word
    if word[:1] in "وفبلك" and len(word) > 3:
        yield word[1:]
        if word.startswith("لل"):
            yield "ا" + word[1:]
    if is_alone and word.startswith("ال") and len(word) > 5:
        yield word[2:]


def _is_general(actor: Actor) -> bool:
    """Tell an entry for any army, police or crowd from an actor with a name of its own."""
    return actor.id.startswith("xx-") and actor.kind is not ActorKind.TERROR_GROUP


def _may_be_followed(actor: Actor, n_words: int, behind: str) -> bool:
    """Tell whether further words leave a name what it is.

    An adjective makes another thing of one word or of a general name (الجيش التشادي، القاعدة
    البحرية); after a name of several words they only tell more.
    """
    if n_words == 1 and _is_general(actor):
        return False
    if n_words == 1 or _is_general(actor):
        return not behind.startswith("ال")
    return True
