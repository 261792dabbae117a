import pytest
from hypothesis import given
from hypothesis import strategies as st

from hadath.inference.extractor import EventExtractor
from hadath.inference.gazetteer import Gazetteer
from hadath.inference.places import locate
from hadath.inference.records import Place
from hadath.inference.serialization import to_dict


def _code(place: Place | None) -> str | None:
    """Return what tells places apart in a table: precision and country."""
    return None if place is None else f"{place.precision} {place.country}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # towns, in several spellings
        ("مدينة طفس", "place SY"),
        ("بلدة القريتين", "place SY"),
        ("خان يونس", "place PS"),
        ("خانْ يُونُس", "place PS"),
        ("بيروت", "place LB"),
        ("مدينة إدلب", "place SY"),
        ("مدينة ادلب", "place SY"),
        ("الموصل", "place IQ"),
        ("مخيم جنين", "place PS"),
        # regions
        ("محافظة أبين", "region YE"),
        ("ريف درعا", "region SY"),
        ("ريف إدلب الجنوبي", "region SY"),
        ("الحديدة", "region YE"),
        ("قطاع غزة", "region PS"),
        ("شمال قطاع غزّة", "region PS"),
        ("الضفة الغربية المحتلة", "region PS"),
        ("ولاية الخرطوم", "region SD"),
        # countries, from any side
        ("سوريا", "country SY"),
        ("سورية", "country SY"),
        ("جنوب سورية", "country SY"),
        ("اليمن", "country YE"),
        ("السودان", "country SD"),
        ("غربي العراق", "country IQ"),
        # sides and surroundings
        ("محيط مدينة بعلبك", "place LB"),
        ("شمال غرب مدينة غزة", "place PS"),
        ("مدينة القدس المحتلة", "place PS"),
        ("غزة", "place PS"),
        ("الرمادي", "place IQ"),
        # what is elsewhere, or no name
        ("السعودية", None),
        ("ولاية القصرين", None),
        ("أنقرة", None),
        ("القاهرة", None),
        ("مسجد", None),
        ("سوق شعبية", None),
        ("الحدود مع سوريا", None),
        ("الشمال", None),
        ("البحر الأحمر", None),
        ("البلدة القديمة", None),
        ("الفندق", None),
        ("مدينة الطائف", None),
        ("حي صلاح الدين", None),
        ("حي الصبرة", None),
        ("", None),
        ("ريف", None),
    ],
)
def test_a_name_is_put_on_the_map(name: str, expected: str | None) -> None:
    assert _code(locate([name]).get(name)) == expected


@pytest.mark.parametrize(
    ("beside", "expected"), [("اليمن", "YE"), ("سوريا", "SY"), ("ليبيا", None), ("النبعة", None)]
)
def test_of_namesakes_the_one_is_meant_that_the_others_speak_for(
    beside: str, expected: str | None
) -> None:
    villages = [
        f"النبعه\t1\t{n}\tplace\tX\t{c}\t\t{n}\t36.0\t90" for n, c in ((1, "SY"), (9, "YE"))
    ]
    countries = [
        f"{key}\t1\t{n}\tcountry\tX\t{code}\t\t{n}\t30.0\t20000000"
        for n, (key, code) in enumerate((("سوريا", "SY"), ("اليمن", "YE"), ("ليبيا", "LY")), 20)
    ]
    place = locate(["قرية النبعة", beside], Gazetteer(sorted(villages + countries))).get(
        "قرية النبعة"
    )
    assert (place.country if place else None) == expected


@pytest.mark.parametrize(
    ("names", "name", "expected"),
    [
        (["طرابلس", "لبنان"], "طرابلس", "place LB"),
        (["طرابلس", "بنغازي"], "طرابلس", "place LY"),
        # what the document speaks against
        (["ناحية بني سعد", "محافظة ديالى"], "ناحية بني سعد", None),
        (["مدينة الصالح", "محافظة إب"], "مدينة الصالح", None),
        (["الجنينة", "ريف دير الزور الشمالي"], "الجنينة", None),
        (["مدينة نصر", "القاهرة"], "مدينة نصر", None),
        (["البويرة", "الجزائر"], "البويرة", None),
        (["سوريا", "العراق"], "العراق", "country IQ"),
        # two wordings of one name do not speak for one another
        (["الصبرة", "منطقة الصبرة", "مدينة غزة"], "الصبرة", None),
        # a quarter is near its town, and no region
        (["حي الصبرة", "مدينة غزة", "قطاع غزة"], "حي الصبرة", None),
        (["حي صلاح الدين", "مدينة حلب"], "حي صلاح الدين", None),
        (["حي المنصور", "بغداد"], "حي المنصور", None),
        # names of many
        (["البحر الأحمر", "اليمن", "الحديدة"], "البحر الأحمر", None),
        (["البحر الأحمر", "السودان"], "البحر الأحمر", "region SD"),
        (["الشمال", "سوريا"], "الشمال", None),
        (["الصور", "دير الزور"], "الصور", None),
        (["القطاع", "خان يونس"], "القطاع", "region PS"),
    ],
)
def test_the_document_speaks_for_and_against(
    names: list[str], name: str, expected: str | None
) -> None:
    assert _code(locate(names).get(name)) == expected


def test_a_region_tells_a_village_from_its_namesakes() -> None:
    lines = sorted(
        f"النبعه\t1\t{number}\tplace\tAn Nab`ah\tSY\t{region}\t{35 + number}\t36.0\t0"
        for number, region in enumerate(("Homs", "Dar`a", "Homs2"))
    )
    lines += ["درعا\t1\t9\tregion\tDar`a\tSY\t\t32.8\t36.2\t1027000"]
    table = Gazetteer(sorted(lines))
    assert "النبعة" not in locate(["النبعة"], table)
    place = locate(["النبعة", "ريف درعا"], table)["النبعة"]
    assert (place.id, place.admin1) == (1, "Dar`a")


@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_names_are_looked_up(names: list[str]) -> None:
    assert set(locate(names)) <= set(names)


def test_the_extractor_puts_events_on_the_map(extractor: EventExtractor) -> None:
    coded = extractor("قُتل خمسة مدنيين في غارة على مدينة طفس بريف درعا.")
    locations = to_dict(coded)["events"][0]["locations"]
    assert locations[0]["place"] == {
        "id": 421205447,
        "name": "Tafas",
        "country": "SY",
        "admin1": "Dar`a",
        "lat": 32.7356,
        "lon": 36.0669,
        "precision": "place",
    }
