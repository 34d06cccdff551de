"""A bank's network of a test's own making, small enough to say what it must give."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZE = 112


def write_network(path: Path, *, batch: int | str = "n", dimension: int = 6, size: int = SIZE) -> str:
    """The mean of each channel over the left and the right half of the picture, channel by channel; its SHA-256."""
    picks = np.zeros((3 * size * size, dimension), np.float32)
    half = np.zeros((size, size), np.float32)
    half[:, : size // 2] = 2 / size**2
    for channel in range(3):
        for side, weights in enumerate((half, half[:, ::-1])):
            if 2 * channel + side < dimension:
                first = channel * size * size
                picks[first : first + size * size, 2 * channel + side] = weights.ravel()
    nodes = [
        helper.make_node("Flatten", ["picture"], ["flat"]),
        helper.make_node("MatMul", ["flat", "picks"], ["vector"]),
    ]
    graph = helper.make_graph(
        nodes,
        "halves",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [batch, 3, size, size])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [batch, dimension])],
        [numpy_helper.from_array(picks, "picks")],
    )
    content = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8).SerializeToString()
    onnx.checker.check_model(content)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def write_engine(folder: Path, **changes: object) -> Path:
    """A network and its description in the folder; a change of None leaves a key out."""
    content: dict[str, object] = {
        "name": "halves",
        "file": "halves.onnx",
        "sha256": write_network(folder / "halves.onnx"),
        "licence": "Apache-2.0",
        "training_data": "None: it was computed.",
        "dimension": 6,
        "colour_order": "RGB",
        "scale": 1.0,
    }
    content |= changes
    path = folder / "halves.toml"
    path.write_text(
        "\n".join(f"{key} = {_toml(value)}" for key, value in content.items() if value is not None), "utf-8"
    )
    return path


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)
