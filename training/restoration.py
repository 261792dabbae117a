"""Read a trained model's weights back, also from its export, so that training can start from it.

An 8-bit export holds large weights as integers with a scale a row or column; what comes back is
within half a scale of what was trained.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForTokenClassification, PreTrainedModel

from hadath.annotations.errors import ModelError
from hadath.inference.engines import LINKER_FILE, ONNX_FILE, WEIGHTS_FILE
from hadath.training.model import EventModel

State = dict[str, torch.Tensor]
"""Weights by their names in a module."""

_BIAS, _WEIGHT = ".bias", ".weight"
_WRAPPER = "model."
"""The exporter's module around an ``EventModel``."""
_TAGGER, _LINKER = "tagger.", "linker."


def is_export(folder: Path) -> bool:
    """Tell whether a folder holds an export and no checkpoint."""
    return (folder / ONNX_FILE).is_file() and not (folder / WEIGHTS_FILE).is_file()


def load_heads(model: EventModel, folder: Path) -> None:
    """Put the tag head and the linker of a trained model on another encoder, in place.

    Args:
        model: Of the same width and tags.
        folder: What ``hadath train`` or ``hadath export`` wrote.

    Raises:
        ModelError: The folder holds no trained model, or one of another shape.
    """
    encoder = f"{_TAGGER}{model.tagger.base_model_prefix}."
    heads = {name: w for name, w in model.state_dict().items() if not name.startswith(encoder)}
    model.load_state_dict(weights_for(heads, read_state(folder), folder), strict=False)


def restore_tagger(folder: Path, settings: AutoConfig) -> PreTrainedModel:
    """Build the token classifier of an export.

    Args:
        folder: What ``hadath export`` wrote.
        settings: Its configuration, with the dropout of the training to come.

    Raises:
        ModelError: The export has not the weights that the configuration asks for.
    """
    tagger = AutoModelForTokenClassification.from_config(settings, dtype=torch.float32)
    state = {name.removeprefix(_TAGGER): weight for name, weight in read_state(folder).items()}
    tagger.load_state_dict(weights_for(tagger.state_dict(), state, folder))
    return tagger


def weights_for(wanted: State, state: State, folder: Path) -> State:
    """Pick the weights that a module asks for.

    Args:
        wanted: Weights of the module, by their names in it; they give the shapes.
        state: What there is, by the same names.
        folder: Where it was read, for the error.

    Raises:
        ModelError: A weight is missing or of another shape.
    """
    for name, weight in wanted.items():
        if name not in state or state[name].shape != weight.shape:
            raise ModelError(f"{folder}: no weight {name} of shape {tuple(weight.shape)}")
    return {name: state[name] for name in wanted}


def read_state(folder: Path) -> State:
    """Return the weights of a trained model by their names in ``EventModel``.

    Args:
        folder: What ``hadath train`` or ``hadath export`` wrote.

    Raises:
        ModelError: The folder holds neither.
    """
    if is_export(folder):
        arrays = read_weights(folder / ONNX_FILE)
        return {name: torch.tensor(array) for name, array in arrays.items()}
    if not (folder / WEIGHTS_FILE).is_file():
        raise ModelError(
            f"{folder}: no trained model; accepted: a folder with {WEIGHTS_FILE} or {ONNX_FILE}"
        )
    parts = {_TAGGER: folder / WEIGHTS_FILE, _LINKER: folder / LINKER_FILE}
    return {
        part + name: weight
        for part, path in parts.items()
        if path.is_file()
        for name, weight in load_file(path).items()
    }


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Return the weights of an exported graph by the names they had in training.

    Args:
        path: A ``model.onnx`` that ``export_model`` wrote.

    Returns:
        Float arrays; those of linear layers are ``(out, in)``, as ``torch`` keeps them.
    """
    graph = onnx.load(path).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            levels, scales = (arrays.pop(name) for name in node.input)
            axis = next(entry.i for entry in node.attribute if entry.name == "axis")
            arrays[node.output[0]] = levels * scales.reshape((-1, 1) if axis == 0 else (1, -1))
    # The exporter keeps the names of biases and loses those of the matrices that they are added
    # to, which it turns round.
    products = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul"}
    for node in graph.node:
        bias = next((name for name in node.input if name.endswith(_BIAS)), None)
        product = next((products[name] for name in node.input if name in products), None)
        if node.op_type == "Add" and bias is not None and product in arrays:
            arrays[bias.removesuffix(_BIAS) + _WEIGHT] = arrays.pop(product).T
    return {
        name.removeprefix(_WRAPPER): np.ascontiguousarray(array, dtype=np.float32)
        for name, array in arrays.items()
        if name.startswith(_WRAPPER)
    }
