"""From the corpus to an extraction: the tiny recipe the whole way."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from transformers import pipeline

from hadath.annotations.bio import TAGS
from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import HadathError, RecipeError
from hadath.configs.recipe import DataConfig, EncoderConfig
from hadath.inference.engines import load_engine
from hadath.inference.extractor import EventExtractor
from hadath.training.averaging import average_checkpoints
from hadath.training.data import load_data
from hadath.training.encoder import load_encoder
from hadath.training.export import export_model, load_trained
from hadath.training.finetune import resolve_precision
from hadath.training.history import read_history
from hadath.training.trainer import parameter_groups

IDS = np.array([[2, 7, 9, 11, 3]], dtype=np.int64)


def test_a_run_leaves_all_that_is_needed_to_repeat_it(tiny_run: Path) -> None:
    names = {path.name for path in tiny_run.iterdir()}
    assert {"model.safetensors", "linker.safetensors", "config.json", "tokenizer.json"} <= names
    run = json.loads((tiny_run / "run.json").read_text(encoding="utf-8"))
    assert run["recipe"]["name"] == "tiny"
    assert len(run["data"]["train"]["sha256"]) == 64
    assert run["machine"]["processes"] == 1
    assert {"python", "torch", "transformers"} <= set(run["versions"])
    figures = json.loads((tiny_run / "figures.json").read_text(encoding="utf-8"))
    assert figures["sentences"] == len(load_corpus("dev"))


def test_a_saved_tokenizer_cuts_no_text_off(tiny_run: Path) -> None:
    saved = json.loads((tiny_run / "tokenizer.json").read_text(encoding="utf-8"))
    assert saved["truncation"] is None


def test_a_run_is_drawn(tiny_run: Path) -> None:
    plots = {path.name: path.read_text(encoding="utf-8") for path in tiny_run.glob("plots/*")}
    assert set(plots) == {"learning.svg", "confusion.svg", "reliability.svg"}
    assert all("<svg" in plot for plot in plots.values())


def test_training_lowers_the_loss(tiny_run: Path) -> None:
    history = read_history(tiny_run)
    losses = [loss for _, loss in history.losses]
    assert losses[-1] < 0.9 * losses[0]
    assert [epoch for epoch, _ in history.scores] == [1.0, 2.0]


def test_the_export_says_what_the_checkpoint_says(tiny_run: Path) -> None:
    mask = np.ones_like(IDS)
    with torch.no_grad():
        expected = load_trained(tiny_run)(torch.from_numpy(IDS), torch.from_numpy(mask))
    output = load_engine(tiny_run, "onnxruntime").run(IDS, mask)
    for name in ("logits", "links", "statuses"):
        np.testing.assert_allclose(getattr(output, name), expected[name].numpy(), atol=1e-4)


def test_the_8_bit_export_says_nearly_the_same(tiny_run: Path, tmp_path: Path) -> None:
    path = export_model(tiny_run, tmp_path / "small")
    assert path.stat().st_size < 0.5 * (tiny_run / "model.onnx").stat().st_size
    assert (tmp_path / "small" / "run.json").read_bytes() == (tiny_run / "run.json").read_bytes()
    mask = np.ones_like(IDS)
    whole = load_engine(tiny_run, "onnxruntime").run(IDS, mask).logits
    small = load_engine(tmp_path / "small", "onnxruntime").run(IDS, mask).logits
    assert np.abs(small - whole).max() < 0.05 * np.abs(whole).max()
    assert (small.argmax(-1) == whole.argmax(-1)).mean() > 0.9


def test_the_run_extracts(tiny_run: Path) -> None:
    coded = EventExtractor.from_pretrained(tiny_run, engine="onnxruntime")("قصف على حلب.")
    assert coded.document.text == "قصف على حلب."


def test_plain_transformers_loads_the_tagger(tiny_run: Path) -> None:
    tagger = pipeline("token-classification", model=str(tiny_run))
    assert set(tagger.model.config.id2label.values()) == set(TAGS)
    assert isinstance(tagger("قصف على حلب"), list)


def test_heads_and_decay_have_groups_of_their_own(tiny_run: Path) -> None:
    groups = parameter_groups(load_trained(tiny_run), 1e-3, 10.0, 0.01)
    assert {(group["lr"], group["weight_decay"]) for group in groups} == {
        (1e-3, 0.01),
        (1e-3, 0.0),
        (1e-2, 0.01),
        (1e-2, 0.0),
        (3e-3, 0.01),
        (3e-3, 0.0),
    }


def test_checkpoints_are_averaged(tmp_path: Path) -> None:
    for step, value in ((2, 1.0), (10, 3.0), (9, 2.0)):
        (tmp_path / f"checkpoint-{step}").mkdir()
        save_file(
            {"weight": torch.full((1, 2), value)},
            tmp_path / f"checkpoint-{step}" / "model.safetensors",
        )
    model = torch.nn.Linear(2, 1, bias=False)
    average_checkpoints(tmp_path, 2, model)
    assert model.weight.tolist() == [[2.5, 2.5]]
    with pytest.raises(HadathError, match="no checkpoints"):
        average_checkpoints(tmp_path / "none", 2, model)


def test_data_is_split_without_a_corpus(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("".join(f"# id: s-{n}\nجملة رقم {n}\n\n" for n in range(60)), encoding="utf-8")
    data = load_data(DataConfig(corpus=False), [path])
    assert len(data.train) + len(data.dev) == 60
    assert data.dev
    with pytest.raises(RecipeError, match="nothing to train on"):
        load_data(DataConfig(corpus=False))


def test_an_encoder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(HadathError, match="no encoder can be loaded"):
        load_encoder(EncoderConfig(name=str(tmp_path)), 0.1, [])


def test_precision_is_what_was_asked_for() -> None:
    assert resolve_precision("fp32") == "fp32"
    assert resolve_precision("auto") in ("bf16", "fp16", "fp32")
