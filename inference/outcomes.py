"""Which outcome the words of a sentence tell: killed, wounded, missing, captured, displaced.

The lexicon is written over folded words (``hadath.annotations.overlap.fold``). A word inside
a CASUALTIES mention is read by ``outcome_of``; people whose mention tells none get theirs from
the words around it (rule 7 of the annotation).
"""

import regex

from hadath.annotations.labels import Outcome
from hadath.annotations.overlap import fold
from hadath.inference.numerals import Token, tokenize
from hadath.inference.people import word_set
from hadath.inference.records import Mention

_OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.KILLED: (
        r"م?قتل\p{L}*|مقتول\p{L}*|قتيل\p{L}*|[يت]قتل\p{L}*|قتول\p{L}*|[يت]?ستشهد\p{L}*|استشهد\p{L}*"
        r"|استشهاد\p{L}*|شهيد\p{L}*|شهداء|[اي]رتق\p{L}*|[مي]?صرع\p{L}*|وفا[هت]\p{L}*|توف\p{L}*|وفيات"
        r"|قضي|قضوا|قضت|قضين|حتف\p{L}*|اعدم\p{L}*|[يت]عدم\p{L}*|اعدام\p{L}*|اغتال\p{L}*|اغتيال\p{L}*"
        r"|تصفي\p{L}*|ضحي[هت]\p{L}*|ضحايا\p{L}*|جث[هت]?\p{L}{0,2}|جثت[اي]ه\p{L}+|جثث\p{L}*|جثام?ين\p{L}*"
        r"|جثمان\p{L}*|رفات\p{L}*|ارواح\p{L}*|حيا[هت]\p{L}*|اباد\p{L}*|اود[يت]\p{L}*|مات|ماتا|ماتت|ماتوا"
        r"|موت|ذبح\p{L}*|حصد\p{L}*|قضاء|ازهق\p{L}*|ارد[يو]\p{L}*|[يت]ردي|هلك\p{L}*|هلاك|اجهز\p{L}*|غرق|غرقا"
        r"|غرقت|غرقوا|احترق|احترقت|احترقوا"
    ),
    Outcome.WOUNDED: (
        r"[اي]صاب\p{L}*|تصاب\p{L}*|[ا]صيب\p{L}*|[يت]صيب\p{L}*|مصاب\p{L}*|جرح\p{L}*|جريح\p{L}*|جروح|جراح"
        r"|[يت]جرح\p{L}*|اختناق\p{L}*|بتر\p{L}*|مبتور\p{L}*"
    ),
    Outcome.MISSING: r"فقد|فقدا|فقدوا|فقدت|فقدان|مفقود\p{L}*|اختفاء|اختفي|اختفوا|اختفت",
    Outcome.CAPTURED: (
        r"(?<!ال)اسر|اسرت|اسروا|اسير\p{L}*|اسري|ماسور\p{L}*|تاسر|[يت]ؤسر|مختطف\p{L}*|مخطوف\p{L}*"
        r"|محتجز\p{L}*|استسلم\p{L}*|استسلام"
    ),
    Outcome.DISPLACED: (
        r"نزوح\p{L}*|نازح\p{L}*|نزح\p{L}*|[يت]نزح\p{L}*|تهجير\p{L}*|مهجر\p{L}*|هجر(?!ه$)\p{L}*|شرد\p{L}*"
        r"|تشرد\p{L}*|تشريد\p{L}*|مشرد\p{L}*|لاج[ئي]\p{L}*|لجوء|فرار|فر|فروا|فرت|[يت]فرون?|مغادره|غادروا"
        r"|اجلاء|اخلاء"
    ),
}
"""Folded outcome words of every school of writing, proclitics aside.

الأسر is no captivity here: in news it mostly means families.
"""

_OUTCOME = regex.compile(
    r"[وف]?[بلك]?(?:ال|ل)?(?:"
    + "|".join(f"(?P<{outcome}>{words})" for outcome, words in _OUTCOME_WORDS.items())
    + ")"
)

_STUCK = {Outcome.KILLED: ("مقتل", "استشهاد", "سقوط"), Outcome.WOUNDED: ("اصابه",)}
"""Outcome words that are found inside another word too (عنمقتل), or that hint at theirs."""

