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
_ORDINALS = {
    "الاول": 1,
    "الحادي": 1,
    "الثاني": 2,
    "الثالث": 3,
    "الرابع": 4,
    "الخامس": 5,
    "السادس": 6,
    "السابع": 7,
    "الثامن": 8,
    "التاسع": 9,
    "العاشر": 10,
}
_TENS = {"عشر": 10, "والعشرين": 20, "والعشرون": 20, "والثلاثين": 30, "والثلاثون": 30}
_WHOLE_TENS = {"العشرين": 20, "العشرون": 20, "الثلاثين": 30, "الثلاثون": 30}
_UNITS = {"يوم": 1, "يوما": 1, "ايام": 1, "اسبوع": 7, "اسابيع": 7, "اسبوعا": 7}
_SINGLE = regex.compile(r"\b(?:منذ|قبل) (يوم|اسبوع)(?: واحد)?$")
_DUALS = {"يومين": 2, "يومان": 2, "اسبوعين": 14, "اسبوعان": 14}

_MONTH = regex.compile(
    r"\b(?:" + "|".join(sorted([*_TWO_WORDS, *_ONE_WORD], key=len, reverse=True)) + r")\b"
)
_HIJRI = regex.compile(r"\b(?:" + "|".join(sorted(_HIJRI_MONTHS, key=len, reverse=True)) + r")\b")
_NUMERIC = regex.compile(r"\b([0-9]{1,4})[/\-.]([0-9]{1,2})[/\-.]([0-9]{1,4})\b")
_BEFORE_YESTERDAY = regex.compile(r"\b[وف]?اول (?:من )?امس\b|\bامس الاول\b|\bقبل امس\b")
_YESTERDAY = regex.compile(r"\b[وفبل]?(?:ال)?امس\b|\b[وف]?البارحه\b|\bالليله الماضيه\b")
_TODAY = regex.compile(
    r"\b(?<!(?:ذلك|ذات) )[وف]?اليوم\b(?! (?:نفسه|ذاته|عينه))"
    r"(?! ال(?:اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|تالي|سابق|ماضي|ـ))"
    r"|\bالليله\b|\bهذا (?:الصباح|المساء)\b"
)
_TOMORROW = regex.compile(r"\b[وف]?(?:غدا?|الغد)\b")
_PAST = regex.compile(r"الماضي|الفائت|المنصرم|المنقضي")
_COMING = regex.compile(r"المقبل|القادم")
_SINCE = regex.compile(r"[وف]?منذ\b(?!.*\bحتي\b)")
_NAMED_AFTER = regex.compile(r"\b(?:حرب|ثوره|انتفاضه|احداث|انقلاب|عدوان|لواء|كتيبه) (?:[0-9]+ )?$")
"""What a month names with no day meant: حرب تموز، ثورة 25 يناير."""
_NO_DAY = regex.compile(r"\b(?:3[2-9]|[4-9][0-9]|[1-9][0-9]{2}) $")
"""A number right before a month's name that can be neither its day nor a year."""

_HIJRI_YEARS = range(1343, 1501)
"""Years that hijridate converts."""

