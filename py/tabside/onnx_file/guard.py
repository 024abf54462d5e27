"""Check an ONNX file before onnxruntime opens it, and refuse dangerous or malformed content.

Refused are external data (a path that onnxruntime would open) outside the files that the caller has verified,
operators of unknown domains, tensors that declare more than they contain, absurd sizes, and bytes that onnxruntime
would read as its own format.
web/worker/onnx/onnx-guard.js does the same in the tab. Only the
structure is read, never the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..errors import ModelRefusedError
from .protobuf import LEN, VARINT, Field, MalformedError, fields, varints

__all__ = ["check_onnx"]

LARGEST_BYTES = 2**31 - 1
"""The largest file that protocol buffers allow."""
LARGEST_ELEMENTS = 2**31
LARGEST_SPARSE_ELEMENTS = 2**28
"""A sparse tensor holds few bytes and is made dense: 1 GB of floats."""
LARGEST_RANK = 64
LARGEST_NODES = 200_000
DEEPEST = 32

DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc"})
"""The domains of onnxruntime's own operators."""

# Bits per element, by TensorProto.DataType; 8 is string.
BITS: Mapping[int, int] = {
    1: 32, 2: 8, 3: 8, 4: 16, 5: 16, 6: 32, 7: 64, 9: 8, 10: 16, 11: 64, 12: 32, 13: 64, 14: 64, 15: 128, 16: 16,
    17: 8, 18: 8, 19: 8, 20: 8, 21: 4, 22: 4, 23: 4, 24: 8, 25: 2, 26: 2,
}  # fmt: skip
_STRING = 8
_OUTSIDE = 1
"""TensorProto.DataLocation.EXTERNAL."""

# Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
_MODEL_GRAPH, _MODEL_TRAINING, _MODEL_FUNCTION = 7, 20, 25
_TRAINING_GRAPHS = (1, 2)
_FUNCTION_NODE, _FUNCTION_DOMAIN, _FUNCTION_DEFAULT = 7, 10, 11
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_INPUT, _GRAPH_OUTPUT, _GRAPH_SPARSE_INITIALIZER = 1, 5, 11, 12, 15
_NODE_ATTRIBUTE, _NODE_DOMAIN = 5, 7
_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_TENSORS, _ATTRIBUTE_GRAPHS = 5, 6, 10, 11
_ATTRIBUTE_SPARSE, _ATTRIBUTE_SPARSES = 22, 23
_SPARSE_VALUES, _SPARSE_INDICES, _SPARSE_DIMS = 1, 2, 3
_TENSOR_DIMS, _TENSOR_DATA_TYPE, _TENSOR_RAW_DATA, _TENSOR_EXTERNAL, _TENSOR_LOCATION = 1, 2, 9, 13, 14
_TENSOR_STRINGS = 6
_TENSOR_TYPED = frozenset({4, 5, 7, 10, 11})
_VALUE_TYPE, _TYPE_TENSOR, _TENSOR_TYPE_SHAPE, _SHAPE_DIM, _DIM_VALUE = 2, 1, 2, 1, 1

# The file identifier of onnxruntime's own format (https://flatbuffers.dev): given bytes, it trusts these four.
_ORT_FORMAT = b"ORTM"


def check_onnx(data: bytes | memoryview, external: Mapping[str, int] | None = None) -> None:
    """Check an ONNX file.

    `external` has the names and sizes of the files beside it that may hold its weights; without it none may.

    Raises:
        ModelRefusedError: the message names the refused content; `details["reason"]` is stable.
    """
    if len(data) > LARGEST_BYTES:
        raise _refusal("size", "it is larger than 2 GiB")
    if data[4:8] == _ORT_FORMAT:
        raise _refusal("format", "it is in onnxruntime's own format, not ONNX")
    try:
        _Check(external or {}).model(memoryview(data))
    except MalformedError as error:
        raise _refusal("format", f"it is not ONNX ({error})") from error


