"""Which place of the gazetteer each location of a document names.

Names are looked up without the word for the kind of place (مدينة طفس) and without a side of the
sky (جنوب سورية). Every place of a name gets points: for its people, for a word that tells its
kind, for the country and the region that the document's other names speak for; and loses some
where they speak for others. The one with the most is meant if it has enough of them, and clearly
more than the next: no place is better than a wrong one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

import regex

from hadath.annotations.actors import key_of
from hadath.annotations.labels import PlacePrecision
from hadath.inference.gazetteer import Candidate, Gazetteer, default_gazetteer
from hadath.inference.people import word_set
from hadath.inference.records import Place

MIN_POINTS = 3.0
"""Fewer are given to namesakes of places that lie elsewhere in the world."""

MIN_LEAD = 0.7
"""The second of two namesakes has a fifth of the first's people, or less; or the text tells."""

_COUNTRY_POINTS, _REGION_POINTS, _FOREIGN_POINTS = 2.0, 1.5, -4.0
_KIND_POINTS = 1.5
_FIRST_POINTS, _ONLY_POINTS, _BARE_NAME_POINTS = 0.7, 1.0, -1.0
_BARE_POINTS = {PlacePrecision.COUNTRY: 2.0, PlacePrecision.REGION: 0.2}
"""Where no word tells the kind, the larger of two nested places is meant."""

_SAME = 0.2
"""Degrees; entries of one name that lie closer are one place, told twice or at two sizes, and a
quarter is of a town that lies closer."""

_ABROAD = "abroad"
"""What the name of a place elsewhere speaks for."""

_QUARTERS = word_set("حي حاره")

_TOWN = frozenset({PlacePrecision.PLACE})
_DISTRICT = frozenset({PlacePrecision.COUNTY, PlacePrecision.PLACE})
_KINDS: Mapping[str, frozenset[PlacePrecision]] = {
    **dict.fromkeys(
        word_set("مدينه بلده قريه مدينتي بلدتي قريتي ناحيه حي مخيم ضاحيه حاره بلديه العاصمه"), _TOWN
    ),
    **dict.fromkeys(
        word_set("محافظه ولايه اقليم محافظتي قطاع ريف ارياف"), frozenset({PlacePrecision.REGION})
    ),
    **dict.fromkeys(word_set("قضاء مديريه لواء"), _DISTRICT),
    **dict.fromkeys(word_set("دوله جمهوريه"), frozenset({PlacePrecision.COUNTRY})),
}
"""What the word before a name tells."""

_NEAR = word_set(
    """
    محيط اطراف ضواحي جنوب جنوبي شمال شمالي شرق شرقي غرب غربي وسط اقصي مداخل مدخل تخوم مشارف جوار
    داخل مركز عموم انحاء مناطق منطقه كل سائر احياء بلدات قري مدن
    """
)
"""Words before a name that leave open what it is."""

_ADJECTIVES = word_set(
    """
    الجنوبي الشمالي الشرقي الغربي الجنوبيه الشماليه الشرقيه الغربيه المحتله المحتل المجاوره المحاصره
    المحاصر القديمه
    """
)
"""Behind a name they tell more of it: ريف إدلب الجنوبي، القدس المحتلة."""