_PERSONAL = regex.compile(
    r"[وفبل]*(?:ال|لل)?(?:قتيل|شهيد|جريح|مصاب|مفقود|اسير|نازح|لاج[ئي]|محتجز|مختطف|مهجر|ضحي[هة]|جث[هةت])\p{L}*"
    r"|\p{L}*(?:قتلي|جرحي|شهداء|ضحايا|اسري|ارواح|رفات)|\p{L}*جثث"
    r"|\p{L}*اصابات|\p{L}*اصابتان|\p{L}*اصابتين"
)

_NOT_ALONE = word_set(
    """حياه حياته حياتهم القضاء قضاء قتال القتال مقاتلين مقاتل المقاتلين مقاتله مقاتلات
    فر فروا فرت فرار الفرار بالفرار وفر يفر تفر احترق احترقت احترقوا غرق غرقت"""
)
"""Words that tell an outcome only inside a mention: outside, gunmen flee and cars burn."""

_BEFORE = (
    (Outcome.MISSING, regex.compile(r"\b(?:مصير|شيء عن|مصير كل من|اثر(?: ل)?|اخبار) $")),
    (
        Outcome.WOUNDED,
        regex.compile(r"\b(?:(?:و|ف)?(?:عالجت?|[يت]عالج|اسعفت?|اسعاف|معالجه)|الي (?:ال)?مستشفي) $"),
    ),
    (
        Outcome.DISPLACED,
        regex.compile(
            r"\b(?:و|ف)?(?:اضطر|اجبر|دفع|[يت]دفع|اجلي|اجل|غادر|رحل|اخرج|تشريد)ت?(?: السلطات)? $"
        ),
    ),
)
"""Words right before people that tell what became of them."""

_BEHIND = (
    (
        Outcome.MISSING,
        regex.compile(
            r" (?:(?:ما|لا) ?[زي]\p{L}+ )?(?:في عداد ال|من ال|ال)?"
            r"(?:مفقود|تحت (?:الركام|الانقاض)|بلا اثر|مجهول(?! الهوي))"
        ),
    ),
    (
        Outcome.WOUNDED,
        regex.compile(r" (?:نقل(?:وا|ا|ت|تا)? (?!جث)|\p{L}* ?الي (?:ال)?مستشفي)"),
    ),
    (Outcome.CAPTURED, regex.compile(r" (?:الي الاستسلام|انفسهم|انفسهن|في الاسر)\b")),
    (
        Outcome.DISPLACED,
        regex.compile(
            r" (?:الي|علي|ل) ?(?:ال)?"
            r"(?:نزوح|عبور|ترك|مغادره|رحيل|فرار|عوده|خروج|هرب|لجوء|هجره|اخلاء)\b"
            r"| (?:من )?(?:ديار|منازل|بيوت|قرا)هم\b"
        ),
    ),
)
"""Words right behind people that tell what became of them."""

_NEXT = regex.compile(r" (?:قد |كانوا قد |لقوا |لقيا )?(\p{L}+)")
"""The word behind people: the verb of theirs (قُتلوا) or the end of one (لقي … حتفهم)."""

_THAT = regex.compile(r"\b(?:و|ف|ب)?ان\b|،")

_JOINED = 3
"""Words that may stand between casualties that share an outcome (إضافة إلى)."""

_REACH = 60
"""Characters behind a mention in which its outcome word may stand."""

_STATES = frozenset({Outcome.CAPTURED, Outcome.DISPLACED})
"""What people may have been before something worse befell them (مقتل نازحين)."""


def outcome_of(folded: str) -> Outcome | None:
    """Return what a folded word says happened to people, ``None`` where it says nothing."""
    match = _OUTCOME.fullmatch(folded)
    if match is None:
        return None
    return next(Outcome(name) for name, value in match.groupdict().items() if value)


def is_verbal_outcome(folded: str) -> bool:
    """Tell an outcome word that names no people (مقتل، أصيب) from one that does (قتيل)."""
    return outcome_of(folded) is not None and not _PERSONAL.fullmatch(folded)


def stuck_outcome(tokens: list[Token]) -> list[Outcome]:
    """Return the outcome whose word stands inside another (عنمقتل), as a list."""
    text = " ".join(token.folded for token in tokens)
    return [outcome for outcome, stems in _STUCK.items() if any(s in text for s in stems)][:1]


