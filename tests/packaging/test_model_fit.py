"""A network fitted to the runtime computes what it computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from engine_script import script
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

fit = script("fit")
Array = np.ndarray[Any, Any]


def network(slopes: Array, *, written_out: bool, depthwise: bool, shared: bool) -> onnx.ModelProto:
    """A convolution, a rectifier as PReLU or as TensorFlow writes it out, and what follows: one convolution, or two."""
    channels = slopes.size
    chance = np.random.default_rng(5)
    filters = chance.normal(size=(channels, 1 if depthwise else channels, 3, 3)).astype(np.float32)
    constants = {"first": chance.normal(size=(channels, 3, 1, 1)).astype(np.float32), "second": filters}
    nodes = [helper.make_node("Conv", ["image", "first"], ["x"])]
    if written_out:
        constants["half"] = (slopes / 2).reshape(1, -1, 1, 1)
        nodes += [
            helper.make_node("Relu", ["x"], ["positive"]),
            helper.make_node("Abs", ["x"], ["size"]),
            helper.make_node("Sub", ["x", "size"], ["twice_negative"]),
            helper.make_node("Mul", ["twice_negative", "half"], ["negative"]),
            helper.make_node("Add", ["positive", "negative"], ["y"]),
        ]
    else:
        constants["slopes"] = slopes.reshape(-1, 1, 1)
        nodes.append(helper.make_node("PRelu", ["x", "slopes"], ["y"]))
    group = channels if depthwise else 1
    nodes.append(helper.make_node("Conv", ["y", "second"], ["z"], group=group, pads=[1, 1, 1, 1]))
    nodes.append(helper.make_node("Add", ["z", "y" if shared else "z"], ["out0"]))
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 9, 7])],
        [helper.make_tensor_value_info("out0", TensorProto.FLOAT, [1, channels, 9, 7])],
        [numpy_helper.from_array(values.astype(np.float32), name) for name, values in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def run(model: onnx.ModelProto, image: Array) -> Array:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    result: Array = session.run(None, {"image": image})[0]
    return result


slopes = st.lists(st.floats(-10, 10, width=32) | st.just(1.0) | st.just(0.0), min_size=1, max_size=20)


@settings(deadline=None, max_examples=60)
@given(slopes, st.booleans(), st.booleans(), st.booleans())
def test_every_rectifier_is_spread_and_computes_the_same(
    slope_list: list[float], written_out: bool, depthwise: bool, shared: bool
) -> None:
    model = network(np.array(slope_list, np.float32), written_out=written_out, depthwise=depthwise, shared=shared)
    spread = fit.spread_slopes(model)
    assert not {"PRelu", "Abs", "Sub", "Mul"} & {node.op_type for node in spread.graph.node}
    image = np.random.default_rng(6).normal(size=(1, 3, 9, 7)).astype(np.float32)
    before, after = run(model, image), run(spread, image)
    assert np.abs(before - after).max() <= 1e-4 * max(1, np.abs(before).max())


def test_a_sum_that_only_looks_like_a_rectifier_is_let_be() -> None:
    model = network(np.array([0.5], np.float32), written_out=True, depthwise=False, shared=False)
    for node in model.graph.node:
        if node.op_type == "Relu":
            node.input[0] = "size"
    assert not list(fit._rectifiers(model.graph))


def test_a_named_axis_is_opened() -> None:
    graph = helper.make_graph(
        [helper.make_node("Reshape", ["image", "shape"], ["out0"])],
        "test",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 2, 4, 4])],
        [helper.make_tensor_value_info("out0", TensorProto.FLOAT, [1, 16, 2])],
        [numpy_helper.from_array(np.array([1, 16, 2], np.int64), "shape")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    freed = fit.free_axes(model, (1, 2, "side", "side"), [(1, "anchors", 2)])
    assert run(freed, np.zeros((1, 2, 8, 8), np.float32)).shape == (1, 64, 2)
    assert fit.free_axes(model, (1, 2, 4, 4), [(1, 16, 2)]) is model
    with pytest.raises(ValueError, match="unpack"):
        fit.free_axes(model, (1, 2, 4, 4), [("n", "anchors", 2)])
