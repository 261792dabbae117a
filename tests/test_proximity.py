import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.annotations.labels import LABELS, TRIGGERLESS_TYPE, EventType, Label, Role
from hadath.inference.proximity import link_by_proximity
from hadath.inference.records import LinkedEvent, Mention
from offsets import assert_mentions, extents_of

AIR, SHELL, BOMB, CLASH = (
    EventType.AIRSTRIKE,
    EventType.SHELLING,
    EventType.BOMBING,
    EventType.CLASH,
)
ATTACK, ARREST, CAPTURE = EventType.ATTACK, EventType.ARREST, EventType.CAPTURE
KIDNAP = EventType.ABDUCTION
WHO, WHOM, WHERE, WHEN = Role.ATTACKER, Role.TARGET, Role.LOCATION, Role.TIME
HURT, MEANS, TELLER = Role.CASUALTIES, Role.WEAPON, Role.SOURCE

Part = tuple[str, Label]


def _link(raw: str, parts: list[Part]) -> tuple[LinkedEvent, ...]:
    extents = extents_of(raw, *(words for words, _ in parts))
    mentions = [Mention(*extent, label) for extent, (_, label) in zip(extents, parts, strict=True)]
    return link_by_proximity(raw, mentions)


def _assert_events(raw: str, parts: list[Part], expected: list[list[str]]) -> None:
    events = _link(raw, parts)
    assert len(events) == len(expected)
    for event, words in zip(events, expected, strict=True):
        assert_mentions(raw, sorted([*event.triggers, *event.arguments]), words)


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("قصف الجيش السوق في حلب", [("قصف", SHELL), ("الجيش", WHO), ("السوق", WHOM), ("حلب", WHERE)]),
        ("وأعلن الدفاع المدني مقتل ٣ مدنيين بغارة", [("الدفاع المدني", TELLER), ("مقتل ٣ مدنيين", HURT), ("بغارة", AIR)]),
        ("أمس في تعز قُتل جنديان بانفجار لغم", [("أمس", WHEN), ("تعز", WHERE), ("قُتل جنديان", HURT), ("بانفجار لغم", BOMB)]),
        ("مسلحون مجهولون اغتالوا ضابطاً", [("مسلحون مجهولون", WHO), ("اغتالوا", ATTACK), ("ضابطاً", WHOM)]),
        ("غارتان على مخزن أسفرتا عن إصابة حارسين", [("غارتان", AIR), ("مخزن", WHOM), ("إصابة حارسين", HURT)]),
        ("اعتقلت الشرطة شابين بحسب شهود", [("اعتقلت", ARREST), ("الشرطة", WHO), ("شابين", WHOM), ("شهود", TELLER)]),
        ("شنت الطائرات غارة على المعسكر، وأدى القصف إلى مقتل جندي", [("الطائرات", WHO), ("غارة", AIR), ("المعسكر", WHOM), ("القصف", AIR), ("مقتل جندي", HURT)]),
        ("استهدفت المدفعية القرية بعشر قذائف", [("استهدفت", SHELL), ("المدفعية", WHO), ("القرية", WHERE), ("بعشر قذائف", MEANS)]),
        ("قُتل شرطيان في بغداد أمس", [("قُتل شرطيان", HURT), ("بغداد", WHERE), ("أمس", WHEN)]),
        ("قُتل ثلاثة وجُرح خمسة برصاص قناص", [("قُتل ثلاثة", HURT), ("وجُرح خمسة", HURT), ("قناص", WHO)]),
    ],
)  # fmt: skip
def test_all_of_one_event_is_one_event(raw: str, parts: list[Part]) -> None:
    _assert_events(raw, parts, [[words for words, _ in parts]])


