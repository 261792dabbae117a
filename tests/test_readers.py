import gzip
import io
import json
import lzma
import os
import sys
from datetime import date
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd

from hadath.annotations.errors import DocumentError
from hadath.inference import readers
from hadath.inference.documents import Columns
from hadath.inference.readers import read_documents
from hadath.inference.records import Document
from hadath.inference.sources import find_sources


def _read(*paths: Path | str) -> list[Document | DocumentError]:
    return list(read_documents(find_sources([str(path) for path in paths])))


def test_a_text_file_is_one_document_and_keeps_its_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("سطر\r\nآخر\u200f 🚀\n".encode())
    assert _read(path) == [Document(str(path), "سطر\r\nآخر\u200f 🚀\n")]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "خبر".encode())
    assert _read(path) == [Document(str(path), "خبر")]


def test_a_jsonl_line_is_one_document(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        {"id": "x", "text": "خبر", "date": "2020-01-31"},
        {"text": "آخر", "extra": 1},
        {"id": 7, "text": "ثالث"},
    ]
    path.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert _read(path) == [
        Document("x", "خبر", "2020-01-31"),
        Document(f"{path}:3", "آخر"),
        Document("7", "ثالث"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"not json", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"{}", "no 'text'"),
        (b'{"text": 5}', "'text' is no string"),
        (b'{"text": "  "}', "an empty 'text'"),
        (b'{"text": "a", "date": 5}', "'date' is no string"),
        (b'{"text": "a", "date": "31/12/2020"}', "the date '31/12/2020' is none"),
        (b'{"text": "a\\ud800b"}', "a lone surrogate at character 1"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_its_neighbours_are_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "first"}\n' + line + b'\n{"text": "last"}\n')
    first, error, last = _read(path)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(error, DocumentError)
    assert str(error).startswith(f"{path}:2: {reason}")
    assert "accepted: " in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file"),
        (b" \n\t", "an empty file"),
        ("خبر".encode("cp1256"), "not UTF-8 (byte 0)"),
        ("سطر\nخبر".encode() + b"\xff", "not UTF-8"),
        ("خبر".encode("utf-16"), "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a binary file"),
        (b"text\x00text", "a binary file (it holds a NUL byte)"),
    ],
)
def test_a_bad_text_file_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    (error,) = _read(path)
    assert isinstance(error, DocumentError)
    assert reason in str(error)
    assert str(path) in str(error)


def test_the_line_of_a_bad_byte_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("سطر\nثان\n".encode() + b"\xff")
    (error,) = _read(path)
    assert str(error).startswith(f"{path}:3: ")


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    missing, folder = _read(tmp_path / "none.txt", tmp_path)
    assert "no such file" in str(missing)
    assert "a folder" in str(folder)


@pytest.mark.parametrize(
    ("content", "ids"),
    [('{"id": "x", "text": "خبر"}\n', ["x"]), ("خبر عاجل\nسطر", ["<stdin>"])],
)
def test_standard_input_holds_text_or_json_lines(
    monkeypatch: pytest.MonkeyPatch, content: str, ids: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert [document.id for document in _read("-") if isinstance(document, Document)] == ids


def test_names_of_keys_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"url": "u", "body": "خبر", "day": "2020-01-31"}\n', encoding="utf-8")
    columns = Columns(text="body", id="url", date="day")
    assert list(read_documents(find_sources([str(path)]), columns)) == [
        Document("u", "خبر", "2020-01-31")
    ]


@pytest.mark.parametrize(("ending", "separator"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
def test_a_table_has_a_document_a_row(tmp_path: Path, ending: str, separator: str) -> None:
    path = tmp_path / f"a.{ending}"
    rows = [["id", "date", "text"], ["x", "2020-01-31", '"سطر\nثان"'], ["y", "", "خبر"]]
    content = "\n".join(separator.join(row) for row in rows)
    path.write_text(f"\ufeff{content}\n", encoding="utf-8")
    assert _read(path) == [Document("x", "سطر\nثان", "2020-01-31"), Document("y", "خبر")]


def test_a_bad_row_is_named_and_its_neighbours_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n1,first\n2,\xff\n3\n4,last\n")
    first, bad, short, last = _read(path)
    assert [item.text for item in (first, last) if isinstance(item, Document)] == ["first", "last"]
    assert str(bad).startswith(f"{path}:3: a lone surrogate")
    assert str(short).startswith(f"{path}:4: no 'text'")


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b"id,text\n1,first, and more\n2,last\n", ["2: 3 cells under 2 names"]),
        (b'id,text\n1,first\n2,"last\n', ["3: no row of a table"]),
        (b"id,text\n1,first\n\n2,last\n", []),
        (b"id,text\n1,a\rb\n2,last\n", ["2: no row of a table"]),
        (b"id,text\r1,first\r", ["1: no column 'text'"]),
    ],
)
def test_a_row_that_is_none_is_named_and_not_cut(
    tmp_path: Path, content: bytes, errors: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    found = [str(item) for item in _read(path) if isinstance(item, DocumentError)]
    assert len(found) == len(errors)
    for error, wanted in zip(found, errors, strict=True):
        assert error.startswith(f"{path}:{wanted}")


def test_ids_that_no_file_can_hold_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "\\ud800", "text": "a"}\n{"id": "b", "text": "b"}\n')
    error, last = _read(path)
    assert ":1: a lone surrogate at character 0 of the id" in str(error)
    assert last == Document("b", "b")


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xce\xc8\xd1.txt")
    path.write_text("خبر", encoding="utf-8")
    (document,) = _read(path)
    assert isinstance(document, Document)
    assert document.id.endswith("\\xce\\xc8\\xd1.txt")


