"""Convert a small float TFLite model to ONNX, without TensorFlow.

TFLite keeps pictures as (batch, row, column, channel), ONNX as (batch, channel, row, column). The converted model takes
ONNX order and keeps it as long as it can; each `Value` remembers in which order it lies, and goes back to TFLite's
where the order of the numbers is part of the model's contract: in front of a reshape, and at an output that still is a
picture. Weights stored as float16 are widened.

Operators: TensorFlow Lite builtin operators as `tflite/schema/schema.fbs` numbers them; ONNX opset 13.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np
import onnx
import tflite
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET: Final = 13
IR_VERSION: Final = 8

_DTYPES: Final = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}
_OPERATOR_NAMES: Final = {code: name for name, code in vars(tflite.BuiltinOperator).items() if not name.startswith("_")}
_TO_CHANNELS_FIRST: Final = (0, 3, 1, 2)
_TO_CHANNELS_LAST: Final = (0, 2, 3, 1)

Floats: TypeAlias = NDArray[np.float32]


class UnsupportedModelError(Exception):
    """The model holds something this converter has no rule for."""


@dataclass(frozen=True)
class Value:
    """A tensor of the ONNX graph; `picture` tells that it lies channels first and TFLite's channels last."""

    name: str
    picture: bool


@dataclass(frozen=True)
class Operator:
    """One TFLite operator: its name, input tensors, output tensor and typed options."""

    name: str
    inputs: tuple[int, ...]
    output: int
    table: Any

    def options(self, kind: type[Any]) -> Any:
        """The operator's options as `kind`, a flatbuffers table of the `tflite` package."""
        options = kind()
        options.Init(self.table.Bytes, self.table.Pos)
        return options


def convert(flatbuffer: bytes) -> onnx.ModelProto:
    """The ONNX form of a TFLite model with one subgraph and one picture as its input, named `image`.

    A batch fixed above one becomes free. Outputs are named `out0`, `out1` ... in the model's order and shape.
    Raises `UnsupportedModelError`.
    """
    return _Converter(flatbuffer).model()


def _same_padding(kernel: int, stride: int, dilation: int, extent: int) -> tuple[int, int]:
    """TensorFlow's SAME padding along one axis: before and behind, the odd one behind."""
    outputs = -(-extent // stride)
    total = max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - extent)
    return total // 2, total - total // 2