@pytest.mark.parametrize(
    ("raw", "parts", "expected"),
    [
        (
            "قصف الجيش السوق، واعتقلت الشرطة طالبين",
            [("قصف", SHELL), ("الجيش", WHO), ("السوق", WHOM), ("واعتقلت", ARREST), ("الشرطة", WHO), ("طالبين", WHOM)],
            [["قصف", "الجيش", "السوق"], ["واعتقلت", "الشرطة", "طالبين"]],
        ),
        (
            "هاجم مسلحون الحاجز، فيما قصف الطيران القرية",
            [("هاجم", ATTACK), ("مسلحون", WHO), ("الحاجز", WHOM), ("قصف", AIR), ("الطيران", WHO), ("القرية", WHERE)],
            [["هاجم", "مسلحون", "الحاجز"], ["قصف", "الطيران", "القرية"]],
        ),
        (
            "سيطر اللواء على التل، وعناصر التنظيم خطفوا راعيين",
            [("سيطر", CAPTURE), ("اللواء", WHO), ("التل", WHERE), ("وعناصر التنظيم", WHO), ("خطفوا", KIDNAP), ("راعيين", WHOM)],
            [["سيطر", "اللواء", "التل"], ["وعناصر التنظيم", "خطفوا", "راعيين"]],
        ),
        (
            "غارة من طائرة مسيرة على سيارة ثم تفجير عبوة",
            [("غارة", AIR), ("طائرة مسيرة", WHO), ("سيارة", WHOM), ("تفجير", BOMB), ("عبوة", MEANS)],
            [["غارة", "طائرة مسيرة", "سيارة"], ["تفجير", "عبوة"]],
        ),
        (
            "قصف على جبلة، وقصف آخر على بانياس",
            [("قصف", SHELL), ("جبلة", WHERE), ("وقصف", SHELL), ("بانياس", WHERE)],
            [["قصف", "جبلة"], ["وقصف", "بانياس"]],
        ),
    ],
)  # fmt: skip
def test_two_events_keep_their_own_roles(
    raw: str, parts: list[Part], expected: list[list[str]]
) -> None:
    _assert_events(raw, parts, expected)


@pytest.mark.parametrize(
    ("raw", "parts", "expected"),
    [
        (
            "اقتحمت القوات المخيم واعتقلت فتى",
            [("اقتحمت", ATTACK), ("القوات", WHO), ("المخيم", WHERE), ("واعتقلت", ARREST), ("فتى", WHOM)],
            [["اقتحمت", "القوات", "المخيم"], ["القوات", "واعتقلت", "فتى"]],
        ),
        (
            "قصف الجيش البلدة وسيطر على تلتها",
            [("قصف", SHELL), ("الجيش", WHO), ("البلدة", WHERE), ("وسيطر", CAPTURE), ("تلتها", WHERE)],
            [["قصف", "الجيش", "البلدة"], ["الجيش", "وسيطر", "تلتها"]],
        ),
        (
            "قصف الجيش البلدة، فيما انفجرت عبوة في السوق",
            [("قصف", SHELL), ("الجيش", WHO), ("البلدة", WHERE), ("انفجرت", BOMB), ("عبوة", MEANS), ("السوق", WHERE)],
            [["قصف", "الجيش", "البلدة"], ["انفجرت", "عبوة", "السوق"]],
        ),
    ],
)  # fmt: skip
def test_an_attacker_is_shared_within_a_clause_only(
    raw: str, parts: list[Part], expected: list[list[str]]
) -> None:
    _assert_events(raw, parts, expected)


@pytest.mark.parametrize(
    ("raw", "parts", "expected"),
    [
        (
            "شنت الطائرات غارة على حلب، وقُتل خمسة في انفجار بإدلب",
            [("الطائرات", WHO), ("غارة", AIR), ("حلب", WHERE), ("وقُتل خمسة", HURT), ("انفجار", BOMB), ("بإدلب", WHERE)],
            ["وقُتل خمسة", "انفجار", "بإدلب"],
        ),
        (
            "اعتقلت الشرطة شاباً وأصيب اثنان في اشتباكات",
            [("اعتقلت", ARREST), ("الشرطة", WHO), ("شاباً", WHOM), ("وأصيب اثنان", HURT), ("اشتباكات", CLASH)],
            ["الشرطة", "وأصيب اثنان", "اشتباكات"],
        ),
    ],
)  # fmt: skip
def test_casualties_before_their_cause_are_its(
    raw: str, parts: list[Part], expected: list[str]
) -> None:
    event = _link(raw, parts)[-1]
    assert_mentions(raw, sorted([*event.triggers, *event.arguments])[-len(expected) :], expected)
    assert not _link(raw, parts)[0].of(HURT)


