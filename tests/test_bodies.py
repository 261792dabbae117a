import gzip
import lzma
from pathlib import Path

import pytest

from hadath.annotations.errors import DocumentError
from hadath.cli.bodies import bodies_in, texts_of


def test_every_form_of_news_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# id: x\n[SHELLING#1 قصف] [LOCATION#1 الرابية]\n")
    (tmp_path / "b.jsonl").write_text('{"text": "خبر أول"}\n{"text": "خبر ثان"}\n')
    with lzma.open(tmp_path / "c.txt.xz", "wt", encoding="utf-8") as stream:
        stream.write("سطر أول\nسطر ثان\n")
    with gzip.open(tmp_path / "d.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write('{"text": "خبر ثالث"}\n')
    (tmp_path / "e.bin").write_bytes(b"\xff")
    paths = bodies_in(tmp_path)
    assert [path.name for path in paths] == ["a.txt", "b.jsonl", "c.txt.xz", "d.jsonl.gz"]
    assert [text.strip() for path in paths for text in texts_of(path)] == [
        "قصف الرابية",
        "خبر أول",
        "خبر ثان",
        "سطر أول",
        "سطر ثان",
        "خبر ثالث",
    ]


def test_a_folder_without_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        bodies_in(tmp_path)


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text('{"text": "خبر"}\n{"title": "عنوان"}\n')
    with pytest.raises(DocumentError, match=r"b\.jsonl:2: .*accepted: \{\"text\""):
        list(texts_of(path))


def test_a_file_that_is_not_there_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.txt: No such file.*accepted: a \.txt"):
        list(texts_of(tmp_path / "none.txt"))
    for name in ("cut.txt.xz", "cut.txt.gz"):
        (tmp_path / name).write_bytes(b"no packed text")
        with pytest.raises(DocumentError, match=rf"{name}: .*accepted"):
            list(texts_of(tmp_path / name))
