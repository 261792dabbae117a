"""8-bit weights for an ONNX graph: a quarter of the file, the arithmetic left in floats.

Every large weight is stored as 8-bit integers with a scale a column (Jacob et al. 2018,
symmetric) behind a ``DequantizeLinear`` node, which ONNX Runtime and OpenVINO both read.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 4096
"""Elements under which a weight stays as it is."""

_LEVELS = 127


def quantize_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store the large float matrices of a graph in 8 bits, in place.

    Args:
        model: A graph whose weights are initializers.

    Returns:
        The same graph, every ``(rows, columns)`` float matrix of ``SMALLEST`` elements or more
        replaced by int8 and a ``DequantizeLinear``.
    """
    graph = model.graph
    kept, nodes = [], []
    axis_of = {}
    for node in graph.node:
        for name in node.input:
            # A table is looked up by row, a weight multiplies by column.
            axis_of[name] = 0 if node.op_type == "Gather" else 1
    for tensor in graph.initializer:
        if not _is_large(tensor):
            kept.append(tensor)
            continue
        levels, scales = quantize(numpy_helper.to_array(tensor), axis_of.get(tensor.name, 1))
        names = [f"{tensor.name}_{part}" for part in ("quantized", "scale")]
        kept.append(numpy_helper.from_array(levels, names[0]))
        kept.append(numpy_helper.from_array(scales, names[1]))
        nodes.append(
            helper.make_node(
                "DequantizeLinear",
                names,
                [tensor.name],
                axis=axis_of.get(tensor.name, 1),
                name=f"{tensor.name}_dequantize",
            )
        )
    del graph.initializer[:]
    graph.initializer.extend(kept)
    body = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + body)
    return model


def quantize(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Round a matrix to 8-bit levels.

    Args:
        weight: ``(rows, columns)``.
        axis: The axis that keeps a scale each: 0 a row, 1 a column.

    Returns:
        int8 levels of the same shape, and float scales ``(shape[axis],)``;
        ``levels * scales`` is the weight within half a scale.
    """
    largest = np.abs(weight).max(axis=1 - axis)
    scales = np.where(largest > 0, largest / _LEVELS, 1.0).astype(np.float32)
    shape = (-1, 1) if axis == 0 else (1, -1)
    levels = np.clip(np.rint(weight / scales.reshape(shape)), -_LEVELS, _LEVELS).astype(np.int8)
    return levels, scales


def _is_large(tensor: TensorProto) -> bool:
    size = int(np.prod(tensor.dims))
    return tensor.data_type == TensorProto.FLOAT and len(tensor.dims) == 2 and size >= SMALLEST
