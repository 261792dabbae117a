import pytest

from hadath.annotations.labels import ACLED_NAMES, EventType, Label, Role
from hadath.inference.acled import acled_name
from hadath.inference.records import LinkedEvent, Mention
from offsets import extents_of

SUICIDE, GRENADE, IED = "Suicide bomb", "Grenade", "Remote explosive/landmine/IED"
REGAINS, OVERTAKES = "Government regains territory", "Non-state actor overtakes territory"
WHO, WHOM, WHERE, MEANS = Role.ATTACKER, Role.TARGET, Role.LOCATION, Role.WEAPON


def _name(kind: EventType, trigger: str, *roles: tuple[str, Role]) -> str:
    parts: list[tuple[str, Label]] = [(trigger, kind), *roles]
    raw = " ".join(words for words, _ in parts)
    extents = extents_of(raw, *(words for words, _ in parts))
    first, *rest = (
        Mention(*extent, label) for extent, (_, label) in zip(extents, parts, strict=True)
    )
    return acled_name(raw, LinkedEvent(kind, (first,), tuple(rest)))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (EventType.AIRSTRIKE, "Air/drone strike"),
        (EventType.SHELLING, "Shelling/artillery/missile attack"),
        (EventType.BOMBING, IED),
        (EventType.CLASH, "Armed clash"),
        (EventType.ATTACK, "Attack"),
        (EventType.ABDUCTION, "Abduction/forced disappearance"),
        (EventType.ARREST, "Arrests"),
        (EventType.CAPTURE, OVERTAKES),
    ],
)
def test_every_type_has_a_name_without_a_cue(kind: EventType, name: str) -> None:
    assert _name(kind, "حادث") == name
    assert name in [candidate.name for candidate in ACLED_NAMES[kind]]


@pytest.mark.parametrize(
    ("trigger", "roles", "name"),
    [
        ("تفجير انتحاري", [], SUICIDE),
        ("تفجيرين انتحاريين", [], SUICIDE),
        ("تفجيرات انتحاريّة", [], SUICIDE),
        ("تفجير", [("انتحارية", WHO)], SUICIDE),
        ("فجّر", [("انتحاريان", WHO)], SUICIDE),
        ("تفجير", [("بحزام ناسف", MEANS)], SUICIDE),
        ("انفجار", [("قنبلة يدوية", MEANS)], GRENADE),
        ("انفجار", [("قنبلةٍ يدويّة", MEANS)], GRENADE),
        ("إلقاء", [("قنبلتين يدويتين", MEANS)], GRENADE),
        ("إلقاء", [("قنابل يدوية", MEANS)], GRENADE),
        ("إلقاء", [("رمانة يدوية", MEANS)], GRENADE),
        ("انفجار", [("قنبلة", MEANS)], IED),
        ("انفجار لغم", [], IED),
        ("انفجار", [("سيارة مفخخة", MEANS)], IED),
        ("انفجار", [("عبوة ناسفة", MEANS)], IED),
        ("انفجار", [("انتحاريين", WHOM)], IED),
    ],
)
def test_bombings_are_named_by_trigger_weapon_and_attacker(
    trigger: str, roles: list[tuple[str, Role]], name: str
) -> None:
    assert _name(EventType.BOMBING, trigger, *roles) == name


@pytest.mark.parametrize(
    ("attacker", "name"),
    [
        ("الجيش السوري", REGAINS),
        ("الجيـش", REGAINS),
        ("قوات النظام", REGAINS),
        ("القوات الحكومية", REGAINS),
        ("القوات العراقية", REGAINS),
        ("القوات المسلحة", REGAINS),
        ("قوات الأمن", REGAINS),
        ("الشرطة الاتحادية", REGAINS),
        ("تنظيم داعش", OVERTAKES),
        ("حركة طالبان", OVERTAKES),
        ("فصائل المعارضة", OVERTAKES),
        ("جيش الإسلام", OVERTAKES),
        ("قوات الدعم السريع", OVERTAKES),
        ("القوات الكردية", OVERTAKES),
        ("قوات سوريا الديمقراطية", OVERTAKES),
    ],
)
def test_captures_are_named_by_who_takes_the_place(attacker: str, name: str) -> None:
    assert _name(EventType.CAPTURE, "سيطرت", (attacker, WHO)) == name


@pytest.mark.parametrize("role", [WHOM, WHERE])
def test_who_loses_a_place_does_not_name_its_capture(role: Role) -> None:
    event = _name(EventType.CAPTURE, "انتزعت", ("حركة الشباب", WHO), ("القوات الحكومية", role))
    assert event == OVERTAKES


def test_an_event_without_trigger_has_a_name() -> None:
    raw = "قُتل جنديان"
    event = LinkedEvent(EventType.ATTACK, (), (Mention(0, len(raw), Role.CASUALTIES),))
    assert acled_name(raw, event) == "Attack"
