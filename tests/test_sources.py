import os
from pathlib import Path

import pytest

from hadath.annotations.errors import DocumentError
from hadath.inference.sources import Form, Meter, Source, find_sources, form_of, opened


def _names(found: list[Source | DocumentError], folder: Path) -> list[str]:
    return [os.path.relpath(item.path, folder) for item in found if isinstance(item, Source)]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", Form.TEXT),
        ("a.JSONL", Form.LINES),
        ("a.ndjson.gz", Form.LINES),
        ("a.csv.zst", Form.CSV),
        ("a.tsv.xz", Form.TSV),
        ("a.parquet", Form.PARQUET),
        ("a.parquet.gz", None),
        ("a.htm", Form.HTML),
        ("a.html", Form.HTML),
        ("a.pdf", None),
        ("a", None),
    ],
)
def test_the_ending_tells_the_form(name: str, form: Form | None) -> None:
    assert form_of(Path(name)) == form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.jsonl", "sub/c.csv", "sub/deep/d.html", "x.pdf", ".hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("خبر", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_a_folder_is_searched_to_the_bottom(folder: Path) -> None:
    found = find_sources([str(folder)])
    assert _names(found, folder) == ["a.jsonl", "b.txt", "sub/c.csv", "sub/deep/d.html"]
    assert all(isinstance(item, Source) and item.size == 6 for item in found)


def test_patterns_are_matched_in_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _names(find_sources([f"{folder}/*.txt", f"{folder}/a.*"]), folder) == [
        "b.txt",
        "a.jsonl",
    ]
    monkeypatch.chdir(folder)
    assert _names(find_sources(["sub/**/*.html"]), folder) == ["sub/deep/d.html"]
    assert _names(find_sources([".h*"]), folder) == [".hidden.txt"]


def test_a_file_named_by_hand_is_text_if_its_ending_tells_nothing(folder: Path) -> None:
    (source,) = find_sources([str(folder / "x.pdf")])
    assert isinstance(source, Source)
    assert source.form is Form.TEXT


def test_a_name_may_hold_the_marks_of_a_pattern(folder: Path) -> None:
    path = folder / "[1].txt"
    path.write_text("خبر", encoding="utf-8")
    assert _names(find_sources([str(path)]), folder) == ["[1].txt"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.txt", "no such file"),
        ("empty", "a folder without files to read"),
        ("*.docx", "no file matches"),
        ("a**.txt", "a**.txt: "),  # no pattern, or one that matches nothing, by the Python
        ("n" * 300, "too long"),
    ],
)
def test_what_stands_for_nothing_is_named(folder: Path, name: str, reason: str) -> None:
    (error,) = find_sources([str(folder / name)])
    assert isinstance(error, DocumentError)
    assert reason in str(error)
    assert ".parquet" in str(error)


def test_a_meter_counts_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 100_000)
    (source,) = find_sources([str(path)])
    assert isinstance(source, Source)
    meter = Meter()
    with opened(source, meter) as stream:
        assert meter.n_bytes == 0
        stream.read(50_000)
        assert 50_000 <= meter.n_bytes < 100_000
    meter.finish(source)
    assert meter.n_bytes == 100_000


def test_what_is_written_is_no_input(folder: Path) -> None:
    outputs = (folder / "b.txt", folder / "sub")
    assert _names(find_sources([str(folder)], outputs), folder) == ["a.jsonl"]


def test_what_is_written_is_known_by_any_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert "b.txt" not in _names(find_sources([str(folder)], [Path("sub/../b.txt")]), folder)


def test_a_file_that_two_names_stand_for_is_read_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    names = [str(folder / "b.txt"), "b.txt", str(folder), f"{folder}/*.txt"]
    found = _names(find_sources(names), folder)
    assert found == ["b.txt", "a.jsonl", "sub/c.csv", "sub/deep/d.html"]


def test_hidden_folders_are_not_searched(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("خبر", encoding="utf-8")
    (error,) = find_sources([str(tmp_path)])
    assert "without files to read" in str(error)


def test_an_empty_name_is_no_folder() -> None:
    (error,) = find_sources([""])
    assert "an empty name" in str(error)
