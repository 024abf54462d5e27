"""Model files that are made here from a published one: the same weights, in a form that runs faster.

`int8-per-channel` turns 4-bit block-quantized products (MatMulNBits) into dynamically quantized int8 ones with one
scale a column (DynamicQuantizeMatMul), each with the bias that is added after it. In WASM that runs two to four times
faster, and it need not be downloaded: docs/decisions/0008 has the numbers.

web/worker/derivation.js does the same, and both make the same bytes: the manifest's sha256 holds for either. So every
product and quotient is computed in double precision, in the order written here. NumPy is imported when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import ManifestError, RuntimeUnavailableError

__all__ = ["RECIPES", "derive"]

# Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER = 1, 5
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OP_TYPE, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_I = 1, 3
_TENSOR_DIMS, _TENSOR_DATA_TYPE, _TENSOR_NAME, _TENSOR_RAW_DATA = 1, 2, 8, 9
_FLOAT, _INT8 = 1, 3
_VARINT, _FIXED64, _LEN, _FIXED32 = 0, 1, 2, 5

# (field number, wire type, value): an int for varints, else the bytes.
Field = tuple[int, int, Any]


def derive(recipe: str, source: bytes) -> bytes:
    """Make the derived file from the published one.

    Raises:
        ManifestError: there is no such recipe, or it does not fit this model.
        RuntimeUnavailableError: NumPy is missing.
    """
    if recipe not in RECIPES:
        raise ManifestError(f"There is no recipe {recipe}; there is: {', '.join(RECIPES)}.", recipe=recipe)
    return RECIPES[recipe](source)


def _int8_per_channel(source: bytes) -> bytes:
    model = list(_fields(memoryview(source)))
    return b"".join(
        _field(number, wire, _requantize_graph(value) if number == _MODEL_GRAPH else value)
        for number, wire, value in model
    )


RECIPES: Mapping[str, Callable[[bytes], bytes]] = {"int8-per-channel": _int8_per_channel}


@dataclass(slots=True)
class _Node:
    inputs: list[str]
    output: str
    op_type: str
    fields: list[Field]


def _requantize_graph(graph: memoryview) -> bytes:
    fields = list(_fields(graph))
    nodes = {index: _node(value) for index, (number, _, value) in enumerate(fields) if number == _GRAPH_NODE}
    tensors = {
        _text(tensor, _TENSOR_NAME): tensor
        for number, _, value in fields
        if number == _GRAPH_INITIALIZER
        for tensor in [list(_fields(value))]
    }
    uses: dict[str, list[int]] = {}
    for index, node in nodes.items():
        for name in node.inputs:
            uses.setdefault(name, []).append(index)

    replaced: dict[int, bytes] = {}
    weights: dict[str, bytes] = {}  # by the name of the tensor in whose place they are written
    absorbed: set[int] = set()
    for index, node in nodes.items():
        if node.op_type != "MatMulNBits":
            continue
        activations, packed, scales = _operands(node)
        if packed not in weights:
            weights[packed], weights[scales] = _requantized(node, packed, tensors[packed], scales, tensors[scales])
        addition = _bias_addition(node.output, nodes, uses, tensors)
        inputs, output = [activations, packed, scales], node.output
        if addition is not None:
            number, bias = addition
            absorbed.add(number)
            inputs, output = [*inputs, "", bias], nodes[number].output
        replaced[index] = _product(inputs, output, _text(node.fields, _NODE_NAME))
    if not replaced:
        raise ManifestError("The recipe int8-per-channel needs a model with MatMulNBits, and this one has none.")

    parts: list[bytes] = []
    for index, (number, wire, value) in enumerate(fields):
        if index in absorbed:
            continue
        if index in replaced:
            value = replaced[index]
        elif number == _GRAPH_INITIALIZER:
            value = weights.get(_text(list(_fields(value)), _TENSOR_NAME), value)
        parts.append(_field(number, wire, value))
    return b"".join(parts)


def _operands(node: _Node) -> tuple[str, str, str]:
    # Zero points (a fourth input) and a group index would need another recipe.
    if len(node.inputs) != 3 or _attributes(node).get("bits") != 4:
        raise ManifestError("The recipe int8-per-channel needs 4-bit weights without zero points.")
    activations, packed, scales = node.inputs
    return activations, packed, scales


def _bias_addition(
    output: str, nodes: Mapping[int, _Node], uses: Mapping[str, Sequence[int]], tensors: Mapping[str, Sequence[Field]]
) -> tuple[int, str] | None:
    """Return the Add that alone follows a product, and the constant vector that it adds."""
    if len(uses.get(output, ())) != 1:
        return None
    index = uses[output][0]
    node = nodes[index]
    others = [name for name in node.inputs if name != output]
    if node.op_type != "Add" or len(others) != 1 or others[0] not in tensors:
        return None
    return (index, others[0]) if len(_dims(tensors[others[0]])) == 1 else None


def _product(inputs: Sequence[str], output: str, name: str) -> bytes:
    fields: list[Field] = [(_NODE_INPUT, _LEN, text.encode()) for text in inputs]
    fields += [(_NODE_OUTPUT, _LEN, output.encode()), (_NODE_NAME, _LEN, name.encode())]
    fields += [(_NODE_OP_TYPE, _LEN, b"DynamicQuantizeMatMul"), (_NODE_DOMAIN, _LEN, b"com.microsoft")]
    return b"".join(_field(*field) for field in fields)


def _requantized(
    node: _Node, packed_name: str, packed: Sequence[Field], scales_name: str, scales: Sequence[Field]
) -> tuple[bytes, bytes]:
    """Return two tensors: the weights as int8 [K, N], and one float32 scale for each of the N columns."""
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
    by_column = (np.abs(values).max(axis=1) / 127).astype("<f4")
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
    fields: list[Field] = [(_TENSOR_DIMS, _VARINT, size) for size in dims]
    fields += [(_TENSOR_DATA_TYPE, _VARINT, data_type), (_TENSOR_NAME, _LEN, name.encode())]
    fields += [(_TENSOR_RAW_DATA, _LEN, data)]
    return b"".join(_field(*field) for field in fields)


def _node(value: memoryview) -> _Node:
    fields = list(_fields(value))
    inputs = [bytes(text).decode() for number, _, text in fields if number == _NODE_INPUT]
    return _Node(inputs, _text(fields, _NODE_OUTPUT), _text(fields, _NODE_OP_TYPE), fields)


def _attributes(node: _Node) -> dict[str, int]:
    """Return the node's integer attributes."""
    found = {}
    for number, _, value in node.fields:
        if number == _NODE_ATTRIBUTE:
            fields = list(_fields(value))
            found[_text(fields, _ATTRIBUTE_NAME)] = _one(fields, _ATTRIBUTE_I, 0)
    return found


