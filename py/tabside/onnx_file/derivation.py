"""Derive a model file from a published one: the same weights, in a form that runs faster.

`int8-per-channel` converts 4-bit block-quantized products (MatMulNBits) to dynamically quantized int8 products
(DynamicQuantizeMatMul) with one scale per column, each with the bias that is added after it. In WASM that runs two to
four times faster without another download: docs/decisions/0008 has the numbers. Two more steps (decision 0026):

- The scales are chosen so that no two weights that x86 adds in 16 bits (an even row and the one below) can overflow.
- Channels with far larger numbers than the others are divided before rounding, and their weights are multiplied.
  `divided` maps part of a product's name to the channels of its input and their divisors.

web/worker/onnx/derivation.js does the same, and both produce the same bytes: the manifest's sha256 applies to both.
Every product and quotient is therefore computed in double precision, in the order written here. NumPy is imported on
first use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import ManifestError, RuntimeUnavailableError
from . import protobuf
from .latin_classes import latin_classes, latin_int8
from .protobuf import LEN, VARINT, Field, MalformedError

__all__ = ["NEVER_OVERFLOW", "RECIPES", "derive"]

# Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER = 1, 5
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OP_TYPE, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_I = 1, 3
_TENSOR_DIMS, _TENSOR_DATA_TYPE, _TENSOR_NAME, _TENSOR_RAW_DATA = 1, 2, 8, 9
_FLOAT, _INT8 = 1, 3

Divided = Sequence[tuple[str, Sequence[tuple[int, int]]]]


def derive(recipe: str, source: bytes, divided: Divided = ()) -> bytes:
    """Derive the file from the published one.

    Raises:
        ManifestError: the recipe is unknown, or the recipe or `divided` does not fit this model.
        RuntimeUnavailableError: NumPy is missing.
    """
    if recipe not in RECIPES:
        raise ManifestError(f"There is no recipe {recipe}; there is: {', '.join(RECIPES)}.", recipe=recipe)
    try:
        return RECIPES[recipe](source, divided)
    except MalformedError as error:
        raise ManifestError("The model's file is not ONNX.") from error


def _int8_per_channel(source: bytes, divided: Divided) -> bytes:
    model = list(protobuf.fields(memoryview(source)))
    return b"".join(
        protobuf.field(number, wire, _requantize_graph(value, divided) if number == _MODEL_GRAPH else value)
        for number, wire, value in model
    )


RECIPES: Mapping[str, Callable[[bytes, Divided], bytes]] = {
    "int8-per-channel": _int8_per_channel,
    "latin-classes": lambda source, _: latin_classes(source),
    "latin-int8": lambda source, _: latin_int8(source),
}
NEVER_OVERFLOW = frozenset(("int8-per-channel",))
"""Recipes whose weights x86 without VNNI multiplies right as they are."""


@dataclass(slots=True)
class _Node:
    inputs: list[str]
    output: str
    op_type: str
    fields: list[Field]


def _requantize_graph(graph: memoryview, divided: Divided) -> bytes:
    fields = list(protobuf.fields(graph))
    nodes = {index: _node(value) for index, (number, _, value) in enumerate(fields) if number == _GRAPH_NODE}
    tensors = {
        _text(tensor, _TENSOR_NAME): tensor
        for number, _, value in fields
        if number == _GRAPH_INITIALIZER
        for tensor in [list(protobuf.fields(value))]
    }
    uses: dict[str, list[int]] = {}
    for index, node in nodes.items():
        for name in node.inputs:
            uses.setdefault(name, []).append(index)

    replaced: dict[int, list[bytes]] = {}
    weights: dict[str, bytes] = {}  # by the name of the tensor that they replace
    added: list[bytes] = []
    absorbed: set[int] = set()
    unused = {part for part, _ in divided}
    for index, node in nodes.items():
        if node.op_type != "MatMulNBits":
            continue
        activations, packed, scales = _operands(node)
        name = _text(node.fields, _NODE_NAME)
        channels = dict(channel for part, channels in divided if part in name for channel in channels)
        unused -= {part for part in unused if part in name}
        if packed not in weights:
            weights[packed], weights[scales] = _requantized(
                node, packed, tensors[packed], scales, tensors[scales], channels
            )
        addition = _bias_addition(node.output, nodes, uses, tensors)
        inputs, output = [activations, packed, scales], node.output
        if addition is not None:
            number, bias = addition
            absorbed.add(number)
            inputs, output = [*inputs, "", bias], nodes[number].output
        replaced[index] = []
        if channels:
            inputs[0], factors = f"{packed}_input", f"{packed}_factors"
            replaced[index].append(_scaling(activations, factors, inputs[0]))
            added.append(_factors(factors, _attributes(node)["K"], channels))
        replaced[index].append(_product(inputs, output, name))
    if unused:
        raise ManifestError("What is to be divided is in no product of the model.")
    if not replaced:
        raise ManifestError("The recipe int8-per-channel needs a model with MatMulNBits, and this one has none.")

    parts: list[bytes] = []
    for index, (number, wire, value) in enumerate(fields):
        if index in absorbed:
            continue
        if index in replaced:
            parts += [protobuf.field(number, wire, node) for node in replaced[index]]
            continue
        if number == _GRAPH_INITIALIZER:
            value = weights.get(_text(list(protobuf.fields(value)), _TENSOR_NAME), value)
        parts.append(protobuf.field(number, wire, value))
    return b"".join([*parts, *(protobuf.field(_GRAPH_INITIALIZER, LEN, tensor) for tensor in added)])


def _operands(node: _Node) -> tuple[str, str, str]:
    # Zero points (a fourth input) or a group index would need another recipe.
    if len(node.inputs) != 3 or _attributes(node).get("bits") != 4:
        raise ManifestError("The recipe int8-per-channel needs 4-bit weights without zero points.")
    activations, packed, scales = node.inputs
    return activations, packed, scales


def _bias_addition(
    output: str, nodes: Mapping[int, _Node], uses: Mapping[str, Sequence[int]], tensors: Mapping[str, Sequence[Field]]
) -> tuple[int, str] | None:
    """Return the Add that is the only consumer of a product, and the constant vector that it adds."""
    if len(uses.get(output, ())) != 1:
        return None
    index = uses[output][0]
    node = nodes[index]
    others = [name for name in node.inputs if name != output]
    if node.op_type != "Add" or len(others) != 1 or others[0] not in tensors:
        return None
    return (index, others[0]) if len(_dims(tensors[others[0]])) == 1 else None


def _product(inputs: Sequence[str], output: str, name: str) -> bytes:
    fields: list[Field] = [(_NODE_INPUT, LEN, text.encode()) for text in inputs]
    fields += [(_NODE_OUTPUT, LEN, output.encode()), (_NODE_NAME, LEN, name.encode())]
    fields += [(_NODE_OP_TYPE, LEN, b"DynamicQuantizeMatMul"), (_NODE_DOMAIN, LEN, b"com.microsoft")]
    return b"".join(protobuf.field(*each) for each in fields)


def _scaling(activations: str, factors: str, output: str) -> bytes:
    fields: list[Field] = [(_NODE_INPUT, LEN, text.encode()) for text in (activations, factors)]
    fields += [(_NODE_OUTPUT, LEN, output.encode()), (_NODE_NAME, LEN, output.encode()), (_NODE_OP_TYPE, LEN, b"Mul")]
    return b"".join(protobuf.field(*each) for each in fields)


def _factors(name: str, rows: int, channels: Mapping[int, int]) -> bytes:
    np = _numpy()
    values = np.ones(rows, "<f4")
    for channel, by in channels.items():
        values[channel] = 1 / by
    return _tensor(name, (rows,), _FLOAT, values.tobytes())


def _requantized(
    node: _Node,
    packed_name: str,
    packed: Sequence[Field],
    scales_name: str,
    scales: Sequence[Field],
    channels: Mapping[int, int],
) -> tuple[bytes, bytes]:
    """Return two tensors: the weights as int8 [K, N], and one float32 scale per column (N)."""
    np = _numpy()
    attributes = _attributes(node)
    columns, rows, block = attributes["N"], attributes["K"], attributes["block_size"]
    blocks = rows // block
    if blocks * block != rows:
        raise ManifestError("The recipe int8-per-channel needs whole blocks.")
    nibbles = np.frombuffer(_one(packed, _TENSOR_RAW_DATA), np.uint8).reshape(columns, blocks, block // 2)
    by_block = np.frombuffer(_one(scales, _TENSOR_RAW_DATA), "<f4").reshape(columns, blocks, 1).astype(np.float64)
    values = np.empty((columns, blocks, block), np.float64)
    values[:, :, 0::2] = (nibbles & 15).astype(np.float64) - 8
    values[:, :, 1::2] = (nibbles >> 4).astype(np.float64) - 8
    values *= by_block
    values = values.reshape(columns, rows)
    if any(channel >= rows for channel in channels):
        raise ManifestError("A channel that is to be divided is not there.")
    for channel, by in channels.items():
        values[:, channel] *= by
    # Two neighboring weights reach at most 127 together. Rounding up may give 128, and 255 * 128 < 2**15.
    pairs = np.abs(values[:, 0::2] + values[:, 1::2])
    by_column = (np.maximum(np.abs(values).max(axis=1), pairs.max(axis=1)) / 127).astype("<f4")
    by_column[by_column == 0] = 1
    rounded = np.floor(values / by_column.astype(np.float64)[:, None] + 0.5).astype(np.int8)
    return (
        _tensor(packed_name, (rows, columns), _INT8, np.ascontiguousarray(rounded.T).tobytes()),
        _tensor(scales_name, (columns,), _FLOAT, by_column.tobytes()),
    )


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise RuntimeUnavailableError(
            'Making this model\'s file needs NumPy: pip install "tabside[native]".'
        ) from error
    return numpy


def _tensor(name: str, dims: Sequence[int], data_type: int, data: bytes) -> bytes:
    fields: list[Field] = [(_TENSOR_DIMS, VARINT, size) for size in dims]
    fields += [(_TENSOR_DATA_TYPE, VARINT, data_type), (_TENSOR_NAME, LEN, name.encode())]
    fields += [(_TENSOR_RAW_DATA, LEN, data)]
    return b"".join(protobuf.field(*each) for each in fields)


def _node(value: memoryview) -> _Node:
    fields = list(protobuf.fields(value))
    inputs = [bytes(text).decode() for number, _, text in fields if number == _NODE_INPUT]
    return _Node(inputs, _text(fields, _NODE_OUTPUT), _text(fields, _NODE_OP_TYPE), fields)


def _attributes(node: _Node) -> dict[str, int]:
    """Return the node's integer attributes."""
    found = {}
    for number, _, value in node.fields:
        if number == _NODE_ATTRIBUTE:
            fields = list(protobuf.fields(value))
            found[_text(fields, _ATTRIBUTE_NAME)] = _one(fields, _ATTRIBUTE_I, 0)
    return found


def _dims(tensor: Sequence[Field]) -> list[int]:
    dims: list[int] = []
    for number, wire, value in tensor:
        if number == _TENSOR_DIMS:
            dims.extend([value] if wire == VARINT else protobuf.varints(value))
    return dims


def _text(fields: Sequence[Field], number: int) -> str:
    return bytes(_one(fields, number, b"")).decode()


def _one(fields: Sequence[Field], number: int, default: Any = b"") -> Any:
    return next((value for each, _, value in fields if each == number), default)