def without_states(
    tokens: list[Token], outcomes: list[tuple[int, Outcome]]
) -> list[tuple[int, Outcome]]:
    """Drop people who were something else before (استشهاد الأسير: killed, not captured)."""
    acts = [entry for entry in outcomes if is_verbal_outcome(tokens[entry[0]].folded)]
    if not acts:
        has_worse = any(outcome not in _STATES for _, outcome in outcomes)
        return [(i, o) for i, o in outcomes if not (has_worse and o in _STATES)]
    first = acts[0][1]
    return [
        (index, outcome)
        for index, outcome in outcomes
        if outcome is first
        or is_verbal_outcome(tokens[index].folded)
        or (index > acts[0][0] and tokens[index].folded.startswith("و"))
    ]


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
        What the words right beside them tell; else the outcome word nearest before them in
        the sentence; else that of the casualties right before; else the first outcome word
        behind them; killed where there is none.
    """
    between, behind = _sides(text, mention, gap)
    beside = _outcome_beside(between, behind)
    if beside is not None:
        return beside
    before = _outcomes_in(between)
    if before:
        return before[-1]
    if previous is not None and len(between.split()) <= _JOINED:
        return previous
    after = _outcomes_in(behind)
    return after[0] if after else previous or Outcome.KILLED


def worse_around(text: str, mention: Mention, outcome: Outcome, gap: tuple[int, int]) -> Outcome:
    """Return what befell people who are named by what they were (لقي خمسة نازحين حتفهم).

    Args:
        text: The raw text.
        mention: The people.
        outcome: What their mention says.
        gap: Where the casualties before end, and where those behind begin.

    Returns:
        Killed or wounded, where a word around the mention says so; else ``outcome``.
    """
    words = [token.folded for token in tokenize(text[mention.start : mention.end])]
    told = [word for word in words if outcome_of(word) is not None]
    if outcome not in _STATES or any(is_verbal_outcome(word) for word in told):
        return outcome
    between, behind = _sides(text, mention, gap)
    beside = _outcome_beside(between, behind)
    near = [beside] if beside is not None else _outcomes_in(between, verbal_only=True)[-1:]
    return next((o for o in near if o in (Outcome.KILLED, Outcome.WOUNDED)), outcome)


def _sides(text: str, mention: Mention, gap: tuple[int, int]) -> tuple[str, str]:
    """Return what stands before a mention in its sentence, and shortly behind it."""
    start = max(text.rfind(mark, 0, mention.start) for mark in ".\n؟!") + 1
    between = text[max(start, gap[0]) : mention.start]
    return between, text[mention.end : min(gap[1], mention.end + _REACH)]


def _outcome_beside(between: str, behind: str) -> Outcome | None:
    """Return the outcome that the words right behind or right before people tell."""
    behind, between = fold(behind), fold(between)
    for outcome, pattern in _BEHIND:
        if pattern.match(behind):
            return outcome
    verb = _NEXT.match(behind)
    if verb is not None and not verb.group(1).startswith("و"):
        told = outcome_of(verb.group(1)) if is_verbal_outcome(verb.group(1)) else None
        if told is not None and _is_predicate(told, verb.group(1), between):
            return told
    return next((outcome for outcome, pattern in _BEFORE if pattern.search(between)), None)


def _is_predicate(outcome: Outcome, verb: str, between: str) -> bool:
    """Tell the verb of people (إن ألفي قروي نزحوا) from a clause on victims (قُتل خمسة نزحوا)."""
    if outcome not in _STATES:
        return verb not in _NOT_ALONE
    clause = _THAT.split(between)[-1]
    return not {Outcome.KILLED, Outcome.WOUNDED} & set(_outcomes_in(clause, verbal_only=True))


def _outcomes_in(text: str, verbal_only: bool = False) -> list[Outcome]:
    """Return the outcomes that the words of a stretch tell, in order."""
    found = []
    for token in tokenize(text):
        outcome = outcome_of(token.folded)
        if verbal_only and not is_verbal_outcome(token.folded):
            continue
        if outcome is not None and token.folded not in _NOT_ALONE:
            found.append(outcome)
    return found
