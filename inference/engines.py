"""The engines that run a model: ONNX Runtime, OpenVINO or torch behind one small interface."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from hadath.annotations.errors import MissingExtraError, ModelError, first_line

ONNX_FILE = "model.onnx"
WEIGHTS_FILE = "model.safetensors"
LINKER_FILE = "linker.safetensors"


@dataclass(frozen=True, slots=True)
class Output:
    """What a model says of a batch.

    Attributes:
        logits: Of the tags: ``(batch, seq_len, n_tags)``.
        links: Logits that an anchor and a member share an event:
            ``(batch, seq_len, seq_len)``; ``None`` from a model without a linker.
        statuses: Logits of the event's status: ``(batch, seq_len, n_statuses)``, or ``None``.
    """

    logits: np.ndarray
    links: np.ndarray | None = None
    statuses: np.ndarray | None = None


class Engine(Protocol):
    """Anything that runs a token classifier."""

    name: str

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch.

        Args:
            input_ids: int64 ``(batch, seq_len)``.
            attention_mask: int64 ``(batch, seq_len)``, 0 at padding.
        """


class OnnxRuntimeEngine:
    """Runs ``model.onnx`` with ONNX Runtime.

    Args:
        folder: The model's folder.
        threads: Threads of one run; 0 for one a core.
    """

    name = "onnxruntime"

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load the graph.

        Raises:
            ModelError: The file is no ONNX model that the runtime can read.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Weights are stored in 8 bits and multiplied in floats: unpack them once, at start-up.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / ONNX_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the runtime's exceptions share no base of their own
            raise ModelError(f"{folder / ONNX_FILE}: not a readable ONNX model") from error
        self._names = [output.name for output in self._session.get_outputs()]

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; see ``Engine.run``."""
        feed = {"input_ids": input_ids, "attention_mask": attention_mask}
        values = self._session.run(self._names, feed)
        return _to_output(dict(zip(self._names, values, strict=True)))


class OpenVinoEngine:
    """Runs ``model.onnx`` with OpenVINO, in bf16 where the processor multiplies it.

    Args:
        folder: The model's folder.
        threads: Threads of one run; 0 for one a core.
    """

    name = "openvino"

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Compile the graph.

        Raises:
            ModelError: The file is no ONNX model that OpenVINO can read.
        """
        import openvino

        settings: dict[str, object] = {"PERFORMANCE_HINT": "LATENCY"}
        if threads:
            settings["INFERENCE_NUM_THREADS"] = threads
        try:
            self._model = openvino.Core().compile_model(folder / ONNX_FILE, "CPU", settings)
        except RuntimeError as error:
            raise ModelError(f"{folder / ONNX_FILE}: not a readable ONNX model") from error
        self._names = [output.get_any_name() for output in self._model.outputs]

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; see ``Engine.run``."""
        result = self._model({"input_ids": input_ids, "attention_mask": attention_mask})
        return _to_output({name: result[name] for name in self._names})


class TorchEngine:
    """Runs ``model.safetensors`` with torch, for checkpoints that were not exported.

    Args:
        folder: The model's folder.
        threads: Threads of one run; 0 for torch's own choice.
    """

    name = "torch"

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load the weights.

        Raises:
            ModelError: The folder holds no token classifier.
        """
        import torch
        from safetensors.numpy import load_file
        from transformers import AutoModelForTokenClassification

        if threads:
            torch.set_num_threads(threads)
        try:
            model = AutoModelForTokenClassification.from_pretrained(
                folder, dtype="float32", use_safetensors=True
            )
        except (OSError, ValueError, KeyError) as error:
            reason = first_line(error)
            raise ModelError(f"{folder}: no token classifier: {reason}") from error
        self._torch = torch
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = model.eval().to(self._device)
        path = folder / LINKER_FILE
        self._linker = load_file(path) if path.is_file() else None

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; see ``Engine.run``."""
        torch = self._torch
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.from_numpy(input_ids).to(self._device),
                attention_mask=torch.from_numpy(attention_mask).to(self._device),
                output_hidden_states=True,
            )
        logits = output.logits.float().cpu().numpy()
        if self._linker is None:
            return Output(logits)
        links, statuses = _apply_linker(output.hidden_states[-1].float().cpu(), self._linker, torch)
        return Output(logits, links, statuses)


ENGINES: dict[str, tuple[type, str, str]] = {
    "openvino": (OpenVinoEngine, "openvino", "openvino"),
    "onnxruntime": (OnnxRuntimeEngine, "onnxruntime", "onnxruntime"),
    "torch": (TorchEngine, "torch", "train"),
}
"""Engine, the package it needs and the extra that brings it; the fastest first, as
``benchmarks/engines.py`` measured them."""


def load_engine(folder: Path, name: str | None = None, threads: int = 0) -> Engine:
    """Load a model into an engine.

    Args:
        folder: The model's folder.
        name: One of ``ENGINES``; ``None`` for the first that is installed and can run it.
        threads: Threads of one run; 0 for one a core.

    Raises:
        ModelError: ``name`` is no engine, or the folder holds nothing that it runs.
        MissingExtraError: The engine is not installed.
    """
    if name is not None and name not in ENGINES:
        raise ModelError(f"engine {name}: no such engine (accepted: {', '.join(ENGINES)})")
    wanted = [name] if name else [key for key in ENGINES if _can_run(key, folder)]
    if not wanted:
        raise ModelError(f"{folder}: neither {ONNX_FILE} nor {WEIGHTS_FILE} (with torch installed)")
    engine, package, extra = ENGINES[wanted[0]]
    if find_spec(package) is None:
        raise MissingExtraError(f"the engine {wanted[0]}", extra)
    if not (folder / _file_of(wanted[0])).is_file():
        raise ModelError(f"{folder}: no {_file_of(wanted[0])}, which {wanted[0]} runs")
    make: Callable[[Path, int], Engine] = engine
    return make(folder, threads)


def _file_of(name: str) -> str:
    return WEIGHTS_FILE if name == "torch" else ONNX_FILE


def _can_run(name: str, folder: Path) -> bool:
    return find_spec(ENGINES[name][1]) is not None and (folder / _file_of(name)).is_file()


def _apply_linker(
    hidden: Any, weights: dict[str, np.ndarray], torch: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Score pairs and statuses from hidden states, as the exported graph does.

    Args:
        hidden: ``(batch, seq_len, hidden_size)``.
        weights: What ``linker.safetensors`` holds.
        torch: The torch module.

    Returns:
        Links ``(batch, seq_len, seq_len)`` and statuses ``(batch, seq_len, n_statuses)``.
    """
    functional = torch.nn.functional

    def linear(values: Any, name: str) -> Any:
        weight, bias = (torch.from_numpy(weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return functional.linear(values, weight, bias)

    sides = [
        linear(functional.gelu(linear(hidden, f"{side}.0")), f"{side}.3")
        for side in ("anchor", "member")
    ]  # two of (batch, seq_len, link_size)
    pairs = sides[0] @ sides[1].transpose(1, 2) / sides[0].shape[-1] ** 0.5
    pairs = pairs + linear(hidden, "anchor_bias") + linear(hidden, "member_bias").transpose(1, 2)
    return pairs.numpy(), linear(hidden, "status").numpy()


def _to_output(values: dict[str, np.ndarray]) -> Output:
    return Output(values["logits"], values.get("links"), values.get("statuses"))
