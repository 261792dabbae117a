"""Who a mention names: a mention and its actor a line."""

import pytest

from hadath.inference.resolver import MIN_SCORE, default_table


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        # as it stands
        ("حزب الله", "lb-hezbollah"),
        ("داعش", "xx-isis"),
        ("تنظيم الدولة الإسلامية", "xx-isis"),
        ("الحوثيون", "ye-houthis"),
        ("الحوثيين", "ye-houthis"),
        ("أنصار الله", "ye-houthis"),
        ("قوات الدعم السريع", "sd-rsf"),
        ("كتائب القسام", "ps-qassam"),
        ("الجيش المصري", "eg-army"),
        ("حزب العمال الكردستاني", "tr-pkk"),
        ("القوات الأوكرانية", "ua-army"),
        ("مسلحون مجهولون", "xx-unknown-gunmen"),
        # of enemies and of friends
        ("ميليشيات الحوثي", "ye-houthis"),
        ("مليشيا حميدتي", "sd-rsf"),
        ("جيش الاحتلال الإسرائيلي", "il-army"),
        ("قوات الأسد", "sy-army"),
        # spelled otherwise
        ("حــزب الله", "lb-hezbollah"),
        ("الجيش الاسرائيلى", "il-army"),
        ("تنظيم «الدولة الاسلامية", "xx-isis"),
        # an adjective alone
        ("إسرائيلية", "il-army"),
        ("الإسرائيلي", "il-army"),
        # members, means, possessions
        ("عناصر من داعش", "xx-isis"),
        ("مقاتلو تنظيم داعش", "xx-isis"),
        ("قيادي في حزب الله", "lb-hezbollah"),
        ("مواقع لحزب العمال الكردستاني", "tr-pkk"),
        ("معسكرات لداعش", "xx-isis"),
        ("قواعد عسكرية تابعة لجيش الاحتلال الإسرائيلي", "il-army"),
        ("دورية عسكرية لميليشيا الحوثي", "ye-houthis"),
        ("للحوثيين", "ye-houthis"),
        ("انتحارياً من تنظيم داعش", "xx-isis"),
        ("طائرات إسرائيلية", "il-air-force"),
        ("تجمعاً لجنود الاحتلال", "il-army"),
        ("مجموعة مسلحة من حزب العمال الكردستاني", "tr-pkk"),
        # more behind the name
        ("القوات الروسية المتمركزة فيها", "ru-army"),
        ("تنظيم داعش الإرهابي المتطرف", "xx-isis"),
        # nobody of the table: no actor is better than a wrong one
        ("القاعدة البحرية", None),
        ("الجيش النيبالي", None),
        ("الشرطة النرويجية", None),
        ("سوق السمك", None),
        ("المسجد الأقصى", None),
        ("منزل", None),
        ("سيارة", None),
        ("", None),
        ("«»", None),
    ],
)
def test_a_mention_and_its_actor(name: str, actor: str | None) -> None:
    match = default_table().resolve(name)
    assert (match.actor.id if match else None) == actor
    assert match is None or MIN_SCORE <= match.score <= 1


def test_each_step_costs() -> None:
    scores = [
        match.score
        for name in ("داعش", "عناصر داعش", "مدفعية داعش", "مواقع داعش")
        if (match := default_table().resolve(name))
    ]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_every_name_of_the_table_finds_its_actor() -> None:
    from hadath.annotations.actors import load_actors

    for actor in load_actors():
        for name in actor.names:
            match = default_table().resolve(name)
            assert match is not None and match.actor.id == actor.id, name