class _Check:
    def __init__(self, external: Mapping[str, int]) -> None:
        self.external = external
        self.nodes = 0
        self.domains = set(DOMAINS)

    def model(self, data: memoryview) -> None:
        model = list(fields(data))
        _once(model, _MODEL_GRAPH)
        functions = [list(fields(value)) for value in _messages(model, _MODEL_FUNCTION)]
        # Functions are defined in the file, from operators that are checked as well.
        self.domains |= {_text(value) for each in functions for value in _messages(each, _FUNCTION_DOMAIN)}
        for function in functions:
            for node in _messages(function, _FUNCTION_NODE):
                self.node(node, 1)
            # onnxruntime puts a default into each call of the function, and opens the files that it names.
            for attribute in _messages(function, _FUNCTION_DEFAULT):
                self.attribute(attribute, 1)
        for training in _messages(model, _MODEL_TRAINING):
            for number, wire, value in fields(training):
                if number in _TRAINING_GRAPHS:
                    self.graph(_message(wire, value), 1)
        graphs = _messages(model, _MODEL_GRAPH)
        if not graphs:
            raise MalformedError("no graph")
        self.graph(graphs[0], 1)

    def graph(self, data: memoryview, depth: int) -> None:
        if depth > DEEPEST:
            raise _refusal("depth", f"its graphs are nested more than {DEEPEST} deep")
        for number, wire, value in fields(data):
            if number == _GRAPH_NODE:
                self.node(_message(wire, value), depth)
            elif number == _GRAPH_INITIALIZER:
                _check_tensor(_message(wire, value), self.external)
            elif number == _GRAPH_SPARSE_INITIALIZER:
                _check_sparse(_message(wire, value))
            elif number in (_GRAPH_INPUT, _GRAPH_OUTPUT):
                _check_value(_message(wire, value))

    def node(self, data: memoryview, depth: int) -> None:
        self.nodes += 1
        if self.nodes > LARGEST_NODES:
            raise _refusal("nodes", f"it has more than {LARGEST_NODES} nodes")
        for number, wire, value in fields(data):
            if number == _NODE_ATTRIBUTE:
                self.attribute(_message(wire, value), depth)
            elif number == _NODE_DOMAIN and _text(_message(wire, value)) not in self.domains:
                raise _refusal("domain", "it uses operators of a domain that onnxruntime does not have")

    def attribute(self, data: memoryview, depth: int) -> None:
        attribute = list(fields(data))
        for number in (_ATTRIBUTE_TENSOR, _ATTRIBUTE_GRAPH, _ATTRIBUTE_SPARSE):
            _once(attribute, number)
        for number, wire, value in attribute:
            if number in (_ATTRIBUTE_TENSOR, _ATTRIBUTE_TENSORS):
                _check_tensor(_message(wire, value), self.external)
            elif number in (_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS):
                self.graph(_message(wire, value), depth + 1)
            elif number in (_ATTRIBUTE_SPARSE, _ATTRIBUTE_SPARSES):
                _check_sparse(_message(wire, value))


