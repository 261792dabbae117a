import lzma
from pathlib import Path

import pytest

from hadath.annotations.labels import PlacePrecision
from hadath.inference.gazetteer import Gazetteer, build_table, default_gazetteer
from hadath.inference.records import Place

LINES = sorted(
    f"{key}\t1\t{number}\tplace\tX\tSY\t\t35.0\t36.0\t0"
    for number, key in enumerate(("نبعه", "النبعه", "نبعه صغيره", "مسجد", "الصور", "صور"))
)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("النبعة", [1]),
        ("نبعة", [0]),
        ("نَبعة", [0]),
        ("المسجد", [3]),
        ("الصور", [4]),
        ("نبعة صغيرة", [2]),
        ("نبع", []),
        ("ال", []),
        ("", []),
    ],
)
def test_a_name_is_found_with_its_article_or_with_one_less(name: str, ids: list[int]) -> None:
    found = Gazetteer(LINES).named(name)
    assert [candidate.place.id for candidate in found] == ids
    assert all(candidate.is_exact == (name != "المسجد") for candidate in found)


def test_the_table_is_sorted_and_whole() -> None:
    table = default_gazetteer()
    assert len(table.named("سوريا")) >= 1
    (tafas,) = table.named("طفس")
    assert tafas.place == Place(
        421205447, "Tafas", "SY", "Dar`a", 32.7356, 36.0669, PlacePrecision.PLACE
    )
    assert tafas.population == 31249


def test_a_table_is_made_of_a_gazetteer(tmp_path: Path) -> None:
    path = tmp_path / "source.tsv.xz"
    rows = [
        "wof_id;placetype;name_en;names_ar;country;region_id;lat;lon;population",
        "7;region;Dar`a;درعا|محافظة درعا;SY;7;32.8;36.2;100",
        "8;locality;طفس;طفس|Tafas;SY;7;32.7;36.1;",
        "9;locality;Nowhere;Nowhere;SY;7;32.7;36.1;5",
        "10;locality;Unplaced;بلا;SY;7;;;5",
        "11;planet;X;كوكب;SY;7;1;1;5",
    ]
    path.write_bytes(lzma.compress("\n".join(rows).replace(";", "\t").encode()))
    assert build_table(path) == [
        "درعا\t1\t7\tregion\tDar`a\tSY\t\t32.8000\t36.2000\t100",
        "طفس\t1\t8\tplace\tTafas\tSY\tDar`a\t32.7000\t36.1000\t0",
        "محافظه درعا\t0\t7\tregion\tDar`a\tSY\t\t32.8000\t36.2000\t100",
    ]
