import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from hadath.training.quantization import quantize, quantize_weights


@pytest.mark.parametrize("axis", [0, 1])
@given(seed=st.integers(0, 10**6))
def test_every_weight_is_within_half_a_level(axis: int, seed: int) -> None:
    weight = np.random.default_rng(seed).normal(size=(7, 5)).astype(np.float32)
    weight[:, 2] = 0
    levels, scales = quantize(weight, axis)
    assert (levels.dtype, scales.shape) == (np.int8, (weight.shape[axis],))
    shape = (-1, 1) if axis == 0 else (1, -1)
    assert np.all(np.abs(levels * scales.reshape(shape) - weight) <= scales.reshape(shape) * 0.501)


def test_a_graph_keeps_its_output_and_loses_three_quarters() -> None:
    rng = np.random.default_rng(0)
    table, weight = (
        rng.normal(size=(100, 64)).astype(np.float32),
        rng.normal(size=(64, 80)).astype(np.float32),
    )
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["rows"]),
            helper.make_node("MatMul", ["rows", "weight"], ["product"]),
            helper.make_node("Add", ["product", "bias"], ["out"]),
        ],
        "g",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 80])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(weight, "weight"),
            numpy_helper.from_array(np.ones(80, dtype=np.float32), "bias"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    size = model.ByteSize()
    feed = {"ids": np.array([3, 99, 0], dtype=np.int64)}
    before = onnxruntime.InferenceSession(model.SerializeToString()).run(None, feed)[0]
    quantized = quantize_weights(model)
    onnx.checker.check_model(quantized)
    after = onnxruntime.InferenceSession(quantized.SerializeToString()).run(None, feed)[0]
    assert quantized.ByteSize() < 0.35 * size
    assert np.abs(after - before).max() < 0.05 * np.abs(before).max()
    assert {t.name: t.data_type for t in quantized.graph.initializer}["bias"] == TensorProto.FLOAT
