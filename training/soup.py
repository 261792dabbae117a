"""The mean of trained models' weights: better than each of them, at the cost of one.

What holds for runs that started from the same weights (Wortsman et al. 2022, "Model soups") holds
for a model and one that was trained on from it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForTokenClassification, PreTrainedTokenizerFast

from hadath.annotations.errors import ModelError, first_line
from hadath.training.finetune import save_model
from hadath.training.model import EventModel
from hadath.training.restoration import State, read_state, weights_for


def average_models(folders: Sequence[Path], out: Path) -> Path:
    """Write the mean of models as a folder that ``hadath export`` takes.

    Args:
        folders: What ``hadath train`` or ``hadath export`` wrote. Of one alone, its weights are
            written as they are: an export becomes a checkpoint again.
        out: The folder to write; configuration and tokenizer are those of the first model. What
            ``hadath calibrate`` fitted to its scores is not taken over: it is of other weights.

    Returns:
        ``out``.

    Raises:
        ModelError: A folder holds no trained model, or one of other weights or another tokenizer.
    """
    mean = _mean_state(folders)
    model = _empty_model(folders[0])
    model.load_state_dict(weights_for(model.state_dict(), mean, folders[0]))
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folders[0])
    out.mkdir(parents=True, exist_ok=True)
    save_model(model, tokenizer, out)
    return out


def _mean_state(folders: Sequence[Path]) -> State:
    """Return the mean of each weight, one model in memory beside the sum."""
    total = read_state(folders[0])
    pieces = _pieces(folders[0])
    for folder in folders[1:]:
        state = read_state(folder)
        if _shapes(state) != _shapes(total):
            raise ModelError(f"{folder}: its weights are not of the shapes of {folders[0]}'s")
        if _pieces(folder) != pieces:
            raise ModelError(f"{folder}: its tokenizer.json has not the pieces of {folders[0]}'s")
        total = {name: weight + total[name] for name, weight in state.items()}
    return {name: weight / len(folders) for name, weight in total.items()}


def _pieces(folder: Path) -> Any:
    """Return the vocabulary of a model's tokenizer, the model of its ``tokenizer.json``."""
    path = folder / "tokenizer.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))["model"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no readable tokenizer") from error


def _shapes(state: State) -> dict[str, torch.Size]:
    return {name: weight.shape for name, weight in state.items()}


def _empty_model(folder: Path) -> EventModel:
    """Build a model of a folder's configuration, to be filled with weights."""
    try:
        config = AutoConfig.from_pretrained(folder)
        tagger = AutoModelForTokenClassification.from_config(config, dtype=torch.float32)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no token classifier: {first_line(error)}") from error
    return EventModel(tagger, dropout=0.0, link_weight=0.0)