def _dims(tensor: Sequence[Field]) -> list[int]:
    dims: list[int] = []
    for number, wire, value in tensor:
        if number == _TENSOR_DIMS:
            dims.extend([value] if wire == _VARINT else _varints(value))
    return dims


def _text(fields: Sequence[Field], number: int) -> str:
    return bytes(_one(fields, number, b"")).decode()


def _one(fields: Sequence[Field], number: int, default: Any = b"") -> Any:
    return next((value for each, _, value in fields if each == number), default)


def _varints(data: memoryview) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _fields(data: memoryview) -> Iterator[Field]:
    """Yield a message's fields (https://protobuf.dev/programming-guides/encoding/)."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _varint(data, at)
            yield number, wire, value
            continue
        if wire == _LEN:
            size, at = _varint(data, at)
        elif wire in (_FIXED32, _FIXED64):
            size = 4 if wire == _FIXED32 else 8
        else:
            raise ManifestError("The model's file is not ONNX.")
        if at + size > len(data):
            raise ManifestError("The model's file is not ONNX.")
        yield number, wire, data[at : at + size]
        at += size


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    raise ManifestError("The model's file is not ONNX.")


def _field(number: int, wire: int, value: Any) -> bytes:
    key = _encoded(number << 3 | wire)
    if wire == _VARINT:
        return key + _encoded(value)
    if wire == _LEN:
        return key + _encoded(len(value)) + bytes(value)
    return key + bytes(value)


def _encoded(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