_NAMES_ELSEWHERE = """
    السعودية|تركيا|إيران|مصر|تونس|الجزائر|المغرب|موريتانيا|الأردن|الكويت|قطر|البحرين|الإمارات|عمان
    سلطنة عمان|إسرائيل|الصومال|جيبوتي|إثيوبيا|إريتريا|كينيا|تشاد|النيجر|مالي|نيجيريا|أفغانستان|الهند
    باكستان|الصين|روسيا|أوكرانيا|فرنسا|بريطانيا|ألمانيا|إيطاليا|إسبانيا|اليونان|قبرص|أمريكا|أميركا
    الولايات المتحدة|القاهرة|الإسكندرية|أنقرة|إسطنبول|طهران|الرياض|جدة|مكة|المدينة المنورة|الدوحة
    المنامة|أبوظبي|دبي|مسقط|الرباط|تل أبيب|حيفا|يافا|عسقلان|أشدود|القصرين|سيدي بوزيد|بنقردان|العريش
    بن قردان|سيناء|رفح المصرية|موسكو|كييف|باريس|لندن|واشنطن|نيويورك|كابول|مقديشو|أديس أبابا|نيروبي
    إسلام آباد|كراتشي|لاهور|بيشاور|كويتا|دلهي|بكين|برلين|روما|مدريد|بروكسل|جنيف|فيينا|أثينا|المدية
    البويرة|الطائف|نصر|جوهر|الشرق الأوسط
    """
"""Names of places elsewhere that villages of the seven countries bear too."""

_NAMES_OF_MANY = """
    البحر الأحمر|نهر النيل|النيل الأزرق|النيل الأبيض|الشمال|الجنوب|الشرق|الغرب|الجزيرة|الواحات
    الشمالية|القطاع|القطاع الغربي|القطاع الشرقي|المنصورة|البلدة القديمة|الفندق|بلد|المطلة|السوق
    """
"""Names that only the document's other names, or a word for the kind, make one of a place."""

