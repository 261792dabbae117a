from datetime import date

import pytest

from hadath.annotations.errors import DocumentError
from hadath.inference.documents import (
    LONGEST,
    Columns,
    check_document,
    from_bytes,
    from_row,
)
from hadath.inference.records import Document

NAMED = Columns(text="body", id="url", date="day")


def test_a_good_document_passes() -> None:
    check_document(Document("x", "خبر \U0001f680", "2020-02-29"))


def test_a_row_is_read_by_the_names_of_its_columns() -> None:
    row = {"body": "خبر", "url": "u1", "day": "2020-02-29", "text": "other"}
    assert from_row(row, NAMED, "a.csv", 2) == Document("u1", "خبر", "2020-02-29")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"body": "خبر"}, Document("a.csv:2", "خبر")),
        ({"body": "خبر", "url": "", "day": ""}, Document("a.csv:2", "خبر")),
        ({"body": "خبر", "url": 0}, Document("0", "خبر")),
        ({"body": "خبر", "day": date(2020, 2, 29)}, Document("a.csv:2", "خبر", "2020-02-29")),
    ],
)
def test_what_a_row_lacks_is_made_up_for(row: dict[str, object], expected: Document) -> None:
    assert from_row(row, NAMED, "a.csv", 2) == expected


def test_an_error_names_the_columns_that_were_asked_for() -> None:
    with pytest.raises(DocumentError, match=r"a\.csv:2: no 'body' \(accepted: .*\"url\""):
        from_row({"text": "خبر"}, NAMED, "a.csv", 2)


def test_a_file_that_no_memory_should_hold_is_refused() -> None:
    with pytest.raises(DocumentError, match="longer than 16 MiB"):
        from_bytes(b"a" * (LONGEST + 1), "long.txt")
