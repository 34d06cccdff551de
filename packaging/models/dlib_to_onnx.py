"""Convert dlib's face recognition network to ONNX, without dlib.

The network (dlib's `dnn_face_recognition_ex.cpp`, 150 x 150 RGB in, 128 numbers out): a convolution of 7 x 7, then 14
residual blocks in five stages, the mean over the picture, a matrix. Behind each convolution stands an affine layer,
which is folded into it. Where a block halves the picture, its shortcut is averaged 2 x 2, and dlib's sum takes whatever
one side lacks, channels behind, rows below and columns at the right, for zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import onnx
from dlib_weights import tensors
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

SIZE: Final = 150
DIMENSION: Final = 128
_MEAN_RGB: Final = (122.782, 117.001, 104.298)
# Channels of each stage, and how many blocks; the first block of every stage but the first halves the picture.
_STAGES: Final = ((32, 3), (64, 4), (128, 3), (256, 3), (256, 1))
_OPSET, _IR_VERSION = 13, 8


def convert(weights: bytes) -> bytes:
    """The network in dlib's file as ONNX: `chips`, n x 3 x 150 x 150 RGB from 0 to 255, to `embedding`, n x 128.

    The same bytes for the same weights. Raises `ValueError` when the file holds another network.
    """
    try:
        network: bytes = _Network(tensors(weights)).model().SerializeToString(deterministic=True)
    except (StopIteration, ValueError) as error:
        raise ValueError("the file does not hold the expected network") from error
    return network


class _Network:
    """Builds the graph: every method adds nodes and returns the name of their output."""

    def __init__(self, tensors: Iterator[NDArray[Any]]) -> None:
        self._tensors = tensors
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self) -> onnx.ModelProto:
        centred = self._node("Sub", "chips", self._constant(np.array(_MEAN_RGB, "f4").reshape(1, 3, 1, 1)))
        x = self._node("Mul", centred, self._constant(np.array(1 / 256, "f4")))
        x = self._node("Relu", self._convolution(x, 3, 32, kernel=7, stride=2))
        x = self._node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2])
        channels, side = 32, ((SIZE - 7) // 2 + 1 - 3) // 2 + 1
        for number, (wanted, blocks) in enumerate(_STAGES):
            for block in range(blocks):
                halves = number > 0 and block == 0
                x, side = self._block(x, channels, wanted, side, halves=halves)
                channels = wanted
        matrix = next(self._tensors).reshape(channels, DIMENSION)
        if next(self._tensors, None) is not None:
            raise ValueError("tensors are left over")
        mean = self._node("Flatten", self._node("GlobalAveragePool", x))
        self._node("MatMul", mean, self._constant(matrix), output="embedding")
        graph = helper.make_graph(
            self._nodes,
            "dlib_face_recognition_resnet_model_v1",
            [helper.make_tensor_value_info("chips", TensorProto.FLOAT, ["n", 3, SIZE, SIZE])],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", DIMENSION])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
        onnx.checker.check_model(model, full_check=True)
        return model

    def _node(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        name = output or f"t{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def _constant(self, values: NDArray[Any]) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(values.copy(), name))
        return name

    def _convolution(self, x: str, taken: int, given: int, *, kernel: int, stride: int, padding: int = 0) -> str:
        """A convolution, filters then biases in one tensor, with its affine layer, factors then summands, folded in."""
        packed, affine = next(self._tensors).ravel(), next(self._tensors).ravel()
        if packed.size != given * (taken * kernel * kernel + 1) or affine.size != 2 * given:
            raise ValueError("another convolution was expected")
        filters, biases = packed[:-given].reshape(given, taken, kernel, kernel), packed[-given:]
        factors, summands = affine[:given], affine[given:]
        return self._node(
            "Conv",
            x,
            self._constant(filters * factors[:, None, None, None]),
            self._constant(biases * factors + summands),
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[padding] * 4,
        )

    def _block(self, x: str, taken: int, given: int, side: int, *, halves: bool) -> tuple[str, int]:
        """A residual block; returns its output and that one's side."""
        stride, padding = (2, 0) if halves else (1, 1)
        y = self._node("Relu", self._convolution(x, taken, given, kernel=3, stride=stride, padding=padding))
        y = self._convolution(y, given, given, kernel=3, stride=1, padding=1)
        if halves:
            main, side = (side - 3) // 2 + 1, side // 2  # the shortcut is never the smaller one
            x = self._node("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
            x = self._padded(x, channels=given - taken, edge=0)
            y = self._padded(y, channels=0, edge=side - main)
        return self._node("Relu", self._node("Add", y, x)), side

    def _padded(self, x: str, *, channels: int, edge: int) -> str:
        if not channels and not edge:
            return x
        return self._node("Pad", x, self._constant(np.array([0, 0, 0, 0, 0, channels, edge, edge], np.int64)))
