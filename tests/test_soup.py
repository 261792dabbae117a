"""Means of models, checkpoints and exports."""

from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

pytest.importorskip("transformers")

from hadath.annotations.errors import ModelError
from hadath.cli.commands import app
from hadath.training.export import export_model
from hadath.training.finetune import save_model
from hadath.training.restoration import read_state
from hadath.training.soup import average_models


def _shifted(run: Path, folder: Path, step: float) -> Path:
    """Write a model whose weights all lie a step from those of another."""
    from transformers import PreTrainedTokenizerFast

    from hadath.training.export import load_trained

    model = load_trained(run)
    with torch.no_grad():
        for weight in model.parameters():
            weight += step
    save_model(model, PreTrainedTokenizerFast.from_pretrained(run), folder)
    return folder


def test_the_mean_lies_in_the_middle(tiny_run: Path, tmp_path: Path) -> None:
    other = _shifted(tiny_run, tmp_path / "other", 0.5)
    mean = read_state(average_models([tiny_run, other], tmp_path / "mean"))
    for name, weight in read_state(tiny_run).items():
        torch.testing.assert_close(mean[name], weight + 0.25)


def test_an_export_becomes_a_checkpoint_again(tiny_run: Path, tmp_path: Path) -> None:
    export_model(tiny_run, tmp_path / "whole", quantize=False)
    done = CliRunner().invoke(
        app, ["average", str(tmp_path / "whole"), "--out", str(tmp_path / "again")]
    )
    assert done.exit_code == 0, done.output
    again = read_state(tmp_path / "again")
    for name, weight in read_state(tiny_run).items():
        torch.testing.assert_close(again[name], weight)


def test_models_of_other_shapes_are_refused(tiny_run: Path, tmp_path: Path) -> None:
    other = _shifted(tiny_run, tmp_path / "other", 0.0)
    (other / "linker.safetensors").unlink()
    with pytest.raises(ModelError, match=r"other: its weights are not of the shapes"):
        average_models([tiny_run, other], tmp_path / "mean")


def test_a_model_without_a_linker_is_refused(tiny_run: Path, tmp_path: Path) -> None:
    other = _shifted(tiny_run, tmp_path / "other", 0.0)
    (other / "linker.safetensors").unlink()
    with pytest.raises(ModelError, match=r"other: no weight linker\.\S+ of shape"):
        average_models([other], tmp_path / "mean")


def test_another_tokenizer_is_refused(tiny_run: Path, tmp_path: Path) -> None:
    other = _shifted(tiny_run, tmp_path / "other", 0.0)
    (other / "tokenizer.json").write_text('{"model": {}}')
    with pytest.raises(ModelError, match=r"its tokenizer\.json has not the pieces of"):
        average_models([tiny_run, other], tmp_path / "mean")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no trained model"):
        average_models([tmp_path], tmp_path / "mean")
