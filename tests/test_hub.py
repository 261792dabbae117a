"""Models from the Hub: the real client against a hub on this machine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_server import READER, WRITER, HubServer, connect
from hub_store import model_files
from huggingface_hub import constants

from hadath.annotations.errors import ModelError
from hadath.inference.hub import resolve_model
from hadath.inference.loading import load_model

NAME = "org/model"
ALWAYS = {"config.json", "tokenizer.json", "tokenizer_config.json", "postprocessor.json"}
MASKED = json.dumps({"architectures": ["BertForMaskedLM"]}).encode()
FOREIGN = json.dumps({"id2label": {"0": "O", "1": "B-PER"}}).encode()

ONLY_PICKLE = model_files(model__onnx=None, model__safetensors=None) | {"pytorch_model.bin": b"x"}
NO_WEIGHTS = model_files(model__onnx=None, model__safetensors=None)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    with HubServer() as server:
        connect(monkeypatch, server.endpoint, tmp_path)
        server.add(NAME, model_files() | {"pytorch_model.bin": b"pickle"})
        yield server


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


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


@pytest.mark.parametrize(
    ("engine", "weights"),
    [
        (None, {"model.onnx"}),
        ("onnxruntime", {"model.onnx"}),
        ("openvino", {"model.onnx"}),
        ("torch", {"model.safetensors", "linker.safetensors"}),
    ],
)
def test_only_what_the_engine_needs_is_fetched(
    hub: HubServer, engine: str | None, weights: set[str]
) -> None:
    folder = resolve_model(NAME, engine=engine)
    assert _names(folder) == ALWAYS | weights
    assert all((folder / name).read_bytes() == model_files()[name] for name in ALWAYS | weights)


def test_without_a_graph_the_weights_are_fetched(hub: HubServer) -> None:
    hub.add(NAME, model_files(model__onnx=None, postprocessor__json=None))
    assert {"model.safetensors", "linker.safetensors"} <= _names(resolve_model(NAME))


def test_the_second_time_nothing_is_fetched(hub: HubServer) -> None:
    folder = resolve_model(NAME)
    hub.requests.clear()
    assert resolve_model(NAME) == folder
    assert [(method, path) for method, path, _ in hub.requests] == [("GET", f"/api/models/{NAME}")]


def test_a_revision_is_fetched_by_branch_or_commit(hub: HubServer) -> None:
    repository = hub.repositories[NAME]
    old = repository.branches["main"]
    files = dict(repository.files()) | {"config.json": repository.files()["tokenizer.json"]}
    repository.commit("next", files, "another")
    assert resolve_model(NAME, old).name == old
    assert resolve_model(NAME, "next").name == repository.branches["next"] != old


def test_a_model_that_changed_is_fetched_anew(hub: HubServer) -> None:
    first = resolve_model(NAME)
    hub.add(NAME, model_files(postprocessor__json=b'{"temperature": 2}'))
    hub.requests.clear()
    second = resolve_model(NAME)
    assert (second / "postprocessor.json").read_bytes() == b'{"temperature": 2}'
    assert second != first
    assert len(hub.bodies()) == 1  # what did not change is not fetched again


def _offline(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(constants, "HF_HUB_OFFLINE", True)


def _unplugged(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")


def _down(hub: HubServer, patch: pytest.MonkeyPatch) -> None:
    hub.fail("GET /api/models", 503)


@pytest.mark.parametrize("trouble", [_offline, _unplugged, _down])
def test_a_copy_serves_without_the_hub(
    hub: HubServer,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[HubServer, pytest.MonkeyPatch], None],
) -> None:
    hub.repositories[NAME].branches["tried"] = hub.repositories[NAME].branches["main"]
    folder = resolve_model(NAME, "tried")
    trouble(hub, monkeypatch)
    assert resolve_model(NAME, "tried") == folder
    with pytest.raises(ModelError, match="no copy in the Hub's cache that torch runs"):
        resolve_model(NAME, "tried", engine="torch")


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        (_offline, "HF_HUB_OFFLINE is set, and no copy"),
        (_unplugged, "no network, and no copy"),
        (_down, r"busy or down \(503\), and no copy"),
    ],
)
def test_no_hub_and_no_copy_says_so(
    hub: HubServer,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[HubServer, pytest.MonkeyPatch], None],
    message: str,
) -> None:
    trouble(hub, monkeypatch)
    with pytest.raises(ModelError, match=message):
        resolve_model(NAME)


def test_a_half_copy_is_no_copy(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = resolve_model(NAME, engine="torch")
    (folder / "linker.safetensors").unlink()
    _offline(hub, monkeypatch)
    with pytest.raises(ModelError, match="no copy"):
        resolve_model(NAME, engine="torch")


def test_a_dropped_connection_is_resumed_where_it_broke(hub: HubServer) -> None:
    hub.drop("GET /cdn/", kept=30_000)
    folder = resolve_model(NAME)
    assert (folder / "model.onnx").read_bytes() == model_files()["model.onnx"]
    (range_asked,) = [r for _, _, r in hub.requests if r is not None]
    assert 0 < int(range_asked.removeprefix("bytes=").removesuffix("-")) <= 30_000


def test_a_busy_hub_is_asked_again_for_a_file(hub: HubServer) -> None:
    hub.fail("GET /cdn/", 429, times=1)
    assert (resolve_model(NAME) / "model.onnx").is_file()


@pytest.mark.parametrize("name", ["model.onnx", "config.json"])
def test_a_damaged_file_is_refused_and_not_kept(hub: HubServer, name: str) -> None:
    etag = hub.repositories[NAME].files()[name].etag
    hub.damage(f"GET /(cdn/{etag}|{NAME}/resolve/.*{name})", times=1)
    with pytest.raises(ModelError, match=f"{name} came down damaged.*deleted"):
        resolve_model(NAME)
    assert (resolve_model(NAME) / name).read_bytes() == model_files()[name]


@pytest.mark.parametrize(
    ("files", "engine", "message"),
    [
        (model_files(config__json=MASKED), None, "BertForMaskedLM, no token classifier"),
        (model_files(config__json=b"[]"), None, "config.json is no model configuration"),
        (model_files(tokenizer__json=None), None, "no tokenizer.json"),
        (model_files(model__onnx=None), "openvino", "no model.onnx, which openvino runs"),
        (model_files(model__safetensors=None), "torch", "no model.safetensors, which torch runs"),
        (ONLY_PICKLE, None, r"only a pickle \(pytorch_model.bin\)"),
        (NO_WEIGHTS, None, "no weights"),
    ],
)
def test_a_repository_without_such_a_model_says_what_it_is(
    hub: HubServer, files: dict[str, bytes], engine: str | None, message: str
) -> None:
    hub.add("org/other", files)
    with pytest.raises(ModelError, match=message):
        resolve_model("org/other", engine=engine)
    assert not any(path.startswith("/cdn/") for path in hub.bodies())


def test_labels_of_others_are_refused(hub: HubServer) -> None:
    hub.add("org/other", model_files(config__json=FOREIGN))
    with pytest.raises(ModelError, match="its labels are not hadath's"):
        load_model("org/other")


@pytest.mark.parametrize(
    ("name", "revision", "token", "message"),
    [
        ("org/none", None, None, r"neither a folder nor a repository on the Hub \(401"),
        ("org/none", None, READER, r"neither a folder nor a repository on the Hub \(404"),
        ("org/private", None, None, r"\(401; for a private one: 'hf auth login'"),
        ("org/gated", None, None, r"gated; ask for access.*\(401\)"),
        ("org/gated", None, READER, r"gated; ask for access.*\(403\)"),
        (NAME, "v9", None, "no revision 'v9' on the Hub"),
    ],
)
def test_what_may_not_be_had_says_why(
    hub: HubServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    revision: str | None,
    token: str | None,
    message: str,
) -> None:
    hub.add("org/private", model_files()).is_private = True
    hub.add("org/gated", model_files()).is_gated = True
    if token is not None:
        monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises(ModelError, match=message) as caught:
        resolve_model(name, revision)
    assert len(str(caught.value).splitlines()) == 1


def test_a_token_opens_what_is_private(hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.add("org/private", model_files()).is_private = True
    hub.add("org/gated", model_files()).is_gated = True
    monkeypatch.setenv("HF_TOKEN", WRITER)
    assert resolve_model("org/private").is_dir()
    assert resolve_model("org/gated").is_dir()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda hub: hub.fail("GET /api/models", 403), r"no access \(403"),
        (lambda hub: hub.fail("GET /api/models", 429), r"busy or down \(429\)"),
        (lambda hub: hub.fail("GET /api/models", 500), r"busy or down \(500\)"),
        (lambda hub: hub.fail("GET /cdn/", 403), "no access"),
        (lambda hub: hub.cut("GET /cdn/"), "not fetched: .*size 60000 but has size 59999"),
        (lambda hub: hub.damage("GET /api/models"), "what answers is no Hub"),
    ],
)
def test_what_goes_wrong_on_the_way_is_told_in_a_line(
    hub: HubServer, spoil: Callable[[HubServer], None], message: str
) -> None:
    spoil(hub)
    with pytest.raises(ModelError, match=message) as caught:
        resolve_model(NAME)
    assert len(str(caught.value).splitlines()) == 1
