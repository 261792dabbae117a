"""Inputs named by URIs; ``file://`` goes the same way through pyarrow as ``s3://`` does."""

import gzip
from pathlib import Path

import pytest

from hadath.annotations.errors import DocumentError
from hadath.inference.manifest import make_manifest
from hadath.inference.readers import read_documents
from hadath.inference.records import Document
from hadath.inference.sources import Form, Source, find_sources, form_of
from hadath.inference.storage import is_uri, path_of, stamp_of

pa = pytest.importorskip("pyarrow")

ROW = '{"id": "a", "text": "اعتقلت الشرطة شابين في بلدة سلوان."}\n'


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    from pyarrow.parquet import write_table

    folder = tmp_path / "أخبار 2019"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_text(ROW, encoding="utf-8")
    with gzip.open(folder / "deep" / "b.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(ROW * 3)
    write_table(pa.table({"text": ["خبر"] * 2}), folder / "c.parquet")
    (folder / "d.txt").write_text("خبر\n", encoding="utf-8")
    (folder / "e.pdf").write_bytes(b"no text")
    return folder


def test_a_folder_is_read_as_from_the_disk(archive: Path) -> None:
    found = find_sources([archive.as_uri()])
    assert all(isinstance(item, Source) and is_uri(item.path) for item in found)
    texts = [item.text for item in read_documents(found) if isinstance(item, Document)]
    local = read_documents(find_sources([str(archive)]))
    assert sorted(texts) == sorted(item.text for item in local if isinstance(item, Document))
    assert len(texts) == 7


def test_one_file_is_read(archive: Path) -> None:
    (source,) = find_sources([(archive / "a.jsonl").as_uri()])
    (document,) = read_documents([source])
    assert isinstance(document, Document)
    assert document.id == "a"


@pytest.mark.parametrize("name", ["file:///nowhere/at/all.jsonl", "gopher://host/a.jsonl"])
def test_what_cannot_be_found_is_named(name: str) -> None:
    (error,) = find_sources([name])
    assert isinstance(error, DocumentError)
    assert name in str(error)


def test_a_query_is_no_part_of_a_name(archive: Path) -> None:
    source = Source("s3://bucket/a b/c.jsonl.gz?region=eu-west-1", Form.LINES)
    assert source.suffix == ".gz"
    assert form_of(path_of(source.path)) is Form.LINES
    assert path_of("s3://bucket/a%20b/c.txt").name == "c.txt"


def test_a_folder_without_files_to_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"none")
    (tmp_path / ".hidden.txt").write_bytes(b"none")
    (error,) = find_sources([tmp_path.as_uri()])
    assert isinstance(error, DocumentError)
    assert "without files to read" in str(error)


def test_a_changed_file_makes_another_manifest(archive: Path, tmp_path: Path) -> None:
    uri = (archive / "a.jsonl").as_uri()
    before = make_manifest(find_sources([uri]), tmp_path, "openvino", ())
    assert before == make_manifest(find_sources([uri]), tmp_path, "openvino", ())
    stamp = stamp_of(uri)
    (archive / "a.jsonl").write_text(ROW * 2, encoding="utf-8")
    assert stamp_of(uri) != stamp
    assert before != make_manifest(find_sources([uri]), tmp_path, "openvino", ())