_LAST_YEAR = regex.compile(
    r"\b[وف]?(?:العام (?:الماضي|الفائت|المنصرم)|السنه (?:الماضيه|الفائته|المنصرمه))\b"
)
_YEAR_WORD = regex.compile(
    r"\b[وفبل]?(?:عام|سنه|العام|صيف|شتاء|ربيع|خريف|مطلع|اوائل|بدايه|اواخر|نهايه|منتصف)\b"
    r"|^(?:[وف]?(?:منذ|خلال) )?[0-9]{4}$"
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
            return _until(found, published) if _SINCE.match(text) else found
    return None


def _until(found: Interval, published: date | None) -> Interval:
    """Stretch days to the day of publication, as منذ does."""
    if published is None or date.fromisoformat(found.first) >= published:
        return found
    return Interval(found.first, published.isoformat(), "range")


def _numeric(text: str, published: date | None) -> Interval | None:
    match = _NUMERIC.search(text.replace(" / ", "/").replace(" - ", "-"))
    if match is None:
        return None
    first, month, last = (int(part) for part in match.groups())
    year, day = (first, last) if first > 31 else (last, first)
    if 100 <= year < 1000 or (year < 10 and first <= 31):
        return None
    if year in _HIJRI_YEARS:
        return _hijri_day(year, month, day)
    return _day_of(year + 2000 if year < 100 else year, month, day)


def _gregorian(text: str, published: date | None) -> Interval | None:
    match = _MONTH.search(text)
    if match is None or _NAMED_AFTER.search(text[: match.start()]):
        return None
    if _NO_DAY.search(text[: match.start()]):
        return None
    name = match.group()
    month = _TWO_WORDS.get(name) or _ONE_WORD[name]
    days = _days_before(text[: match.start()])
    year = _year_of(text) or _year_meant(text, month, days, published)
    if year is None:
        return None
    if len(days) == 2:
        return _days_of(year, month, days)
    if days:
        return _day_of(year, month, days[0])
    return _month_of(year, month)


def _hijri(text: str, published: date | None) -> Interval | None:
    match = _HIJRI.search(text)
    year = _year_of(text)
    days = _days_before(text[: match.start()]) if match else []
    if match is None or len(days) != 1 or year is None or year not in _HIJRI_YEARS:
        return None
    return _hijri_day(year, _HIJRI_MONTHS[match.group()], days[0])


def _hijri_day(year: int, month: int, day: int) -> Interval | None:
    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return _day(date(gregorian.year, gregorian.month, gregorian.day))


def _relative(text: str, published: date | None) -> Interval | None:
    if published is None:
        return None
    for pattern, days in ((_BEFORE_YESTERDAY, 2), (_YESTERDAY, 1), (_TODAY, 0), (_TOMORROW, -1)):
        if pattern.search(text):
            return _day(published - timedelta(days=days))
    return None


def _weekday(text: str, published: date | None) -> Interval | None:
    """Read a weekday as the last such day, the day of publication among them."""
    places = {
        match.start(): number
        for word, number in _WEEKDAYS.items()
        for match in regex.finditer(rf"\b[وفبل]?{word}\b", text)
    }
    found = [places[place] for place in sorted(places)]
    if published is None or not found:
        return None
    if len(found) == 2 and (found[1] - found[0]) % 7 == 1 and not _COMING.search(text):
        last = published - timedelta(days=(published.weekday() - found[1]) % 7)
        return Interval((last - timedelta(days=1)).isoformat(), last.isoformat(), "range")
    if len(found) != 1:
        return None
    if _COMING.search(text):
        return _day(published + timedelta(days=(found[0] - published.weekday()) % 7 or 7))
    back = (published.weekday() - found[0]) % 7
    if back == 0 and _PAST.search(text):
        back = 7
    return _day(published - timedelta(days=back))


def _stretch(text: str, published: date | None) -> Interval | None:
    """Read a stretch that ends with the day of publication (خلال اليومين الماضيين، منذ 3 أيام)."""
    if published is None or not regex.search(r"\b[وف]?(?:خلال|منذ|قبل|في|مدي)\b|الماضي", text):
        return None
    if regex.search(r"\bبعد\b|\bقبل\b.* من\b", text):  # قبل يومين من الهجوم: from another day
        return None
    days = _days_in(text)
    if days is None or days > 3650:
        return None
    first = published - timedelta(days=days)
    last = first if regex.search(r"\b[وف]?قبل\b", text) else published
    return Interval(first.isoformat(), last.isoformat(), "day" if first == last else "range")


def _days_in(text: str) -> int | None:
    """Return how many days a stretch is long; whole days of hours count (24 ساعة)."""
    for word, days in _DUALS.items():
        if regex.search(rf"\b(?:ال)?{word}\b", text):
            return days
    single = _SINGLE.search(text)
    if single is not None:
        return _UNITS[single.group(1)]
    tokens = tokenize(text)
    for number in find_numbers(tokens):
        behind = tokens[number.last + 1].folded if number.last + 1 < len(tokens) else ""
        before = [token.folded for token in tokens[: number.first] if token.folded != "ال"]
        if before[-1:] == ["الايام"]:
            return number.value
        if behind.removeprefix("ال") in _UNITS:
            return number.value * _UNITS[behind.removeprefix("ال")]
        if number.value in (24, 48, 72) and regex.search(r"\b(?:ال)?ساع(?:ه|ات)\b", text):
            return number.value // 24
    return None


def _calendar(text: str, published: date | None) -> Interval | None:
    """Read the month or year of publication and the one before (الشهر الماضي، هذا العام)."""
    if published is None:
        return None
    this = r"(?:الجاري|الحالي)"
    if regex.search(rf"\bهذا الشهر\b|\b[وف]?الشهر {this}", text):
        return _month_of(published.year, published.month)
    if regex.search(r"\b[وف]?الشهر (?:الماضي|الفائت|المنصرم)\b", text):
        before = published.replace(day=1) - timedelta(days=1)
        return _month_of(before.year, before.month)
    if regex.search(rf"\bهذا العام\b|\b[وف]?العام {this}|\b[وف]?السنه {this}ه", text):
        return _year(published.year)
    if _LAST_YEAR.search(text):
        return _year(published.year - 1)
    return None


def _bare_year(text: str, published: date | None) -> Interval | None:
    year = _year_of(text)
    if year is None or year < 1600 or not _YEAR_WORD.search(text):
        return None
    return _year(year)


_READERS: tuple[Callable[[str, date | None], Interval | None], ...] = (
    _numeric,
    _gregorian,
    _hijri,
    _relative,
    _weekday,
    _stretch,
    _calendar,
    _bare_year,
)


def _days_before(text: str) -> list[int]:
    """Return the day of the month that stands before its name, or the first and last of a few."""
    tokens = tokenize(regex.sub(r"\bالاحد\b", "", text))
    ordinal = _ordinal_day([token.folded for token in tokens])
    if ordinal is not None:
        return [ordinal]
    days = [number for number in find_numbers(tokens) if 1 <= number.value <= 31]
    if len(days) > 1 and days[-2].value < days[-1].value:
        between = [token.folded for token in tokens[days[-2].last + 1 : days[-1].first]]
        if between in (["و"], ["الي"], ["حتي"], ["-"]) or not between:
            return [days[-2].value, days[-1].value]
    return [days[-1].value] if days else []


def _ordinal_day(words: list[str]) -> int | None:
    """Read a day written as an ordinal: السابع من، الثالث والعشرين من."""
    while words and words[-1] in ("من", "شهر"):
        words = words[:-1]
    if not words:
        return None
    last = words[-1]
    if last in _TENS and len(words) > 1 and words[-2] in _ORDINALS:
        return _ORDINALS[words[-2]] + _TENS[last]
    if last in _WHOLE_TENS:
        return _WHOLE_TENS[last]
    return _ORDINALS.get(last)


def _year_of(text: str) -> int | None:
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _year_meant(text: str, month: int, days: list[int], published: date | None) -> int | None:
    """Return the year of the last such day or month, seen from the day of publication."""
    if published is None:
        return None
    if _LAST_YEAR.search(text):
        return published.year - 1
    if regex.search("الجاري|الحالي", text):
        return published.year
    told, now = (month, days[0] if days else 0), (published.month, published.day if days else 0)
    if _COMING.search(text):
        return published.year + (told <= now)
    return published.year - (told > now or (told == now and _PAST.search(text) is not None))


def _days_of(year: int, month: int, days: list[int]) -> Interval | None:
    first, last = _day_of(year, month, days[0]), _day_of(year, month, days[1])
    return Interval(first.first, last.last, "range") if first and last else None


def _month_of(year: int, month: int) -> Interval:
    last = monthrange(year, month)[1]
    return Interval(date(year, month, 1).isoformat(), date(year, month, last).isoformat(), "month")


def _year(year: int) -> Interval:
    return Interval(f"{year}-01-01", f"{year}-12-31", "year")


def _day_of(year: int, month: int, day: int) -> Interval | None:
    try:
        return _day(date(year, month, day))
    except ValueError:
        return None


def _day(day: date) -> Interval:
    return Interval(day.isoformat(), day.isoformat(), "day")
