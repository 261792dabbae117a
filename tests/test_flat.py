from typing import Any

import pytest

from hadath.inference.extractor import EventExtractor
from hadath.inference.flat import COLUMNS, rows_of
from hadath.inference.serialization import to_dict

TEXT = "قُتل خمسة مدنيين وجُرح آخرون في غارة روسية على مدينة طفس وبلدة الزهيرية أمس الاثنين."


@pytest.fixture(scope="module")
def document(extractor: EventExtractor) -> dict[str, Any]:
    return to_dict(extractor(TEXT, "2024-03-05"))


def test_a_row_holds_what_its_event_tells(document: dict[str, Any]) -> None:
    (row,) = rows_of(document)
    assert list(row) == list(COLUMNS)
    assert (row["type"], row["killed"], row["killed_min"]) == ("AIRSTRIKE", 5, 5)
    assert (row["wounded"], row["wounded_min"], row["wounded_max"]) == (None, 1, None)
    assert (row["attackers"], row["attacker_ids"]) == ("روسية", "ru-army")
    assert row["locations"] == "مدينة طفس | بلدة الزهيرية"
    assert (row["from"], row["to"]) == ("2024-03-04", "2024-03-04")
    assert row["sentence"] == TEXT
    for name, kind in COLUMNS.items():
        assert row[name] is None or isinstance(row[name], kind)


def test_numbers_that_no_column_holds_are_left_out(document: dict[str, Any]) -> None:
    event = document["events"][0]
    toll = {**event["casualties"]["killed"], "count": 10**20, "min": 10**20, "max": None}
    (row,) = rows_of({**document, "events": [{**event, "casualties": {"killed": toll}}]})
    assert (row["killed"], row["killed_min"]) == (None, None)


def test_a_document_without_events_has_no_row(document: dict[str, Any]) -> None:
    assert rows_of({**document, "events": []}) == []