_ELSEWHERE, _OF_MANY = (
    frozenset(map(key_of, regex.split(r"[|\n]", names))) - {""}
    for names in (_NAMES_ELSEWHERE, _NAMES_OF_MANY)
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, what it may mean, and what its words tell.

    Attributes:
        candidates: The places of the name.
        kinds: What a word before it tells; empty where there is none.
        is_elsewhere: It is that of a place outside the gazetteer.
        is_quarter: It is that of a part of a town.
        is_of_many: It means a place only where others speak for its country.
    """

    candidates: tuple[Candidate, ...] = ()
    kinds: frozenset[PlacePrecision] = frozenset()
    is_elsewhere: bool = False
    is_quarter: bool = False
    is_of_many: bool = False


@dataclass(frozen=True, slots=True)
class _Areas:
    """Where names speak for.

    Attributes:
        countries: Codes, or ``_ABROAD``.
        regions: Country and name of each.
    """

    countries: frozenset[str] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()


_NOWHERE = _Areas()


def locate(names: Sequence[str], gazetteer: Gazetteer | None = None) -> dict[str, Place]:
    """Find the places that the locations of one document name.

    Args:
        names: Of all its locations, without the conjunction or preposition written onto them.
        gazetteer: Where to look; ``None`` for the one that ships.

    Returns:
        The place of each name that has one.
    """
    if not names:
        return {}
    table = gazetteer or default_gazetteer()
    found = {name: _lookup(name, table) for name in dict.fromkeys(names)}
    # Two wordings of one name (الصبرة، منطقة الصبرة) speak once, and not for one another.
    spoken = {entry.candidates: _areas(entry) for entry in found.values()}
    chosen = {
        name: _choose(entry, _of_others(spoken, entry.candidates)) for name, entry in found.items()
    }
    placed = {name: candidate.place for name, candidate in chosen.items() if candidate}
    towns = [place for name, place in placed.items() if not found[name].is_quarter]
    return {
        name: place
        for name, place in placed.items()
        if not found[name].is_quarter or any(_are_near(place, town) for town in towns)
    }


def _lookup(name: str, table: Gazetteer) -> _Name:
    """Look a name up, with fewer and fewer words round it."""
    words = key_of(name).split()
    is_quarter = bool(words) and words[0] in _QUARTERS
    for rest, kinds in _shortened(words):
        key = " ".join(rest)
        if key in _ELSEWHERE:
            return _Name(is_elsewhere=True)
        if candidates := table.named(key):
            is_of_many = key in _OF_MANY and not kinds
            return _Name(candidates, kinds, False, is_quarter, is_of_many)
    return _Name()


def _shortened(words: list[str]) -> Iterator[tuple[list[str], frozenset[PlacePrecision]]]:
    """Yield what may be the name itself, the longest first, and what the words before it tell."""
    kinds: frozenset[PlacePrecision] = frozenset()
    while words:
        end = len(words)
        yield words, kinds
        while end > 1 and words[end - 1] in _ADJECTIVES:
            end -= 1
            yield words[:end], kinds
        head = words[0]
        if head not in _KINDS and head not in _NEAR:
            return
        kinds = kinds or _KINDS.get(head, frozenset())
        words = words[1:]


def _areas(name: _Name) -> _Areas:
    """Return the country and the region that a name speaks for: those of what it means alone."""
    if name.is_elsewhere:
        return _Areas(frozenset({_ABROAD}))
    alone = None if name.is_quarter or name.is_of_many else _choose(name, _NOWHERE)
    if alone is None:
        return _NOWHERE
    region = _region(alone.place)
    return _Areas(frozenset({alone.place.country}), frozenset({region} if region else ()))


def _of_others(
    spoken: Mapping[tuple[Candidate, ...], _Areas], own: tuple[Candidate, ...]
) -> _Areas:
    """Return the areas that all names but one speak for."""
    others = [areas for candidates, areas in spoken.items() if candidates != own]
    return _Areas(
        frozenset().union(*(areas.countries for areas in others)),
        frozenset().union(*(areas.regions for areas in others)),
    )


def _region(place: Place) -> tuple[str, str] | None:
    """Return the region that a place is or lies in, with its country, if it is known."""
    name = place.name if place.precision is PlacePrecision.REGION else place.admin1
    return (place.country, name) if name else None


def _choose(name: _Name, areas: _Areas) -> Candidate | None:
    """Return the candidate with the most points, if it has enough and leads clearly."""
    is_only = len(name.candidates) == 1
    ranked = sorted(
        (
            (_points(c, name.kinds, areas) + is_only * _ONLY_POINTS, c)
            for c in name.candidates
            if _may_be(c, name, areas)
        ),
        key=lambda entry: -entry[0],
    )
    if not ranked or ranked[0][0] < MIN_POINTS:
        return None
    points, best = ranked[0]
    rivals = (points - other for other, c in ranked[1:] if not _are_one(best.place, c.place))
    return best if min(rivals, default=MIN_LEAD) >= MIN_LEAD else None


def _may_be(candidate: Candidate, name: _Name, areas: _Areas) -> bool:
    """Tell whether a name can mean a place at all: no town is a region."""
    place = candidate.place
    if PlacePrecision.PLACE in name.kinds and place.precision not in _DISTRICT:
        return False
    return not name.is_of_many or place.country in areas.countries


def _points(candidate: Candidate, kinds: frozenset[PlacePrecision], areas: _Areas) -> float:
    place = candidate.place
    points = log10(candidate.population + 1) + candidate.is_first * _FIRST_POINTS
    points += _BARE_NAME_POINTS * (not candidate.is_exact)
    points += _REGION_POINTS * (_region(place) in areas.regions)
    if place.country in areas.countries:
        points += _COUNTRY_POINTS
    elif areas.countries and place.precision is not PlacePrecision.COUNTRY:
        points += _FOREIGN_POINTS
    if not kinds:
        return points + candidate.is_first * _BARE_POINTS.get(place.precision, 0.0)
    return points + (_KIND_POINTS if place.precision in kinds else -_KIND_POINTS)


def _are_one(first: Place, second: Place) -> bool:
    """Tell one place that is told twice, or as a town and as its region, from two."""
    is_nested = first.precision is not second.precision and _region(first) == _region(second)
    return _are_near(first, second) or (is_nested and _region(first) is not None)


def _are_near(first: Place, second: Place) -> bool:
    return abs(first.lat - second.lat) < _SAME and abs(first.lon - second.lon) < _SAME
