"""What a recipe says reaches the Trainer, and an update is the same however it is spread."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
import yaml
from safetensors.torch import load_file

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import MissingExtraError, RecipeError
from hadath.annotations.markup import write_corpus
from hadath.configs.recipe import OptimizationConfig, Recipe, parse_config
from hadath.training import finetune as finetune_module
from hadath.training.data import load_data
from hadath.training.finetune import callbacks, device_arguments, finetune, training_arguments
from hadath.training.history import HISTORY, read_history

OPTIMIZATION = {
    "epochs": 2,
    "batch_size": 8,
    "learning_rate": 1e-3,
    "head_multiplier": 1.0,
    "dropout": 0.0,
    "precision": "fp32",
    "patience": 0,
    "logging_steps": 1,
}


def tiny(report_to: list[str] | None = None, **changes: object) -> Recipe:
    content = {
        "name": "tiny",
        "encoder": {"name": "random-bert"},
        "data": {"corpus": False},
        "optimization": OPTIMIZATION | changes,
        "report_to": report_to or [],
    }
    return parse_config(Recipe, content, "tiny.yaml")


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """So small a model gains nothing by two, and loses much where others use the cores."""
    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(n_threads)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 35 sentences: no whole number of batches."""
    sentences = [replace(s, id=f"own-{n}-1") for n, s in enumerate(load_corpus("train")[:35])]
    path = tmp_path_factory.mktemp("data") / "own.txt"
    path.write_text(write_corpus(sentences), encoding="utf-8")
    return path


def trained(recipe: Recipe, own: Path, run: Path, resume: bool = False) -> Path:
    data = load_data(recipe.data, [own])
    return finetune(recipe, data.train, data.dev, run, resume)


@pytest.fixture(scope="module")
def whole(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the run of one process with whole batches."""
    return trained(tiny(), own, tmp_path_factory.mktemp("runs") / "whole")


def losses(run: Path) -> list[float]:
    return [loss for _, loss in read_history(run).losses]


def weights(run: Path) -> dict[str, torch.Tensor]:
    parts = (load_file(run / name) for name in ("model.safetensors", "linker.safetensors"))
    return {name: weight for part in parts for name, weight in part.items()}


def assert_same_course(run: Path, other: Path) -> None:
    """Assert that losses and weights agree, but for the rounding of sums in another order."""
    assert len(losses(run)) >= 8
    assert losses(run) == pytest.approx(losses(other), rel=1e-4)
    expected = weights(other)
    for name, weight in weights(run).items():
        torch.testing.assert_close(weight, expected[name], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 4, "gradient_accumulation": 2},
        {"gradient_checkpointing": True},
    ],
)
def test_batches_that_are_spread_train_as_whole_ones(
    changes: dict, own: Path, whole: Path, tmp_path: Path
) -> None:
    assert_same_course(trained(tiny(**changes), own, tmp_path / "run"), whole)


def test_two_processes_train_as_one(own: Path, whole: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "half.yaml"
    recipe.write_text(yaml.safe_dump(tiny(batch_size=4).model_dump(mode="json")))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    launch = [sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu"]
    launch += ["--num_processes=2", "--num_machines=1", "--mixed_precision=no"]
    launch += ["--dynamo_backend=no", "--main_process_ip=127.0.0.1", f"--main_process_port={port}"]
    train = ["-m", "hadath.training", recipe, "--data", own, "--out", tmp_path / "run"]
    done = subprocess.run([*launch, *train], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    assert '"processes": 2' in (tmp_path / "run" / "run.json").read_text()
    assert_same_course(tmp_path / "run", whole)


def test_a_seed_gives_the_same_weights_and_so_does_a_resumed_run(own: Path, tmp_path: Path) -> None:
    recipe = tiny(dropout=0.2)
    undisturbed = trained(recipe, own, tmp_path / "undisturbed")
    again = trained(recipe, own, tmp_path / "again")
    stopped = tmp_path / "stopped"  # after the first epoch: only its checkpoint is there
    first = min(
        (undisturbed / "checkpoints").glob("checkpoint-*"), key=lambda p: int(p.name.split("-")[1])
    )
    shutil.copytree(first, stopped / "checkpoints" / first.name)
    resumed = trained(recipe, own, stopped, resume=True)
    for run in (again, resumed):
        assert losses(run) == losses(undisturbed)
        assert all(torch.equal(w, weights(undisturbed)[name]) for name, w in weights(run).items())
    other = trained(tiny(dropout=0.2, seed=18), own, tmp_path / "other")
    assert losses(other) != losses(undisturbed)


def test_training_stops_early(own: Path, tmp_path: Path) -> None:
    recipe = tiny(epochs=6, patience=1, learning_rate=1e-12)
    run = trained(recipe, own, tmp_path / "run")
    assert [epoch for epoch, _ in read_history(run).scores] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("changes", "argument", "value"),
    [
        ({"epochs": 3}, "num_train_epochs", 3),
        ({"batch_size": 5}, "per_device_train_batch_size", 5),
        ({"gradient_accumulation": 6}, "gradient_accumulation_steps", 6),
        ({"gradient_checkpointing": True}, "gradient_checkpointing", True),
        ({"learning_rate": 0.25}, "learning_rate", 0.25),
        ({"weight_decay": 0.125}, "weight_decay", 0.125),
        ({"warmup": 0.375}, "warmup_steps", 0.375),
        ({"logging_steps": 7}, "logging_steps", 7),
        ({"precision": "bf16"}, "bf16", True),
        ({"precision": "fp32"}, "bf16", False),
        ({"seed": 99}, "seed", 99),
        ({"average_epochs": 3}, "load_best_model_at_end", False),
        ({"average_epochs": 3}, "save_total_limit", 3),
        ({}, "report_to", []),
    ],
)
def test_a_key_reaches_the_trainer(
    changes: dict, argument: str, value: object, tmp_path: Path
) -> None:
    assert getattr(training_arguments(tiny(**changes), tmp_path), argument) == value


@pytest.mark.parametrize(
    ("patience", "average", "expected"), [(3, 0, [3]), (0, 0, []), (3, 2, []), (3, 1, [3])]
)
def test_patience_reaches_the_trainer(patience: int, average: int, expected: list[int]) -> None:
    made = callbacks(OptimizationConfig(patience=patience, average_epochs=average))
    assert [callback.early_stopping_patience for callback in made] == expected


def test_fp16_needs_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert device_arguments("fp16") == {
        "bf16": False,
        "fp16": True,
        "use_cpu": False,
        "dataloader_pin_memory": True,
    }
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RecipeError, match="fp16 needs a GPU"):
        device_arguments("fp16")


def test_a_tracker_gets_the_losses(own: Path, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    run = trained(tiny(["tensorboard"], epochs=1), own, tmp_path / "run")
    (events,) = run.rglob("events.out.tfevents.*")
    accumulator = EventAccumulator(str(events))
    accumulator.Reload()
    logged = [scalar.value for scalar in accumulator.Scalars("train/loss")]
    assert logged == pytest.approx(losses(run))
    assert (run / HISTORY).is_file()


def test_a_tracker_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(finetune_module, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"report_to: trackio .*hadath\[tracking\]"):
        training_arguments(tiny(["trackio"]), tmp_path)


def test_a_tracker_that_is_none_is_refused() -> None:
    with pytest.raises(RecipeError, match="report_to"):
        tiny(["wandb"])
