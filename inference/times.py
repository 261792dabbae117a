"""The days that a TIME mention means, seen from the day the document was published.

Relative words (أمس، فجر اليوم), weekdays, dates with the month names of every region (Levant
and Iraq, Egypt and the Gulf, Algeria and Tunisia) and Hijri dates. What is not understood
stays unresolved: a wrong day is worse than none.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

import regex
from hijridate import Hijri

from hadath.inference.numerals import find_numbers, tokenize
from hadath.inference.records import Interval

_MONTHS = {
    1: "يناير جانفي كانون الثاني",
    2: "فبراير فيفري شباط",
    3: "مارس اذار",
    4: "ابريل افريل نيسان",
    5: "مايو ماي ايار",
    6: "يونيو يونيه جوان حزيران",
    7: "يوليو يوليه جويليه تموز",
    8: "اغسطس اوت اب",
    9: "سبتمبر ايلول",
    10: "اكتوبر تشرين الاول",
    11: "نوفمبر تشرين الثاني",
    12: "ديسمبر كانون الاول",
}
_TWO_WORDS = {"كانون الثاني": 1, "تشرين الاول": 10, "تشرين الثاني": 11, "كانون الاول": 12}
_ONE_WORD = {
    word: number
    for number, words in _MONTHS.items()
    for word in words.split()
    if word not in ("كانون", "تشرين", "الاول", "الثاني")
}
_HIJRI_MONTHS = {
    "محرم": 1,
    "صفر": 2,
    "ربيع الاول": 3,
    "ربيع الثاني": 4,
    "ربيع الاخر": 4,
    "جمادي الاولي": 5,
    "جمادي الاخره": 6,
    "جمادي الثانيه": 6,
    "رجب": 7,
    "شعبان": 8,
    "رمضان": 9,
    "شوال": 10,
    "ذي القعده": 11,
    "ذو القعده": 11,
    "ذي الحجه": 12,
    "ذو الحجه": 12,
}
_WEEKDAYS = {
    "الاثنين": 0,
    "الاتنين": 0,
    "الثلاثاء": 1,
    "الاربعاء": 2,
    "الخميس": 3,
    "الجمعه": 4,
    "السبت": 5,
    "الاحد": 6,
}
_UNITS = {"يوم": 1, "يوما": 1, "ايام": 1, "اسبوع": 7, "اسابيع": 7, "اسبوعا": 7}
_DUALS = {"يومين": 2, "يومان": 2, "اسبوعين": 14, "اسبوعان": 14}

_MONTH = regex.compile(
    r"\b(?:" + "|".join(sorted([*_TWO_WORDS, *_ONE_WORD], key=len, reverse=True)) + r")\b"
)
_HIJRI = regex.compile(r"\b(?:" + "|".join(sorted(_HIJRI_MONTHS, key=len, reverse=True)) + r")\b")
_NUMERIC = regex.compile(r"\b([0-9]{1,4})[/\-.]([0-9]{1,2})[/\-.]([0-9]{2,4})\b")
_BEFORE_YESTERDAY = regex.compile(r"\bاول (?:من )?امس\b|\bامس الاول\b|\bقبل امس\b")
_YESTERDAY = regex.compile(r"\b(?:ال)?امس\b|\bالبارحه\b|\bالليله الماضيه\b")
_TODAY = regex.compile(
    r"\bاليوم\b(?! ال(?:اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|تالي|سابق|ماضي|ـ))|\bالليله\b|\bهذا (?:الصباح|المساء)\b"
)
_YEAR = regex.compile(r"\b(1[3-5][0-9]{2}|1[89][0-9]{2}|20[0-9]{2})\b")


def resolve_time(words: str, published: date | None) -> Interval | None:
    """Return the days that a mention means.

    Args:
        words: A TIME mention as written.
        published: The day the document was published; without it only full dates resolve.

    Returns:
        First and last day with their precision, or ``None`` where the mention is not
        understood.
    """
    text = " ".join(token.folded for token in tokenize(words))
    for read in _READERS:
        found = read(text, published)
        if found is not None:
            return found
    return None


def _numeric(text: str, published: date | None) -> Interval | None:
    match = _NUMERIC.search(text.replace(" / ", "/").replace(" - ", "-"))
    if match is None:
        return None
    first, month, last = (int(part) for part in match.groups())
    year, day = (first, last) if first > 31 else (last, first)
    return _day_of(year + 2000 if year < 100 else year, month, day)


def _gregorian(text: str, published: date | None) -> Interval | None:
    match = _MONTH.search(text)
    if match is None:
        return None
    name = match.group()
    month = _TWO_WORDS.get(name) or _ONE_WORD[name]
    year = _year_of(text) or _nearest_year(month, published)
    if year is None:
        return None
    day = _day_before(text[: match.start()])
    if day is not None:
        return _day_of(year, month, day)
    return Interval(
        date(year, month, 1).isoformat(),
        date(year, month, monthrange(year, month)[1]).isoformat(),
        "month",
    )


def _hijri(text: str, published: date | None) -> Interval | None:
    match = _HIJRI.search(text)
    year = _year_of(text)
    day = _day_before(text[: match.start()]) if match else None
    if match is None or day is None or year is None or not 1343 <= year <= 1500:
        return None
    try:
        gregorian = Hijri(year, _HIJRI_MONTHS[match.group()], day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return _day(date(gregorian.year, gregorian.month, gregorian.day))


def _relative(text: str, published: date | None) -> Interval | None:
    if published is None:
        return None
    for pattern, days in ((_BEFORE_YESTERDAY, 2), (_YESTERDAY, 1), (_TODAY, 0)):
        if pattern.search(text):
            return _day(published - timedelta(days=days))
    return None


def _weekday(text: str, published: date | None) -> Interval | None:
    """Read a weekday as the last such day, the day of publication among them."""
    found = [
        number for word, number in _WEEKDAYS.items() if regex.search(rf"\b[وفبل]?{word}\b", text)
    ]
    if published is None or len(found) != 1:
        return None
    back = (published.weekday() - found[0]) % 7
    if back == 0 and regex.search(r"الماضي|الفائت|المنصرم", text):
        back = 7
    if regex.search(r"المقبل|القادم", text):
        return _day(published + timedelta(days=(found[0] - published.weekday()) % 7 or 7))
    return _day(published - timedelta(days=back))


def _stretch(text: str, published: date | None) -> Interval | None:
    """Read a stretch that ends with the day of publication (خلال اليومين الماضيين، منذ 3 أيام)."""
    if published is None or not regex.search(r"\b(?:خلال|منذ|قبل|في)\b|الماضي", text):
        return None
    days = next(
        (n for word, n in _DUALS.items() if regex.search(rf"\b(?:ال)?{word}\b", text)), None
    )
    tokens = tokenize(text)
    for number in find_numbers(tokens):
        behind = tokens[number.last + 1].folded if number.last + 1 < len(tokens) else ""
        if behind.removeprefix("ال") in _UNITS:
            days = number.value * _UNITS[behind.removeprefix("ال")]
    if days is None or days > 3650:
        return None
    first = published - timedelta(days=days)
    last = first if regex.search(r"\bقبل\b", text) else published
    return Interval(first.isoformat(), last.isoformat(), "day" if first == last else "range")


def _bare_year(text: str, published: date | None) -> Interval | None:
    year = _year_of(text)
    if year is None or not regex.search(
        r"\b(?:عام|سنه|العام|صيف|شتاء|ربيع|خريف|مطلع|اواخر|نهايه|منتصف)\b", text
    ):
        return None
    if year < 1600:
        return None
    return Interval(f"{year}-01-01", f"{year}-12-31", "year")


_READERS: tuple[Callable[[str, date | None], Interval | None], ...] = (
    _numeric,
    _gregorian,
    _hijri,
    _relative,
    _weekday,
    _stretch,
    _bare_year,
)


def _day_before(text: str) -> int | None:
    """Return the day of the month that stands before its name."""
    numbers = find_numbers(tokenize(text))
    days = [number.value for number in numbers if 1 <= number.value <= 31]
    return days[-1] if days else None


def _year_of(text: str) -> int | None:
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _nearest_year(month: int, published: date | None) -> int | None:
    """Return the year of the last such month, seen from the day of publication."""
    if published is None:
        return None
    return published.year if month <= published.month else published.year - 1


def _day_of(year: int, month: int, day: int) -> Interval | None:
    try:
        return _day(date(year, month, day))
    except ValueError:
        return None


def _day(day: date) -> Interval:
    return Interval(day.isoformat(), day.isoformat(), "day")
