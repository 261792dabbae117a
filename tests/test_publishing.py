"""Models to the Hub: the real client against a hub on this machine."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_server import READER, WRITER, HubServer, connect
from hub_store import model_files
from huggingface_hub import constants
from typer.testing import CliRunner, Result

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import ModelError
from hadath.annotations.words import cut_words
from hadath.cli.commands import app
from hadath.inference import calibration, engines
from hadath.inference.loading import load_model
from hadath.inference.tagger import Tagger
from hadath.training.publishing import FILES, check_repository, collect_files, publish

NAME = "org/model"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    with HubServer() as server:
        connect(monkeypatch, server.endpoint, tmp_path, WRITER)
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder such as training leaves it, with what is not for others."""
    path = tmp_path / "run"
    (path / "checkpoints" / "checkpoint-8").mkdir(parents=True)
    others = {"training_args.bin": b"pickle", "checkpoints/checkpoint-8/optimizer.pt": b"pickle"}
    for name, content in (model_files() | others).items():
        (path / name).write_bytes(content)
    return path


def _push(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["push", str(folder), NAME, *options])


def test_all_that_the_engines_read_is_sent() -> None:
    read = {file for name in engines.ENGINES for file in engines.weights_of(name)}
    assert {*read, calibration.FILE} <= set(FILES)


def test_a_push_sends_the_model_and_a_card_in_one_commit(hub: HubServer, folder: Path) -> None:
    done = _push(folder)
    assert done.exit_code == 0, done.output
    repository = hub.repositories[NAME]
    files = repository.files()
    assert set(files) == {*FILES, "README.md", ".gitattributes"}
    assert all(files[name].content == content for name, content in model_files().items())
    assert files["README.md"].content.startswith(b"---\nlanguage: ar\n")
    assert repository.messages == ["initial commit", "Publish a hadath model"]
    assert not repository.is_private
    assert f"/commit/{repository.branches['main']}" in done.output


def test_a_dry_run_shows_all_and_sends_nothing(hub: HubServer, folder: Path) -> None:
    done = _push(folder, "--dry-run")
    assert done.exit_code == 0, done.output
    assert hub.requests == []
    assert "70,000  model.safetensors" in done.output
    assert "pipeline_tag: token-classification" in done.output
    assert not any(name in done.output for name in ("optimizer", "training_args", str(folder)))


def test_a_private_push_makes_a_private_repository(hub: HubServer, folder: Path) -> None:
    assert _push(folder, "--private").exit_code == 0
    assert hub.repositories[NAME].is_private
    assert _push(folder, "--private").exit_code == 0  # and goes on to it


def test_a_private_push_sends_nothing_to_a_public_repository(hub: HubServer, folder: Path) -> None:
    hub.add(NAME, {})
    done = _push(folder, "--private")
    assert done.exit_code == 1
    assert "is public already" in done.output
    assert hub.repositories[NAME].messages == ["initial commit"]
    assert hub.objects == {}


def test_a_push_to_a_branch_leaves_the_main_one(hub: HubServer, folder: Path) -> None:
    assert _push(folder, "--revision", "v2").exit_code == 0
    assert set(hub.repositories[NAME].files()) == {".gitattributes"}
    assert "model.onnx" in hub.repositories[NAME].files("v2")


def test_a_push_takes_away_what_the_new_model_has_not(hub: HubServer, folder: Path) -> None:
    hub.add(NAME, model_files() | {"notes.txt": b"mine"})
    (folder / "model.onnx").unlink()
    assert _push(folder).exit_code == 0
    files = hub.repositories[NAME].files()
    assert "model.onnx" not in files
    assert files["notes.txt"].content == b"mine"


def test_a_push_of_the_same_sends_no_large_file_twice(hub: HubServer, folder: Path) -> None:
    _push(folder)
    hub.requests.clear()
    assert _push(folder).exit_code == 0
    assert not any(method == "PUT" for method, _, _ in hub.requests)


def test_paths_of_this_machine_stay_here(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "_name_or_path": "/home/me/runs"}))
    (upload,) = [upload for upload in collect_files(folder) if upload.name == "config.json"]
    assert isinstance(upload.content, bytes)
    assert json.loads(upload.content) == config
    assert upload.size == len(upload.content)


def _log_out(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    patch.delenv("HF_TOKEN")


def _only_read(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("HF_TOKEN", READER)


def _break_commits(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    hub.fail("POST .*/commit/", 500)


def _refuse_uploads(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    hub.fail("PUT /upload/", 403)


def _go_offline(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(constants, "HF_HUB_OFFLINE", True)


def _unplug(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        (_log_out, r"no right to write there \(401\)"),
        (_only_read, r"no right to write there \(403\)"),
        (_refuse_uploads, r"no right to write there \(403\)"),
        (_break_commits, r"busy or down \(500\); nothing was committed"),
        (_go_offline, "HF_HUB_OFFLINE is set; nothing was published"),
        (_unplug, "no network; nothing was committed"),
    ],
)
def test_what_hinders_a_push_is_told_in_a_line(
    hub: HubServer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[HubServer, pytest.MonkeyPatch], None],
    message: str,
) -> None:
    trouble(hub, monkeypatch)
    with pytest.raises(ModelError, match=message) as caught:
        publish(collect_files(folder), NAME)
    assert len(str(caught.value).splitlines()) == 1
    assert all("Publish" not in str(r.messages) for r in hub.repositories.values())


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no config.json"),
        (model_files(tokenizer__json=None), "no tokenizer.json"),
        (model_files(model__onnx=None, model__safetensors=None), "neither model.safetensors nor"),
        (model_files(config__json=b'{"id2label": {"0": "O"}}'), "id2label are not hadath's"),
        (model_files(config__json=b"{"), "config.json: no readable JSON"),
    ],
)
def test_a_folder_without_a_model_is_refused(
    tmp_path: Path, files: dict[str, bytes], message: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=message):
        collect_files(tmp_path)


@pytest.mark.parametrize("name", ["model", "a/b/c", "org/mo del", "org/-x-", ""])
def test_a_name_that_the_hub_would_refuse_is_refused_here(name: str) -> None:
    with pytest.raises(ModelError, match=r"^.*: "):
        check_repository(name)


_PLAIN = """
import json, sys
from transformers import pipeline
tagger = pipeline("token-classification", model="org/model", ignore_labels=[])
json.dump([[(t["start"], t["entity"]) for t in tagger(x)] for x in json.load(sys.stdin)], sys.stdout)
"""


def test_what_was_pushed_tags_alike_in_plain_transformers(
    hub: HubServer, tiny_run: Path, tmp_path: Path
) -> None:
    texts = [sentence.text for sentence in load_corpus("train")[:20]]
    assert _push(tiny_run).exit_code == 0
    environment = {
        "HF_ENDPOINT": hub.endpoint,
        "HF_HOME": str(tmp_path / "plain"),
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _PLAIN],
        input=json.dumps(texts),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    model = load_model(NAME, engine="onnxruntime")
    tagger = Tagger.of(model)
    labels = set()
    for text, rows, sentence in zip(texts, json.loads(done.stdout), tagger.tag(texts), strict=True):
        plain = dict(reversed([(start, tag) for start, tag in rows]))
        own = [model.tags[tag] for tag in sentence.log_probs.argmax(axis=1)]
        assert [plain[word.start] for word in cut_words(text)] == own
        labels |= {tag for tag in own if tag != "O"}
    assert labels  # an untrained model would agree on nothing but O
