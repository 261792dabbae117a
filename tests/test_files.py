from hashlib import sha256
from pathlib import Path

import pytest

from hadath.inference.files import digest_of, half_of, replaced, sync


def test_a_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    with pytest.raises(RuntimeError), replaced(path) as stream:
        stream.write("half")
        stream.flush()
        assert path.read_text() == "before"
        raise RuntimeError
    assert path.read_text() == "before"
    with replaced(path) as stream:
        stream.write("سطر\n")
    assert path.read_bytes() == "سطر\n".encode()
    assert not half_of(path).exists()


def test_a_half_keeps_its_ending_and_is_hidden() -> None:
    assert half_of(Path("x/events.parquet")) == Path("x/.events.half.parquet")


def test_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a" * 3_000_000)
    assert digest_of(path) == sha256(b"a" * 3_000_000).hexdigest()
    sync(path)
    sync(tmp_path)
