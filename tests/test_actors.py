"""The actor table, and who is found in it; the table's reader first, then the resolver."""

from collections import Counter
from pathlib import Path

import pytest

from hadath.annotations.actors import COLUMNS, key_of, load_actors, read_actors
from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import ActorKind

HEAD = "\t".join(COLUMNS)
LINE = "sy-army\tالجيش السوري\tقوات النظام | جيش النظام\tSyrian army\tSY\tstate_force"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "actors.tsv"
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return path


def test_the_table_is_large_and_of_every_kind() -> None:
    actors = load_actors()
    kinds = Counter(actor.kind for actor in actors)
    print(len(actors), kinds)
    assert len(actors) >= 300
    assert set(kinds) == set(ActorKind)
    assert len({actor.id for actor in actors}) == len(actors)
    assert [actor.id for actor in actors] == sorted(actor.id for actor in actors)
    assert {"SY", "IQ", "YE", "PS", "LB", "LY", "SD", "SO", "EG", "ML", "AF", "TR", "UA"} <= {
        actor.country for actor in actors
    }


def test_a_line_is_an_actor(tmp_path: Path) -> None:
    (actor,) = read_actors(write(tmp_path, LINE))
    assert actor.names == ("الجيش السوري", "قوات النظام", "جيش النظام")
    assert (actor.country, actor.kind) == ("SY", ActorKind.STATE_FORCE)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((LINE.replace("\tSY", ""),), r"actors\.tsv:2: 5 columns; accepted: 6"),
        ((LINE.replace("state_force", "army"),), r":2: kind army; accepted: state_force, rebel"),
        ((LINE.replace("\tSY\t", "\tSyria\t"),), ":2: country Syria"),
        ((LINE, LINE), ":3: the id sy-army is used twice"),
        (
            (LINE, "iq-ct\tجهاز\t\tAgency\tIQ\tstate_force", "sy-army\tس\t\tX\tSY\trebel"),
            ":4: the id sy-army is used twice",
        ),
        (
            (LINE, LINE.replace("sy-army", "sy-air").replace("الجيش السوري", "سلاح الجو")),
            ":3: «قوات النظام» is a name of sy-army as well",
        ),
    ],
)
def test_a_bad_line_is_named(lines: tuple[str, ...], message: str, tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=message):
        read_actors(write(tmp_path, *lines))


def test_the_head_line_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "actors.tsv"
    path.write_text(LINE, encoding="utf-8")
    with pytest.raises(AnnotationError, match="the head line must be"):
        read_actors(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الجيش الإسرائيلي", "الجيش الاسرائيلى"),
        ("تنظيم «الدولة الإسلامية»", 'تنظيم "الدولة الاسلامية"'),
        ("داعِش", "داعــش"),
        ("فيينا", "ڤيينا"),
        ("حزب الله اللبناني", "حزب الله - اللبناني"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)
