"""Average the weights of a run's last checkpoints (Izmailov et al. 2018, SWA)."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from hadath.annotations.errors import ModelError
from hadath.inference.engines import WEIGHTS_FILE


def average_checkpoints(folder: Path, last: int, model: nn.Module) -> None:
    """Load the mean of the last checkpoints' weights into a model, in place.

    Args:
        folder: Where the Trainer keeps its ``checkpoint-N`` folders.
        last: How many of them, counted from the end.
        model: A model of the same shape.

    Raises:
        ModelError: There is no checkpoint.
    """
    paths = sorted(folder.glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))
    if not paths:
        raise ModelError(f"{folder}: no checkpoints to average")
    states = [load_file(path / WEIGHTS_FILE) for path in paths[-last:]]
    mean = {
        name: torch.stack([state[name].float() for state in states]).mean(dim=0)
        for name in states[0]
    }
    model.load_state_dict(mean, strict=False)
