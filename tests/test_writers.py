import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from hadath.annotations.errors import HadathError
from hadath.inference.extractor import EventExtractor
from hadath.inference.flat import COLUMNS, rows_of
from hadath.inference.serialization import to_dict
from hadath.inference.writers import _harmless, writer_of

TEXT = "قُتل خمسة مدنيين وجُرح آخرون في غارة روسية على مدينة طفس وبلدة الزهيرية أمس الاثنين."


@pytest.fixture(scope="module")
def document(extractor: EventExtractor) -> dict[str, Any]:
    return to_dict(extractor(TEXT, "2024-03-05", "=1+1"))


def _written(path: Path, document: dict[str, Any]) -> Path:
    writer_of(path)([document, {**document, "events": []}], path)
    return path


def test_a_place_that_is_known_is_a_point(tmp_path: Path, document: dict[str, Any]) -> None:
    event = document["events"][0]
    region = {"name": "R", "country": "SY", "precision": "region", "lat": 33.0, "lon": 36.0}
    town = {"name": "T", "country": "SY", "precision": "place", "lat": 32.7, "lon": 36.1}
    named = event["locations"][0]
    locations = [{**named, "place": place} for place in (region, None, town)]
    known = {**document, "events": [{**event, "locations": locations}]}
    path = _written(tmp_path / "a.geojson", known)
    (feature,) = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.1, 32.7]}
    assert feature["properties"]["type"] == "AIRSTRIKE"
    assert (feature["properties"]["place"], feature["properties"]["precision"]) == ("T", "place")
    nowhere = {**event, "locations": [{**named, "place": None}]}
    path = _written(tmp_path / "b.geojson", {**document, "events": [nowhere]})
    assert json.loads(path.read_text(encoding="utf-8"))["features"][0]["geometry"] is None


def test_a_map_without_events_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    writer_of(path)([], path)
    assert json.loads(path.read_text()) == {"type": "FeatureCollection", "features": []}


def test_json_lines_keep_the_whole_document(tmp_path: Path, document: dict[str, Any]) -> None:
    lines = _written(tmp_path / "a.jsonl", document).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == document
    assert "قُتل" in lines[0]


@pytest.mark.parametrize(("ending", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables_are_read_by_spreadsheets(
    tmp_path: Path, document: dict[str, Any], ending: str, delimiter: str
) -> None:
    path = _written(tmp_path / f"a.{ending}", document)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=delimiter)
    assert (row["type"], row["killed"], row["missing"]) == ("AIRSTRIKE", "5", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_harmless(tmp_path: Path, document: dict[str, Any], start: str) -> None:
    path = _written(tmp_path / "a.csv", {**document, "id": f"{start}SUM(A1)"})
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["document"] == f"'{start}SUM(A1)"
    assert float(row["score"]) > 0


@pytest.mark.parametrize("text", ["نص ;=1+1", "نص\t-2", "نص\n@SUM(A1)"])
def test_formulas_behind_a_separator_are_harmless(text: str) -> None:
    assert _harmless(text) == text.replace("=", "'=").replace("-", "'-").replace("@", "'@")
    assert _harmless("أ-ب = ج") == "أ-ب = ج"


def test_parquet_has_types(tmp_path: Path, document: dict[str, Any]) -> None:
    table = pq.read_table(_written(tmp_path / "a.parquet", document))
    assert table.column_names == list(COLUMNS)
    assert table.to_pylist() == rows_of(document)
    assert str(table.schema.field("missing").type) == "int64"


def test_databases_hold_a_row_an_event(tmp_path: Path, document: dict[str, Any]) -> None:
    question = "SELECT type, killed, document FROM events"
    with sqlite3.connect(_written(tmp_path / "a.sqlite", document)) as database:
        from_sqlite = database.execute(question).fetchall()
    with duckdb.connect(str(_written(tmp_path / "a.duckdb", document))) as database:
        from_duckdb = database.execute(question).fetchall()
    assert from_sqlite == from_duckdb == [("AIRSTRIKE", 5, "=1+1")]


def test_an_ending_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(HadathError, match=r"a\.docx: no form has this ending"):
        writer_of(tmp_path / "a.docx")
