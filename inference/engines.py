"""The engines that run a model: ONNX Runtime, OpenVINO or torch behind one small interface.

Where an engine can, it runs several batches beside each other, a core each: the matrices of a few
sentences are too small to be shared out among cores without loss (``benchmarks/README.md``).
"""

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
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
    """Anything that runs a token classifier.

    Attributes:
        name: As ``--engine`` calls it.
        lanes: How many threads may call ``run`` at once with profit.
    """

    name: str
    lanes: int

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; several threads may call it at once.

        Args:
            input_ids: int64 ``(batch, seq_len)``.
            attention_mask: int64 ``(batch, seq_len)``, 0 at padding.
        """


class OnnxRuntimeEngine:
    """Runs ``model.onnx`` with ONNX Runtime.

    Args:
        folder: The model's folder.
        lanes: Batches beside each other, a core each.
    """

    name = "onnxruntime"

    def __init__(self, folder: Path, lanes: int = 1) -> None:
        """Load the graph.

        Raises:
            ModelError: The file is no ONNX model that the runtime can read.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
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
        self.lanes = lanes

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; see ``Engine.run``."""
        feed = {"input_ids": input_ids, "attention_mask": attention_mask}
        values = self._session.run(self._names, feed)
        return _to_output(dict(zip(self._names, values, strict=True)))


class OpenVinoEngine:
    """Runs ``model.onnx`` with OpenVINO, in bf16 where the processor multiplies it.

    Beside weights stored in 8 bits OpenVINO rounds what it multiplies them with to 8 bits as well,
    by groups of a subword's values: 1.7 times as fast, logits within 0.1
    (``benchmarks/README.md``).

    Args:
        folder: The model's folder.
        lanes: Batches beside each other, a core each.
    """

    name = "openvino"

    def __init__(self, folder: Path, lanes: int = 1) -> None:
        """Compile the graph.

        Raises:
            ModelError: The file is no ONNX model that OpenVINO can read.
        """
        import openvino

        # Pinned, several processes on one machine would share the same first cores.
        settings = {
            "NUM_STREAMS": lanes,
            "INFERENCE_NUM_THREADS": lanes,
            "ENABLE_CPU_PINNING": False,
        }
        try:
            self._model = openvino.Core().compile_model(folder / ONNX_FILE, "CPU", settings)
        except RuntimeError as error:
            raise ModelError(f"{folder / ONNX_FILE}: not a readable ONNX model") from error
        self._names = [output.get_any_name() for output in self._model.outputs]
        self._own = threading.local()
        self.lanes = lanes

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; see ``Engine.run``."""
        if not hasattr(self._own, "request"):  # a request serves one thread at a time
            self._own.request = self._model.create_infer_request()
        feed = {"input_ids": input_ids, "attention_mask": attention_mask}
        result = self._own.request.infer(feed)
        return _to_output({name: result[name] for name in self._names})


class TorchEngine:
    """Runs ``model.safetensors`` with torch, for checkpoints that were not exported, and on GPUs.

    It multiplies in bf16 where the processor or the GPU is faster at it.

    Args:
        folder: The model's folder.
        cores: How many share in a batch, one batch at a time.
    """

    name = "torch"
    lanes = 1

    def __init__(self, folder: Path, cores: int = 1) -> None:
        """Load the weights.

        Raises:
            ModelError: The folder holds no token classifier.
        """
        import torch
        from safetensors.numpy import load_file
        from transformers import AutoModelForTokenClassification

        torch.set_num_threads(cores)
        try:
            model = AutoModelForTokenClassification.from_pretrained(
                folder, dtype="float32", use_safetensors=True, trust_remote_code=False
            )
        except (OSError, ValueError, KeyError) as error:
            reason = first_line(error)
            raise ModelError(f"{folder}: no token classifier: {reason}") from error
        self._torch = torch
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = model.eval().to(self._device)
        is_cuda = self._device == "cuda"
        self._is_bf16 = torch.cuda.is_bf16_supported() if is_cuda else is_faster_in_bf16()
        path = folder / LINKER_FILE
        self._linker = load_file(path) if path.is_file() else None

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        """Run a batch; see ``Engine.run``."""
        torch = self._torch
        with torch.inference_mode(), self._precision():
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

    def _precision(self) -> AbstractContextManager:
        """Return what multiplies in bf16, where that is done in hardware."""
        torch = self._torch
        context: AbstractContextManager = torch.autocast(
            self._device, torch.bfloat16, enabled=self._is_bf16
        )
        return context