def test_a_time_stamp_is_cut_to_its_day(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "a", "date": "2020-01-31T10:00:00Z"}\n')
    assert _read(path) == [Document("x", "a", "2020-01-31")]


def test_a_table_without_the_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,body\n1,خبر\n", encoding="utf-8")
    (error,) = _read(path)
    assert str(error).startswith(f"{path}:1: no column 'text'")


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_packed_files_are_unpacked_on_the_way(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(_pack(b'{"id": "x", "text": "\xd8\xae"}\n', suffix))
    assert _read(path) == [Document("x", "خ")]


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_a_packed_file_that_is_cut_short_gives_what_it_has(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    lines = b"".join(b'{"text": "%d"}\n' % number**9 for number in range(20_000))
    path.write_bytes(_pack(lines, suffix)[:-200])
    path2 = tmp_path / "b.txt"
    path2.write_text("خبر", encoding="utf-8")
    *given, error, last = _read(path, path2)
    assert len(given) > 1000
    assert isinstance(error, DocumentError)
    assert "damaged or cut short" in str(error)
    assert last == Document(str(path2), "خبر")


def test_a_line_that_no_memory_should_hold_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "LONGEST", 100)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": "' + "b" * 1000 + '"}\n{"text": "c"}\n')
    first, error, last = _read(path)
    assert (first, last) == (Document(f"{path}:1", "a"), Document(f"{path}:3", "c"))
    assert ":2: a line longer than" in str(error)


def test_parquet_is_read_by_column(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    days = pa.array([date(2020, 1, 31), None])
    pq.write_table(pa.table({"id": [1, 2], "text": ["خبر", None], "date": days}), path)
    first, error = _read(path)
    assert first == Document("1", "خبر", "2020-01-31")
    assert str(error).startswith(f"{path}:2: no 'text'")


def test_parquet_is_never_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = pa.array([f"{number} " * 400 for number in range(20_000)])
    pq.write_table(pa.table({"text": texts}), path, compression="none", row_group_size=20_000)
    del texts
    before, most = pa.total_allocated_bytes(), 0
    for _ in read_documents(find_sources([str(path)])):
        most = max(most, pa.total_allocated_bytes() - before)
    assert path.stat().st_size > 30 * 2**20
    assert most < 10 * 2**20


def test_parquet_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 but not really PAR1")
    (error,) = _read(path)
    assert "damaged or no Parquet" in str(error)


def test_the_article_of_a_page_is_read_without_what_stands_round_it(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<html><head><meta property="article:published_time" content="2024-03-05T10:00:00Z">'
        '</head><body><nav><a href="/">الرئيسية</a><a href="/s">رياضة</a></nav><article>'
        "<h1>غارة على بلدة الزهيرية</h1><p>قُتل خمسة مدنيين في غارة جوية على بلدة الزهيرية "
        "صباح اليوم الثلاثاء، بحسب مسعفين.</p><p>وأضاف المصدر أن ثلاثة جرحى نُقلوا إلى "
        "المستشفى.</p></article><footer>جميع الحقوق محفوظة</footer></body></html>",
        encoding="utf-8",
    )
    (document,) = _read(path)
    assert isinstance(document, Document)
    assert document.date == "2024-03-05"
    assert "قُتل خمسة مدنيين" in document.text
    assert "رياضة" not in document.text
    assert "الحقوق" not in document.text


def test_a_page_without_an_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body></body></html>")
    (error,) = _read(path)
    assert "no article found" in str(error)


def test_ten_thousand_broken_lines_lose_no_neighbour(tmp_path: Path) -> None:
    random = Random(7)
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        for number in range(10_000):
            stream.write(_broken(random) + b'\n{"text": "%d"}\n' % number)
    good = [item.text for item in _read(path) if isinstance(item, Document)]
    wanted = {str(number) for number in range(10_000)}
    assert len([text for text in good if text in wanted]) == 10_000


@pytest.mark.parametrize("ending", ["jsonl", "csv", "txt", "html", "parquet", "jsonl.gz", "txt.xz"])
def test_broken_files_are_named_and_the_next_is_read(tmp_path: Path, ending: str) -> None:
    random = Random(11)
    last = tmp_path / "z.txt"
    last.write_text("خبر", encoding="utf-8")
    for number in range(40):
        path = tmp_path / f"{number}.{ending}"
        path.write_bytes(b"".join(_broken(random) + b"\n" for _ in range(random.randint(0, 5))))
        assert _read(path, last)[-1] == Document(str(last), "خبر")


def _pack(content: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(content)
    return lzma.compress(content) if suffix == ".xz" else zstd.compress(content)


def _broken(random: Random) -> bytes:
    """Return a line of JSON after an accident: cut, bytes changed, nested without end, bare."""
    line = bytearray('{"id": "x", "text": "قُتل خمسة في \\u0642صف", "date": "2020-01-31"}'.encode())
    kind = random.randrange(5)
    if kind == 0:
        return bytes(line[: random.randrange(len(line))])
    if kind == 1:
        for _ in range(random.randint(1, 8)):
            line[random.randrange(len(line))] = random.randrange(256)
        return bytes(line).replace(b"\n", b" ")
    if kind == 2:
        return b"[" * random.randint(1, 2000)
    if kind == 3:
        return random.randbytes(random.randint(0, 60)).replace(b"\n", b" ")
    return b'{"text": "\\ud800\\u0000\x1b", "date": 3}'
