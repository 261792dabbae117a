from dataclasses import replace
from pathlib import Path

import pytest

from hadath.annotations.errors import DocumentError, HadathError
from hadath.inference.manifest import Journal, Manifest, PartRecord, locked, make_manifest
from hadath.inference.sources import find_sources

MANIFEST = Manifest("0", ("a:1",), "model", ("min_score=0.0",))
PART = PartRecord(0, 3, 1, "r", "e")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("خبر", encoding="utf-8")
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.onnx").write_bytes(b"1")
    return tmp_path


def _manifest(folder: Path) -> Manifest:
    found = find_sources([str(folder / "a.txt"), str(folder / "none.txt")])
    return make_manifest(found, folder / "model", "openvino", ["x=1"])


def test_a_manifest_tells_inputs_and_models_apart(folder: Path) -> None:
    first = _manifest(folder)
    assert first == _manifest(folder)
    assert first.inputs[0].startswith(f"{folder / 'a.txt'}:")
    assert "no such file" in first.inputs[1]
    assert first.options == ("x=1",)
    (folder / "model" / "model.onnx").write_bytes(b"2")
    second = _manifest(folder)
    assert (second.inputs, second.model == first.model) == (first.inputs, False)
    (folder / "a.txt").write_text("آخر", encoding="utf-8")
    assert _manifest(folder).inputs[0] != first.inputs[0]


def test_an_input_that_is_gone_is_described(folder: Path) -> None:
    found = find_sources([str(folder / "a.txt")])
    assert not isinstance(found[0], DocumentError)
    (folder / "a.txt").unlink()
    assert "No such file" in make_manifest(found, folder / "model", "openvino", ()).inputs[0]


def test_a_journal_without_parts_is_begun_anew(tmp_path: Path) -> None:
    Journal.opened(tmp_path, MANIFEST, resume=False)
    changed = replace(MANIFEST, model="another")
    assert Journal.opened(tmp_path, changed, resume=False).parts == []
    with pytest.raises(HadathError, match="begun with other model"):
        Journal.opened(tmp_path, MANIFEST, resume=True)


def test_a_journal_keeps_parts_whose_files_are_there(tmp_path: Path) -> None:
    Journal.opened(tmp_path, MANIFEST, resume=False).add(PART)
    assert PART.n_items == 4
    assert Journal.opened(tmp_path, MANIFEST, resume=True).parts == []


def test_a_folder_is_locked_while_it_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    with locked(folder), pytest.raises(HadathError, match="another run"), locked(folder):
        pass
    with locked(folder):
        assert folder.is_dir()
