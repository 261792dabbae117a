from pathlib import Path

import pytest

from hadath.annotations.errors import ModelError
from hadath.inference.hub import resolve_model


def test_a_folder_is_its_own_model(tmp_path: Path) -> None:
    assert resolve_model(tmp_path) == tmp_path


def test_a_file_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"")
    with pytest.raises(ModelError, match="a model is a folder"):
        resolve_model(path)


def test_a_name_that_is_none_is_refused_without_a_connection() -> None:
    with pytest.raises(ModelError, match="neither a folder nor a name"):
        resolve_model("no/such/model/here")


def test_no_network_and_no_copy_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import huggingface_hub

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("unreachable")

    monkeypatch.setattr(huggingface_hub.HfApi, "list_repo_files", refuse)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="no network, and no copy"):
        resolve_model("hadath/none")
