"""Export a trained model to the one file that the extractor runs."""

import json
import shutil
import warnings
from pathlib import Path

import onnx
import torch
from safetensors.torch import load_file
from torch import nn
from transformers import AutoModelForTokenClassification

from hadath.annotations.errors import ModelError
from hadath.inference.engines import LINKER_FILE, ONNX_FILE, WEIGHTS_FILE
from hadath.training.facts import RECORD_FILE
from hadath.training.model import EventModel
from hadath.training.quantization import quantize_weights

_COPIED = ("config.json", "tokenizer.json", "tokenizer_config.json", RECORD_FILE)
"""What goes along; the run's record so that the card of what is published tells of the training."""
_OPSET = 17


class _Positional(nn.Module):
    """An ``EventModel`` with positional inputs and outputs, as the exporter wants them."""

    def __init__(self, model: EventModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple:
        output = self.model(input_ids, attention_mask)
        return output["logits"], output["links"], output["statuses"]


def load_trained(folder: Path) -> EventModel:
    """Load a trained model from its run folder.

    Args:
        folder: What ``finetune`` returned.

    Raises:
        ModelError: The folder holds no such model.
    """
    if not (folder / WEIGHTS_FILE).is_file():
        raise ModelError(
            f"{folder}: no {WEIGHTS_FILE}; a folder that 'hadath train' wrote is accepted"
        )
    tagger = AutoModelForTokenClassification.from_pretrained(
        folder, dtype="float32", use_safetensors=True, attn_implementation="eager"
    )
    model = EventModel(tagger, dropout=0.0, link_weight=0.0)
    if (folder / LINKER_FILE).is_file():
        model.linker.load_state_dict(load_file(folder / LINKER_FILE))
    return model.eval()


def export_model(folder: Path, out: Path, quantize: bool = True) -> Path:
    """Write a trained model as ONNX with its tokenizer.

    Args:
        folder: What ``finetune`` returned.
        out: The folder to write: ``model.onnx``, ``config.json``, ``tokenizer.json`` and, of a run,
            ``run.json``.
        quantize: Store the weights in 8 bits.

    Returns:
        The ONNX file.

    Raises:
        ModelError: ``folder`` holds no trained model.
    """
    model = load_trained(folder)
    out.mkdir(parents=True, exist_ok=True)
    path = out / ONNX_FILE
    _write_graph(model, path)
    graph = onnx.load(path)
    if quantize:
        graph = quantize_weights(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)
    if out != folder:
        for name in _COPIED:
            if (folder / name).is_file():
                shutil.copy(folder / name, out / name)
        _drop_training_keys(out / "config.json")
    return path


def _write_graph(model: EventModel, path: Path) -> None:
    # Two sentences of eight subwords: any shape will do, the axes are dynamic.
    example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    axes = {0: "batch", 1: "sequence"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Positional(model),
            example,
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits", "links", "statuses"],
            dynamic_axes={
                "input_ids": axes,
                "attention_mask": axes,
                "logits": axes,
                "links": {**axes, 2: "sequence"},
                "statuses": axes,
            },
            opset_version=_OPSET,
            dynamo=False,
        )


def _drop_training_keys(path: Path) -> None:
    """Keep a configuration to what loading needs."""
    config = json.loads(path.read_text(encoding="utf-8"))
    config.pop("_name_or_path", None)
    path.write_text(json.dumps(config, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