ENGINES: dict[str, tuple[type, str, str]] = {
    "openvino": (OpenVinoEngine, "openvino", "openvino"),
    "onnxruntime": (OnnxRuntimeEngine, "onnxruntime", "onnxruntime"),
    "torch": (TorchEngine, "torch", "train"),
}
"""Engine, the package it needs and the extra that brings it."""

_BF16 = ("openvino", "onnxruntime", "torch")
_FLOAT = ("onnxruntime", "openvino", "torch")
"""The fastest first, as ``benchmarks/throughput.py`` measured them, on a processor that multiplies
bf16, and on one that does not."""

_CPU_FLAGS = Path("/proc/cpuinfo")


def load_engine(folder: Path, name: str | None = None, threads: int = 0) -> Engine:
    """Load a model into an engine.

    Args:
        folder: The model's folder.
        name: One of ``ENGINES``; ``None`` for the fastest that is installed and can run it.
        threads: How many cores to use; 0 for all that the process may use.

    Raises:
        ModelError: ``name`` is no engine, or the folder holds nothing that it runs.
        MissingExtraError: The engine is not installed.
    """
    if name is not None and name not in ENGINES:
        raise ModelError(f"engine {name}: no such engine (accepted: {', '.join(ENGINES)})")
    wanted = [name] if name else [key for key in _by_speed() if _can_run(key, folder)]
    if not wanted:
        raise ModelError(f"{folder}: neither {ONNX_FILE} nor {WEIGHTS_FILE} (with torch installed)")
    engine, package, extra = ENGINES[wanted[0]]
    if find_spec(package) is None:
        raise MissingExtraError(f"the engine {wanted[0]}", extra)
    file = weights_of(wanted[0])[0]
    if not (folder / file).is_file():
        raise ModelError(f"{folder}: no {file}, which {wanted[0]} runs")
    make: Callable[[Path, int], Engine] = engine
    return make(folder, threads or n_cores())


def weights_of(name: str) -> tuple[str, ...]:
    """Return the files that an engine reads weights from, of those that a model may have."""
    return (WEIGHTS_FILE, LINKER_FILE) if name == "torch" else (ONNX_FILE,)


def n_cores() -> int:
    """Return how many cores the process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def multiplies_bf16(flags: Path = _CPU_FLAGS) -> bool:
    """Tell whether the processor multiplies bf16; ``True`` where it does not say.

    Args:
        flags: Where Linux lists what the processor can.
    """
    if not flags.is_file():
        return True
    words = flags.read_text(encoding="utf-8").split()
    return "avx512_bf16" in words or "amx_bf16" in words or "bf16" in words  # the last is Arm's


def is_faster_in_bf16(flags: Path = _CPU_FLAGS) -> bool:
    """Tell whether torch multiplies faster in bf16 than in floats.

    Intel's processors with AVX-512 bf16 and without AMX are slower in it: 167 GFLOP/s beside 322,
    measured with torch 2.13 on two cores; AMD's are faster.

    Args:
        flags: Where Linux lists what the processor can.
    """
    if not multiplies_bf16(flags):
        return False
    words = flags.read_text(encoding="utf-8").split() if flags.is_file() else []
    return "avx512_bf16" not in words or "amx_bf16" in words or "AuthenticAMD" in words


def _by_speed() -> tuple[str, ...]:
    return _BF16 if multiplies_bf16() else _FLOAT


def _can_run(name: str, folder: Path) -> bool:
    return find_spec(ENGINES[name][1]) is not None and (folder / weights_of(name)[0]).is_file()


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
