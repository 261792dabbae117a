import numpy as np

from hadath.annotations.labels import TRIGGERLESS_TYPE, EventType, Label, Role
from hadath.inference.linker import level_sides, link
from hadath.inference.records import Mention
from offsets import extents_of

NO, YES = -5.0, 5.0


def _mentions(raw: str, *parts: tuple[str, Label]) -> list[Mention]:
    extents = extents_of(raw, *(words for words, _ in parts))
    return [Mention(*extent, label) for extent, (_, label) in zip(extents, parts, strict=True)]


def _scores(n: int, *pairs: tuple[int, int]) -> np.ndarray:
    scores = np.full((n, n), NO)
    for anchor, member in pairs:
        scores[anchor, member] = YES
    return scores


RAW = "قصف الجيش السوق واعتقلت الشرطة شابين في حلب"
MENTIONS = _mentions(
    RAW,
    ("قصف", EventType.SHELLING),
    ("الجيش", Role.ATTACKER),
    ("السوق", Role.TARGET),
    ("واعتقلت", EventType.ARREST),
    ("الشرطة", Role.ATTACKER),
    ("شابين", Role.TARGET),
    ("حلب", Role.LOCATION),
)


def test_roles_go_to_the_events_that_the_scores_name() -> None:
    scores = _scores(7, (0, 1), (0, 2), (3, 4), (3, 5), (0, 6), (3, 6))
    first, second = link(RAW, MENTIONS, scores)
    assert (first.type, second.type) == (EventType.SHELLING, EventType.ARREST)
    assert first.arguments == (MENTIONS[1], MENTIONS[2], MENTIONS[6])
    assert second.arguments == (MENTIONS[4], MENTIONS[5], MENTIONS[6])


def test_a_bound_role_that_no_score_claims_goes_to_the_best() -> None:
    scores = np.full((7, 7), NO)
    scores[3, 1] = NO + 1
    events = link(RAW, MENTIONS, scores)
    assert MENTIONS[1] in events[1].arguments
    assert all(MENTIONS[6] not in event.arguments for event in events)  # a place may be nobody's


def test_two_triggers_of_one_type_merge_where_the_scores_say_so() -> None:
    raw = "غارات استهدفت البلدة ثم غارة"
    mentions = _mentions(
        raw,
        ("غارات", EventType.AIRSTRIKE),
        ("استهدفت", EventType.AIRSTRIKE),
        ("البلدة", Role.LOCATION),
        ("غارة", EventType.AIRSTRIKE),
    )
    events = link(raw, mentions, _scores(4, (0, 1), (1, 0), (0, 2), (1, 2)))
    assert [event.triggers for event in events] == [(mentions[0], mentions[1]), (mentions[3],)]


def test_triggers_of_two_types_never_merge() -> None:
    assert len(link(RAW, MENTIONS, _scores(7, (0, 3), (3, 0)))) == 2


def test_casualties_carry_an_event_without_a_trigger() -> None:
    raw = "قُتل ثلاثة وأصيب خمسة في بغداد"
    mentions = _mentions(
        raw,
        ("قُتل ثلاثة", Role.CASUALTIES),
        ("وأصيب خمسة", Role.CASUALTIES),
        ("بغداد", Role.LOCATION),
    )
    (event,) = link(raw, mentions, _scores(3, (0, 0), (1, 1), (0, 1), (0, 2)))
    assert event.type is TRIGGERLESS_TYPE
    assert event.triggers == ()
    assert event.arguments == tuple(mentions)
    (event,) = link(raw, mentions, np.full((3, 3), NO))  # something must carry it
    assert mentions[0] in event.arguments


def test_roles_without_trigger_and_casualties_are_no_event() -> None:
    raw = "زار الوزير بغداد"
    assert link(raw, _mentions(raw, ("بغداد", Role.LOCATION)), np.zeros((1, 1))) == ()
    assert link(raw, [], np.zeros((0, 0))) == ()


def test_without_scores_the_order_of_the_sentence_links() -> None:
    events = link(RAW, MENTIONS, None)
    assert [event.of(Role.TARGET) for event in events] == [(MENTIONS[2],), (MENTIONS[5],)]


def test_the_carrier_of_a_triggerless_event_is_kept() -> None:
    raw = "مقتل حارسين وإصابة ثلاثة رعاة في الرابية"
    mentions = _mentions(
        raw,
        ("مقتل حارسين", Role.CASUALTIES),
        ("وإصابة ثلاثة رعاة", Role.CASUALTIES),
        ("الرابية", Role.LOCATION),
    )
    (event,) = link(raw, mentions, _scores(3, (1, 1), (1, 0), (1, 2)))
    assert (event.triggers, event.carrier, event.anchor) == ((), mentions[1], mentions[1])
    assert event.arguments == tuple(mentions)


def test_mentions_side_by_side_share_one_logit() -> None:
    raw = "قصف مدينة طفس، بريف درعا، في جنوب سورية، ثم زار القائد دمشق وحمص وقتل 3 وجرح 4"
    mentions = _mentions(
        raw,
        ("قصف", EventType.SHELLING),
        ("مدينة طفس", Role.LOCATION),
        ("بريف درعا", Role.LOCATION),
        ("جنوب سورية", Role.LOCATION),
        ("دمشق", Role.LOCATION),
        ("وحمص", Role.LOCATION),
        ("وقتل 3", Role.CASUALTIES),
        ("وجرح 4", Role.CASUALTIES),
    )
    scores = np.zeros((8, 8))
    scores[0] = [9, 6, 3, 0, -1, -3, 2, -2]
    levelled = level_sides(raw, mentions, scores)
    assert levelled[0].tolist() == [9, 3, 3, 3, -2, -2, 2, -2]
    assert levelled[1:].tolist() == scores[1:].tolist()
    assert level_sides("", [], np.zeros((0, 0))).shape == (0, 0)
