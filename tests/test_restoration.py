from pathlib import Path

import numpy as np
import pytest
import torch

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import ModelError
from hadath.configs.recipe import load_recipe
from hadath.training.encoder import load_encoder
from hadath.training.export import export_model, load_trained
from hadath.training.finetune import finetune
from hadath.training.model import EventModel
from hadath.training.restoration import is_export, load_heads, read_state


@pytest.fixture(scope="module")
def tiny_export(tiny_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    export_model(tiny_run, folder)
    return folder


def test_an_export_gives_every_weight_back(tiny_run: Path, tiny_export: Path) -> None:
    assert is_export(tiny_export)
    assert not is_export(tiny_run)
    trained = load_trained(tiny_run).state_dict()
    restored = read_state(tiny_export)
    assert set(trained) == set(restored)
    for name, weight in trained.items():
        # within half a level of 8 bits
        limit = weight.abs().max().item() / 254 + 1e-6
        np.testing.assert_allclose(restored[name], weight, atol=limit, err_msg=name)


def test_a_restored_encoder_says_what_the_trained_one_says(
    tiny_run: Path, tiny_export: Path
) -> None:
    config = load_recipe("tiny").encoder.model_copy(update={"name": str(tiny_export)})
    _, tagger = load_encoder(config, 0.0, ())
    model = EventModel(tagger, 0.0, 1.0)
    load_heads(model, tiny_export)
    ids = torch.arange(5, 25).reshape(2, 10)
    mask = torch.ones_like(ids)
    with torch.no_grad():
        there, here = load_trained(tiny_run)(ids, mask), model.eval()(ids, mask)
    for name in ("logits", "links", "statuses"):
        np.testing.assert_allclose(here[name], there[name], atol=0.15, err_msg=name)


def test_training_goes_on_from_heads(tiny_run: Path) -> None:
    recipe = load_recipe("tiny").adapted(None, None, None, str(tiny_run))
    assert (recipe.encoder.name, recipe.heads) == (str(tiny_run), str(tiny_run))
    kept = load_recipe("tiny").adapted("elsewhere", None, None, str(tiny_run))
    assert (kept.encoder.name, kept.heads) == ("elsewhere", str(tiny_run))


def test_fine_tuning_starts_from_the_heads(tiny_run: Path, tmp_path: Path) -> None:
    recipe = load_recipe("tiny").adapted(None, 1, None, str(tiny_run))
    still = recipe.optimization.model_copy(update={"learning_rate": 1e-9})
    finetune(
        recipe.model_copy(update={"optimization": still}),
        load_corpus("test")[:32],
        load_corpus("dev")[:8],
        tmp_path,
    )
    before, after = read_state(tiny_run), read_state(tmp_path)
    for name in ("linker.anchor.0.weight", "linker.status.bias", "tagger.classifier.weight"):
        np.testing.assert_allclose(after[name], before[name], atol=1e-5, err_msg=name)


def test_heads_of_another_shape_are_refused(tiny_run: Path, tmp_path: Path) -> None:
    model = load_trained(tiny_run)
    with pytest.raises(ModelError, match="no trained model"):
        load_heads(model, tmp_path)
    model.linker.status = torch.nn.Linear(64, 5)
    with pytest.raises(ModelError, match=r"no weight linker\.status\.weight of shape \(5, 64\)"):
        load_heads(model, tiny_run)
