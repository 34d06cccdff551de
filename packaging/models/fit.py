"""Fit a converted network to ONNX Runtime and to its use: rectifiers in the fast layout, open axes.

PReLU(x) = max(x, 0) + a min(x, 0), one slope `a` a channel, is the same as a x + (1 - a) max(x, 0): two scalings of
each channel and one rectifier. As convolutions of 1 x 1 with one channel a group they stay in the blocked layout that
ONNX Runtime's CPU kernels keep convolutions in; its own PRelu does not, and every one turns the picture over twice.
Where a single convolution follows, it takes the factor 1 - a over into its filters, and one scaling is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from kiosk.vision.models import Shape

_LEAST: Final = 1e-6
"""A slope this near to one is taken for this far from it: the channel is straight, and nothing is to be divided by."""


@dataclass(frozen=True)
class _Rectifier:
    """One PReLU of the graph: what goes in and out, its slopes, and the outputs of the nodes it was written with."""

    source: str
    output: str
    slopes: NDArray[np.float32]
    written_with: frozenset[str]


def spread_slopes(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network with every PReLU rewritten; equal to it but for float rounding."""
    graph = model.graph
    found = {rectifier.output: rectifier for rectifier in _rectifiers(graph)}
    gone = frozenset().union(*(rectifier.written_with for rectifier in found.values()))
    constants = {constant.name: constant for constant in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        output = node.output[0]
        if output in found:
            followers = [other for other in graph.node if output in other.input]
            follower = followers[0] if len(followers) == 1 and followers[0].op_type == "Conv" else None
            nodes += _spread(found[output], follower, constants)
        elif output not in gone:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    kept = [constant for name, constant in constants.items() if name in used]
    spread = helper.make_graph(nodes, graph.name, graph.input, graph.output, kept)
    result = helper.make_model(spread, opset_imports=model.opset_import, ir_version=model.ir_version)
    onnx.checker.check_model(result, full_check=True)
    return result


def free_axes(model: onnx.ModelProto, taken: Shape, given: Sequence[Shape]) -> onnx.ModelProto:
    """The same network with the declared shapes of its input and outputs, where a name stands for any extent.

    Every reshape must end in the outputs' number of axes; it then leaves the named axis open. Raises `ValueError` when
    an output is given a name on two axes.
    """
    open_axes = {axis for shape in given for axis, extent in enumerate(shape) if isinstance(extent, str)}
    if not open_axes:
        return model
    (axis,) = open_axes
    freed = onnx.ModelProto()
    freed.CopyFrom(model)
    graph = freed.graph
    for value, shape in zip([*graph.input, *graph.output], [taken, *given], strict=True):
        value.CopyFrom(helper.make_tensor_value_info(value.name, onnx.TensorProto.FLOAT, shape))
    shapes = {node.input[1] for node in graph.node if node.op_type == "Reshape"}
    for constant in graph.initializer:
        if constant.name in shapes:
            sizes = numpy_helper.to_array(constant).copy()
            sizes[axis] = -1
            constant.CopyFrom(numpy_helper.from_array(sizes, constant.name))
    onnx.checker.check_model(freed, full_check=True)
    return freed


def _rectifiers(graph: onnx.GraphProto) -> Iterator[_Rectifier]:
    """Every PReLU: the operator, or as TensorFlow wrote it: max(x, 0) + c (x - |x|), where c is half a slope."""
    values = {constant.name: numpy_helper.to_array(constant) for constant in graph.initializer}
    made_by = {node.output[0]: node for node in graph.node}
    for node in graph.node:
        if node.op_type == "PRelu":
            yield _Rectifier(node.input[0], node.output[0], values[node.input[1]].ravel(), frozenset())
        elif node.op_type == "Add":
            parts = {made_by[name].op_type: made_by[name] for name in node.input if name in made_by}
            if parts.keys() == {"Relu", "Mul"} and (found := _bend(parts["Mul"], made_by, values)):
                difference, halves = found
                source, absolute = difference.input
                if parts["Relu"].input[0] == source:
                    inner = {*parts["Relu"].output, *parts["Mul"].output, *difference.output, absolute}
                    yield _Rectifier(source, node.output[0], 2 * halves.ravel(), frozenset(inner))


def _bend(
    product: onnx.NodeProto, made_by: dict[str, onnx.NodeProto], values: dict[str, NDArray[np.float32]]
) -> tuple[onnx.NodeProto, NDArray[np.float32]] | None:
    """x - |x| and what it is multiplied with, where the product is that."""
    factors = [name for name in product.input if name in values]
    others = [made_by[name] for name in product.input if name in made_by]
    if len(factors) != 1 or len(others) != 1 or others[0].op_type != "Sub":
        return None
    absolute = made_by.get(others[0].input[1])
    if absolute is None or absolute.op_type != "Abs" or absolute.input[0] != others[0].input[0]:
        return None
    return others[0], values[factors[0]]


def _spread(
    rectifier: _Rectifier, follower: onnx.NodeProto | None, constants: dict[str, onnx.TensorProto]
) -> list[onnx.NodeProto]:
    output, slopes = rectifier.output, rectifier.slopes
    rest = np.where(np.abs(1 - slopes) < _LEAST, np.float32(_LEAST), 1 - slopes)

    def scaled(source: str, suffix: str, factors: NDArray[np.float32]) -> onnx.NodeProto:
        name = f"{output}_{suffix}_factors"
        constants[name] = numpy_helper.from_array(factors.reshape(-1, 1, 1, 1).astype(np.float32), name)
        return helper.make_node("Conv", [source, name], [f"{output}_{suffix}"], group=factors.size, kernel_shape=[1, 1])

    positive, bent, straight = f"{output}_positive", f"{output}_bent", f"{output}_straight"
    rectified = helper.make_node("Relu", [rectifier.source], [positive])
    if follower is None:
        steps = [scaled(positive, "bent", 1 - slopes), scaled(rectifier.source, "straight", slopes)]
        return [rectified, *steps, helper.make_node("Add", [straight, bent], [output])]
    filters = numpy_helper.to_array(constants[follower.input[1]])
    depthwise = filters.shape[1] == 1 and filters.shape[0] == rest.size
    taken_over = filters * (rest[:, None, None, None] if depthwise else rest[None, :, None, None])
    constants[follower.input[1]] = numpy_helper.from_array(taken_over.astype(np.float32), follower.input[1])
    return [
        rectified,
        scaled(rectifier.source, "straight", slopes / rest),
        helper.make_node("Add", [straight, positive], [output]),
    ]
