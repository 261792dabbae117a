from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from hadath.annotations.errors import ModelError
from hadath.inference import engines
from hadath.inference.engines import is_faster_in_bf16, load_engine, multiplies_bf16

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
    # OpenVINO and torch multiply in bf16 where the processor can: three digits, not seven.
    close = {"rtol": 0.02, "atol": 1e-4 if name == "onnxruntime" else 0.02}
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


@pytest.mark.parametrize("name", ENGINES)
def test_threads_may_run_an_engine_at_once(tiny_run: Path, name: str) -> None:
    engine = load_engine(tiny_run, name, threads=2)
    feeds = [(IDS[:, :length], MASK[:, :length]) for length in (2, 3, 4, 5)] * 10
    alone = [engine.run(*feed).logits for feed in feeds]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda feed: engine.run(*feed).logits, feeds))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
def test_bf16_is_near(tiny_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    outputs = []
    for is_bf16 in (False, True):
        monkeypatch.setattr(engines, "is_faster_in_bf16", lambda is_bf16=is_bf16: is_bf16)
        outputs.append(load_engine(tiny_run, "torch").run(IDS, MASK).logits[MASK.astype(bool)])
    whole, near = outputs
    assert near.dtype == np.float32
    assert not np.array_equal(near, whole)
    np.testing.assert_allclose(near, whole, rtol=0.05, atol=0.05)


@pytest.mark.parametrize(
    ("flags", "multiplies", "is_faster"),
    [
        ("vendor_id : AuthenticAMD\nflags : fpu avx2 fma avx512f avx512_bf16", True, True),
        ("vendor_id : GenuineIntel\nflags : fpu avx2 fma avx512f avx512_bf16", True, False),
        ("vendor_id : GenuineIntel\nflags : fpu avx512_bf16 amx_bf16 amx_tile", True, True),
        ("Features : fp asimd bf16", True, True),
        ("flags : fpu avx2 fma", False, False),
        ("flags : fpu avx512f avx512_vnni", False, False),
    ],
)
def test_what_the_processor_multiplies(
    tmp_path: Path, flags: str, multiplies: bool, is_faster: bool
) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text(f"processor : 0\n{flags}\n")
    assert multiplies_bf16(path) is multiplies
    assert is_faster_in_bf16(path) is is_faster


def test_a_processor_that_does_not_say(tmp_path: Path) -> None:
    assert multiplies_bf16(tmp_path / "none")
    assert is_faster_in_bf16(tmp_path / "none")


@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="onnxruntime is not installed")
@pytest.mark.parametrize(("is_fast", "name"), [(True, "openvino"), (False, "onnxruntime")])
def test_the_fastest_engine_for_the_processor_is_the_default(
    tiny_run: Path, monkeypatch: pytest.MonkeyPatch, is_fast: bool, name: str
) -> None:
    monkeypatch.setattr(engines, "multiplies_bf16", lambda: is_fast)
    assert load_engine(tiny_run).name == name


def test_an_unknown_engine_is_named(tiny_run: Path) -> None:
    with pytest.raises(ModelError, match="accepted: openvino, onnxruntime, torch"):
        load_engine(tiny_run, "tensorflow")


def test_an_engine_without_its_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.onnx"):
        load_engine(tmp_path, "onnxruntime")
    with pytest.raises(ModelError, match=r"neither model\.onnx nor model\.safetensors"):
        load_engine(tmp_path)