@pytest.mark.parametrize(
    "verb", ["أدى إلى", "ويؤدي إلى", "أسفر عن", "أوقع", "وأودى بحياة", "خلّف", "فأدّت إلى"]
)
def test_casualties_behind_a_verb_of_result_are_of_the_trigger_before(verb: str) -> None:
    raw = f"قصف القرية، ما {verb} تسعة قتلى ثم تفجير عبوة"
    first, second = _link(raw, [("قصف", SHELL), ("تسعة قتلى", HURT), ("تفجير", BOMB)])
    assert_mentions(raw, first.arguments, ["تسعة قتلى"])
    assert second.arguments == ()


def test_a_verb_of_result_is_no_part_of_another_word() -> None:
    raw = "قصف الوادي، وقُتل اثنان في انفجار"  # الوادي holds ادي
    _, second = _link(raw, [("قصف", SHELL), ("وقُتل اثنان", HURT), ("انفجار", BOMB)])
    assert_mentions(raw, second.arguments, ["وقُتل اثنان"])


def test_a_source_before_every_trigger_tells_of_all() -> None:
    raw = "قال المرصد إن غارة ضربت القرية فيما انفجر لغم"
    parts: list[Part] = [("المرصد", TELLER), ("غارة", AIR), ("القرية", WHERE), ("انفجر", BOMB)]
    assert [bool(event.of(TELLER)) for event in _link(raw, parts)] == [True, True]


def test_a_source_between_tells_of_what_follows() -> None:
    raw = "غارة ضربت القرية، وقال المرصد إن لغماً انفجر"
    parts: list[Part] = [("غارة", AIR), ("القرية", WHERE), ("المرصد", TELLER), ("انفجر", BOMB)]
    assert [bool(event.of(TELLER)) for event in _link(raw, parts)] == [False, True]


def test_casualties_beside_an_arrest_alone_carry_an_attack() -> None:
    raw = "قُتل شاب واعتقلت الشرطة آخرين"
    parts: list[Part] = [("قُتل شاب", HURT), ("واعتقلت", ARREST), ("الشرطة", WHO), ("آخرين", WHOM)]
    first, second = _link(raw, parts)
    assert (first.type, first.triggers) == (TRIGGERLESS_TYPE, ())
    assert_mentions(raw, first.arguments, ["قُتل شاب"])
    assert_mentions(raw, second.arguments, ["الشرطة", "آخرين"])


def test_without_trigger_and_casualties_there_is_no_event() -> None:
    assert _link("زار الوفد حلب أمس", [("الوفد", WHO), ("حلب", WHERE), ("أمس", WHEN)]) == ()


WORDS = st.sampled_from(["غارة", "وقصف", "القصف", "، فيما", "في", "أدى إلى", "ل"])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WORDS, st.none() | st.sampled_from(LABELS)), max_size=10))
def test_every_role_is_in_an_event_if_there_is_one(pieces: list[tuple[str, Label | None]]) -> None:
    raw, mentions = "", []
    for word, label in pieces:
        if label is not None:
            mentions.append(Mention(len(raw), len(raw) + len(word), label))
        raw += word + " "
    events = link_by_proximity(raw, mentions)
    linked = {mention for event in events for mention in (*event.triggers, *event.arguments)}
    carries = any(mention.is_trigger or mention.label is HURT for mention in mentions)
    assert linked == (set(mentions) if carries else set())
    triggers = [trigger for event in events for trigger in event.triggers]
    assert len(triggers) == len(set(triggers))