def _check_tensor(data: memoryview, external: Mapping[str, int]) -> None:
    dims: list[int] = []
    data_type = typed_bytes = texts = location = 0
    entries: list[memoryview] = []
    raw: memoryview | None = None
    tensor = list(fields(data))
    # One parser takes the last of two values, another one perhaps the first.
    _once(tensor, _TENSOR_DATA_TYPE)
    _once(tensor, _TENSOR_RAW_DATA)
    for number, wire, value in tensor:
        if number == _TENSOR_DIMS:
            dims += _numbers(wire, value)
        elif number == _TENSOR_DATA_TYPE:
            data_type = _number(wire, value)
        elif number == _TENSOR_RAW_DATA:
            raw = _message(wire, value)
        elif number in _TENSOR_TYPED:
            typed_bytes += 1 if wire == VARINT else len(value)
        elif number == _TENSOR_STRINGS:
            texts += 1
        elif number == _TENSOR_EXTERNAL:
            entries.append(_message(wire, value))
        elif number == _TENSOR_LOCATION:
            location = _number(wire, value)
    elements = _elements(dims)
    if entries or location:
        held_here = raw is not None or typed_bytes > 0 or texts > 0
        if location != _OUTSIDE or held_here or data_type not in BITS:
            raise _refusal("external-data", "its weights lie outside the file")
        _check_external(entries, (elements * BITS[data_type] + 7) // 8, external)
        return
    if data_type == _STRING:
        held = elements <= texts
    elif data_type not in BITS:
        raise _refusal("type", "a tensor is of an unknown type")
    elif raw is not None:
        held = len(raw) == (elements * BITS[data_type] + 7) // 8
    else:
        held = elements <= typed_bytes * (8 // min(8, BITS[data_type]))
    if not held:
        raise _refusal("size", "a tensor does not hold what its shape says")


def _check_external(entries: Sequence[memoryview], size: int, external: Mapping[str, int]) -> None:
    """Check that a tensor of `size` bytes lies within one of the files that were named beforehand."""
    said: dict[str, str] = {}
    for entry in entries:
        both = {number: _text(_message(wire, value)) for number, wire, value in fields(entry)}
        if set(both) != {1, 2} or both[1] in said:
            raise MalformedError("an entry of external data")
        said[both[1]] = both[2]
    # Exactly as the file is called: no folder, no link, no other spelling.
    there = external.get(said.get("location", ""))
    if there is None:
        raise _refusal("external-data", "its weights lie outside the file")
    numbers = {name: said.get(name, "0") for name in ("offset", "length")}
    if not all(text.isascii() and text.isdigit() and len(text) < 16 for text in numbers.values()):
        raise _refusal("external-data", "a place in its further files is no number")
    offset, length = int(numbers["offset"]), int(numbers["length"]) or size
    if length != size or offset + size > there:
        raise _refusal("size", "a tensor does not hold what its shape says")


def _check_sparse(data: memoryview) -> None:
    sparse = list(fields(data))
    for number in (_SPARSE_VALUES, _SPARSE_INDICES):
        _once(sparse, number)
        for value in _messages(sparse, number):
            _check_tensor(value, {})
    dims = [size for number, wire, value in sparse if number == _SPARSE_DIMS for size in _numbers(wire, value)]
    if _elements(dims) > LARGEST_SPARSE_ELEMENTS:
        raise _refusal("size", "a sparse tensor would be too large")


def _check_value(data: memoryview) -> None:
    level: Sequence[memoryview] = [data]
    for number in (_VALUE_TYPE, _TYPE_TENSOR, _TENSOR_TYPE_SHAPE, _SHAPE_DIM):
        level = [inner for outer in level for inner in _messages(list(fields(outer)), number)]
    sizes = [value for dim in level for number, _, value in fields(dim) if number == _DIM_VALUE]
    # Some exporters write a free dimension as a negative number.
    _elements(size for size in sizes if isinstance(size, int) and size < 2**63)


def _elements(dims: Iterable[int]) -> int:
    sizes = list(dims)
    if len(sizes) > LARGEST_RANK:
        raise _refusal("size", f"a tensor has more than {LARGEST_RANK} dimensions")
    # Largest first, because a zero among them must not hide the others.
    if math.prod(max(size, 1) for size in sizes) > LARGEST_ELEMENTS:
        raise _refusal("size", f"a tensor has more than {LARGEST_ELEMENTS} elements")
    return math.prod(sizes)


def _messages(some: Sequence[Field], number: int) -> list[memoryview]:
    return [_message(wire, value) for each, wire, value in some if each == number]


def _message(wire: int, value: memoryview) -> memoryview:
    if wire != LEN:
        raise MalformedError("a field of another type")
    return value


def _numbers(wire: int, value: int | memoryview) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    else:
        yield from varints(_message(wire, value))


def _number(wire: int, value: int | memoryview) -> int:
    if wire != VARINT or not isinstance(value, int):
        raise MalformedError("a field of another type")
    return value


def _once(some: Sequence[Field], number: int) -> None:
    if sum(each == number for each, _, _ in some) > 1:
        raise MalformedError("a field twice")


def _text(value: memoryview) -> str:
    return bytes(value).decode("utf-8", "replace")


def _refusal(reason: str, what: str) -> ModelRefusedError:
    return ModelRefusedError(
        f"This model's file is refused: {what}. Get the model from whoever made it.", reason=reason
    )
