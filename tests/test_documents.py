import io
import json
import sys
from pathlib import Path

import pytest

from hadath.annotations.errors import DocumentError
from hadath.inference.documents import check_document, read_documents
from hadath.inference.records import Document


def _read(*paths: Path | str) -> list[Document | DocumentError]:
    return list(read_documents([str(path) for path in paths]))


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


def test_a_good_document_passes() -> None:
    check_document(Document("x", "خبر \U0001f680", "2020-02-29"))
