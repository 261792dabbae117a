from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from hadath.annotations.errors import ModelError
from hadath.inference.engines import load_engine

IDS = np.array([[2, 7, 9, 11, 3], [2, 8, 3, 0, 0]], dtype=np.int64)
MASK = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=np.int64)
ENGINES = [
    pytest.param(
        name, marks=pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed")
    )
    for name in ("onnxruntime", "openvino", "torch")
]


@pytest.mark.parametrize("name", ENGINES)
def test_engines_agree(tiny_run: Path, name: str) -> None:
    expected = load_engine(tiny_run, "onnxruntime").run(IDS, MASK)
    output = load_engine(tiny_run, name, threads=1).run(IDS, MASK)
    real = MASK.astype(bool)
    pairs = real[:, :, None] & real[:, None, :]
    # OpenVINO multiplies in bf16 where the processor can: three digits, not seven.
    close = {"rtol": 0.02, "atol": 0.02 if name == "openvino" else 1e-4}
    assert output.links is not None and output.statuses is not None
    assert expected.links is not None and expected.statuses is not None
    np.testing.assert_allclose(output.logits[real], expected.logits[real], **close)
    np.testing.assert_allclose(output.links[pairs], expected.links[pairs], **close)
    np.testing.assert_allclose(output.statuses[real], expected.statuses[real], **close)


@pytest.mark.parametrize("name", ENGINES)
def test_padding_changes_nothing(tiny_run: Path, name: str) -> None:
    engine = load_engine(tiny_run, name)
    together = engine.run(IDS, MASK).logits[1, :3]
    alone = engine.run(IDS[1:, :3], MASK[1:, :3]).logits[0]
    np.testing.assert_allclose(together, alone, rtol=0.02, atol=0.02)


def test_an_unknown_engine_is_named(tiny_run: Path) -> None:
    with pytest.raises(ModelError, match="accepted: openvino, onnxruntime, torch"):
        load_engine(tiny_run, "tensorflow")


def test_an_engine_without_its_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.onnx"):
        load_engine(tmp_path, "onnxruntime")
    with pytest.raises(ModelError, match=r"neither model\.onnx nor model\.safetensors"):
        load_engine(tmp_path)