class _Converter:
    def __init__(self, flatbuffer: bytes) -> None:
        self._source = tflite.Model.GetRootAsModel(flatbuffer, 0)
        if self._source.SubgraphsLength() != 1:
            raise UnsupportedModelError("more than one subgraph")
        self._graph = self._source.Subgraphs(0)
        self._values: dict[int, Value] = {}
        self._widened: dict[int, Floats] = {}
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        source = self._graph.Inputs(0)
        batch, height, width, channels = self._shape(source)
        free_batch = batch > 1
        count: int | str = "n" if free_batch else 1
        self._batch = batch
        self._values[source] = Value("image", picture=True)

        for number in range(self._graph.OperatorsLength()):
            self._add(self._operator(number))

        outputs = []
        for number in range(self._graph.OutputsLength()):
            index = self._graph.Outputs(number)
            last = self._channels_last(self._values[index])
            self._node("Identity", [last.name], f"out{number}")
            shape = self._shape(index)
            declared = [count, *shape[1:]] if free_batch else shape
            outputs.append(helper.make_tensor_value_info(f"out{number}", TensorProto.FLOAT, declared))

        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [count, channels, height, width])
        graph = helper.make_graph(self._nodes, "model", [image], outputs, list(self._constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model, full_check=True)
        return model

    # The TFLite side

    def _operator(self, number: int) -> Operator:
        source = self._graph.Operators(number)
        code = self._source.OperatorCodes(source.OpcodeIndex())
        # Codes up to 127 also stand in the deprecated byte, and in old files only there.
        name = _OPERATOR_NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = tuple(source.Inputs(i) for i in range(source.InputsLength()))
        return Operator(name, inputs, source.Outputs(0), source.BuiltinOptions())

    def _shape(self, index: int) -> list[int]:
        tensor = self._graph.Tensors(index)
        return [int(extent) for extent in tensor.ShapeAsNumpy()] if tensor.ShapeLength() else []

    def _stored(self, index: int) -> NDArray[Any]:
        """The constant a tensor holds."""
        if index in self._widened:
            return self._widened[index]
        tensor = self._graph.Tensors(index)
        if tensor.Type() not in _DTYPES:
            raise UnsupportedModelError(f"tensor type {tensor.Type()}")
        data = self._source.Buffers(tensor.Buffer()).DataAsNumpy()
        return np.frombuffer(data.tobytes(), _DTYPES[tensor.Type()]).reshape(self._shape(index))

    # The ONNX side

    def _node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def _channels_last(self, value: Value) -> Value:
        if not value.picture:
            return value
        name = self._node("Transpose", [value.name], f"{value.name}_last", perm=list(_TO_CHANNELS_LAST))
        return Value(name, picture=False)

    def _add(self, operator: Operator) -> None:
        if operator.name == "DEQUANTIZE":
            self._widened[operator.output] = self._stored(operator.inputs[0]).astype(np.float32)
            return
        rule = self._RULES.get(operator.name)
        if rule is None:
            raise UnsupportedModelError(operator.name)
        self._values[operator.output] = rule(self, operator, f"t{operator.output}")

    def _activated(self, value: str, activation: int) -> str:
        """The value behind the activation fused into an operator."""
        match activation:
            case tflite.ActivationFunctionType.NONE:
                return value
            case tflite.ActivationFunctionType.RELU:
                return self._node("Relu", [value], f"{value}_relu")
            case tflite.ActivationFunctionType.RELU6:
                return self._relu6(value, f"{value}_relu6")
        raise UnsupportedModelError(f"fused activation {activation}")

    def _relu6(self, value: str, output: str) -> str:
        low, high = self._constant("zero", np.array(0, "f4")), self._constant("six", np.array(6, "f4"))
        return self._node("Clip", [value, low, high], output)

    # Rules: one operator each, the name of its output given

    def _convolution(self, operator: Operator, output: str) -> Value:
        depthwise = operator.name == "DEPTHWISE_CONV_2D"
        options = operator.options(tflite.DepthwiseConv2DOptions if depthwise else tflite.Conv2DOptions)
        source = operator.inputs[0]
        _, height, width, channels = self._shape(source)
        # Filters, TFLite: (out, row, column, in), depthwise (1, row, column, out); ONNX: (out, in / groups, ...).
        filters = self._stored(operator.inputs[1]).transpose((3, 0, 1, 2) if depthwise else _TO_CHANNELS_FIRST)
        stride = (options.StrideH(), options.StrideW())
        dilation = (options.DilationHFactor(), options.DilationWFactor())
        inputs = [self._values[source].name, self._constant(f"{output}_filters", filters.astype(np.float32))]
        if len(operator.inputs) > 2 and operator.inputs[2] >= 0:
            inputs.append(self._constant(f"{output}_biases", self._stored(operator.inputs[2]).astype(np.float32)))
        name = self._node(
            "Conv",
            inputs,
            output,
            strides=list(stride),
            dilations=list(dilation),
            pads=self._pads(options.Padding(), filters.shape[2:], stride, dilation, (height, width)),
            group=channels if depthwise else 1,
        )
        return Value(self._activated(name, options.FusedActivationFunction()), picture=True)

    def _pooling(self, operator: Operator, output: str) -> Value:
        options = operator.options(tflite.Pool2DOptions)
        source = operator.inputs[0]
        _, height, width, _ = self._shape(source)
        kernel = (options.FilterHeight(), options.FilterWidth())
        stride = (options.StrideH(), options.StrideW())
        name = self._node(
            {"MAX_POOL_2D": "MaxPool", "AVERAGE_POOL_2D": "AveragePool"}[operator.name],
            [self._values[source].name],
            output,
            kernel_shape=list(kernel),
            strides=list(stride),
            pads=self._pads(options.Padding(), kernel, stride, (1, 1), (height, width)),
        )
        return Value(self._activated(name, options.FusedActivationFunction()), picture=True)

    @staticmethod
    def _pads(
        padding: int,
        kernel: tuple[int, ...],
        stride: tuple[int, int],
        dilation: tuple[int, int],
        extent: tuple[int, int],
    ) -> list[int]:
        if padding != tflite.Padding.SAME:
            return [0, 0, 0, 0]
        (top, bottom), (left, right) = (
            _same_padding(*axis) for axis in zip(kernel, stride, dilation, extent, strict=True)
        )
        return [top, left, bottom, right]

    def _arithmetic(self, operator: Operator, output: str) -> Value:
        kind, options = {
            "ADD": ("Add", tflite.AddOptions),
            "SUB": ("Sub", tflite.SubOptions),
            "MUL": ("Mul", tflite.MulOptions),
        }[operator.name]
        picture = any(self._values[index].picture for index in operator.inputs if index in self._values)
        operands = [self._operand(index, output, picture=picture) for index in operator.inputs]
        name = self._node(kind, operands, output)
        return Value(self._activated(name, operator.options(options).FusedActivationFunction()), picture)

    def _operand(self, index: int, output: str, *, picture: bool) -> str:
        """An operand of element-wise arithmetic: a value, or a constant laid out to broadcast against a picture."""
        if index in self._values:
            return self._values[index].name
        constant = self._stored(index).astype(np.float32)
        if picture and constant.ndim:
            shape = (1,) * (4 - constant.ndim) + constant.shape
            constant = constant.reshape(shape).transpose(_TO_CHANNELS_FIRST)
        return self._constant(f"{output}_constant{index}", constant)

    def _unary(self, operator: Operator, output: str) -> Value:
        source = self._values[operator.inputs[0]]
        if operator.name == "RELU6":
            return Value(self._relu6(source.name, output), source.picture)
        kind = {"RELU": "Relu", "LOGISTIC": "Sigmoid", "ABS": "Abs"}[operator.name]
        return Value(self._node(kind, [source.name], output), source.picture)

    def _prelu(self, operator: Operator, output: str) -> Value:
        slopes = self._stored(operator.inputs[1]).astype(np.float32).transpose(2, 0, 1)
        source = self._values[operator.inputs[0]]
        return Value(self._node("PRelu", [source.name, self._constant(f"{output}_slopes", slopes)], output), True)

    def _pad(self, operator: Operator, output: str) -> Value:
        before_and_behind = self._stored(operator.inputs[1]).astype(np.int64)[list(_TO_CHANNELS_FIRST)]
        amounts = self._constant(f"{output}_amounts", before_and_behind.T.ravel())
        return Value(self._node("Pad", [self._values[operator.inputs[0]].name, amounts], output), True)

    def _resize(self, operator: Operator, output: str) -> Value:
        options = operator.options(tflite.ResizeBilinearOptions)
        corners = "align_corners" if options.AlignCorners() else "asymmetric"
        mode = "half_pixel" if options.HalfPixelCenters() else corners
        batch, _, _, channels = self._shape(operator.inputs[0])
        sizes = np.array([batch, channels, *self._stored(operator.inputs[1])], np.int64)
        inputs = [self._values[operator.inputs[0]].name, "", "", self._constant(f"{output}_sizes", sizes)]
        return Value(
            self._node("Resize", inputs, output, mode="linear", coordinate_transformation_mode=mode), picture=True
        )

    def _reshape(self, operator: Operator, output: str) -> Value:
        source = self._channels_last(self._values[operator.inputs[0]])
        shape = self._shape(operator.output)
        if shape[0] == self._batch > 1:
            shape[0] = -1
        sizes = self._constant(f"{output}_shape", np.array(shape, np.int64))
        return Value(self._node("Reshape", [source.name, sizes], output), picture=False)

    def _concatenation(self, operator: Operator, output: str) -> Value:
        values = [self._values[index] for index in operator.inputs]
        picture = values[0].picture
        axis = operator.options(tflite.ConcatenationOptions).Axis() % len(self._shape(operator.output))
        if picture:
            axis = _TO_CHANNELS_FIRST.index(axis)
        return Value(self._node("Concat", [value.name for value in values], output, axis=axis), picture)

    _RULES: ClassVar[dict[str, Callable[[_Converter, Operator, str], Value]]] = {
        "CONV_2D": _convolution,
        "DEPTHWISE_CONV_2D": _convolution,
        "MAX_POOL_2D": _pooling,
        "AVERAGE_POOL_2D": _pooling,
        "ADD": _arithmetic,
        "SUB": _arithmetic,
        "MUL": _arithmetic,
        "RELU": _unary,
        "RELU6": _unary,
        "LOGISTIC": _unary,
        "ABS": _unary,
        "PRELU": _prelu,
        "PAD": _pad,
        "RESIZE_BILINEAR": _resize,
        "RESHAPE": _reshape,
        "CONCATENATION": _concatenation,
    }
