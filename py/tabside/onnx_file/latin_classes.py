"""Reduce text recognizers to Latin letters: the same weights without the classes of other scripts.

PP-OCRv6's recognizers end in a product with one column for each of up to 18,710 characters. `latin_classes` keeps the
columns of the Latin alphabet's letters, digits and signs. The scores of the kept characters, and their order, do not
change. `latin_int8` also stores each large float32 tensor as int8 with one scale per channel. It is dequantized
before use, so sums stay float32.

Plain Python with `array`: set-up makes these files before any package is installed. Quotients are computed in double
precision and rounded to even, so that the bytes are the same everywhere.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from math import prod
from typing import Any

from ..errors import ManifestError
from . import protobuf
from .protobuf import LEN, VARINT, Field

__all__ = ["is_latin", "latin_classes", "latin_int8"]

# Field numbers of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
_MODEL_GRAPH, _MODEL_METADATA = 7, 14
_METADATA_KEY, _METADATA_VALUE = 1, 2
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT, _GRAPH_VALUE_INFO = 1, 5, 12, 13
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OP_TYPE, _NODE_ATTRIBUTE = 1, 2, 3, 4, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_I, _ATTRIBUTE_TYPE = 1, 3, 20
_TENSOR_DIMS, _TENSOR_DATA_TYPE, _TENSOR_NAME, _TENSOR_RAW_DATA = 1, 2, 8, 9
_VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR, _TENSOR_SHAPE, _SHAPE_DIM, _DIM_VALUE = 1, 2, 1, 2, 1, 1
_FLOAT, _INT8, _INT = 1, 3, 2

_CODES = {_FLOAT: "f", _INT8: "b"}
_SIGNS = "–—‘’‚“”„…•€™№←→✓✕✗☐☑☒■□●○†‡‰ȘșȚțƒẞ"
_LEAST_ELEMENTS = 4096
"""Smaller tensors stay as they are: they would save nothing."""


def is_latin(character: str) -> bool:
    """Whether a class is kept: ASCII, Latin-1, Latin Extended-A, and signs of European print.

    >>> [is_latin(character) for character in "aŁ§€ж中"]
    [True, True, True, True, False, False]
    """
    if len(character) != 1:
        return False
    code = ord(character)
    return 0x20 <= code < 0x7F or 0xA1 <= code <= 0x17F or character in _SIGNS


def latin_classes(source: bytes) -> bytes:
    """Cut a recogniser to the classes of `is_latin`, in their order; class 0 (no letter) stays.

    Raises:
        ManifestError: it is no recogniser whose metadata name its classes.
    """
    return _rewritten(source, is_stored_small=False)


def latin_int8(source: bytes) -> bytes:
    """Do what `latin_classes` does, and store large tensors as int8."""
    return _rewritten(source, is_stored_small=True)


def class_names(source: bytes) -> list[str]:
    """Return the names of a recogniser's classes: none, those of its metadata, and the space."""
    for number, _, value in protobuf.fields(memoryview(source)):
        if number == _MODEL_METADATA:
            entry = {number: bytes(value).decode() for number, _, value in protobuf.fields(value)}
            if entry.get(_METADATA_KEY) == "character":
                return ["", *entry[_METADATA_VALUE].split("\n"), " "]
    raise ManifestError("The recipe needs a text recogniser that names its characters.")


def _rewritten(source: bytes, *, is_stored_small: bool) -> bytes:
    names = class_names(source)
    kept = [index for index, name in enumerate(names) if index == 0 or is_latin(name)]
    model = protobuf.fields(memoryview(source))
    return b"".join(
        protobuf.field(
            number, wire, _graph(value, len(names), kept, is_stored_small) if number == _MODEL_GRAPH else value
        )
        for number, wire, value in model
        if number != _MODEL_METADATA
    )


def _graph(graph: memoryview, classes: int, kept: Sequence[int], is_stored_small: bool) -> bytes:
    first: list[bytes] = []
    rest: list[bytes] = []
    has_classes = False
    for number, wire, value in protobuf.fields(graph):
        if number == _GRAPH_VALUE_INFO:
            continue  # shapes of what lies between: they would be wrong now
        if number == _GRAPH_OUTPUT:
            value = _output(value, classes, len(kept))
        if number != _GRAPH_INITIALIZER:
            rest.append(protobuf.field(number, wire, value))
            continue
        tensor = _Tensor(value)
        if tensor.dims and tensor.dims[-1] == classes:
            tensor.keep(kept)
            has_classes = True
        if is_stored_small and tensor.data_type == _FLOAT and prod(tensor.dims) >= _LEAST_ELEMENTS:
            nodes, tensors = _stored_small(tensor)
            first += [protobuf.field(_GRAPH_NODE, LEN, node) for node in nodes]
            rest += [protobuf.field(_GRAPH_INITIALIZER, LEN, each) for each in tensors]
        else:
            rest.append(protobuf.field(_GRAPH_INITIALIZER, LEN, tensor.written()))
    if not has_classes:
        raise ManifestError("The recipe needs a text recogniser whose last product has a column a character.")
    return b"".join([*first, *rest])


class _Tensor:
    """An initializer: its fields, with numbers where they can be changed."""

    def __init__(self, value: memoryview) -> None:
        fields = list(protobuf.fields(value))
        self.dims: list[int] = []
        for number, wire, each in fields:
            if number == _TENSOR_DIMS:
                self.dims.extend([each] if wire == VARINT else protobuf.varints(each))
        self.data_type = int(next(each for number, _, each in fields if number == _TENSOR_DATA_TYPE))
        self.name = bytes(next(each for number, _, each in fields if number == _TENSOR_NAME)).decode()
        self._raw = next((each for number, _, each in fields if number == _TENSOR_RAW_DATA), None)
        self._before: bytes | None = bytes(value)

    def numbers(self) -> Any:
        """Return the elements, as an array of floats or small integers."""
        if self._raw is None or self.data_type not in _CODES:
            raise ManifestError(f"The recipe cannot change the tensor {self.name}.")
        numbers = array(_CODES[self.data_type], bytes(self._raw))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def keep(self, kept: Sequence[int]) -> None:
        """Keep some of the last axis's columns."""
        numbers, columns = self.numbers(), self.dims[-1]
        chosen = array(numbers.typecode)
        for start in range(0, len(numbers), columns):
            chosen.extend(numbers[start + index] for index in kept)
        self.dims[-1] = len(kept)
        self._raw = memoryview(_little_endian(chosen))
        self._before = None

    def written(self) -> bytes:
        if self._before is not None:
            return self._before
        return _tensor(self.name, self.dims, self.data_type, bytes(self._raw or b""))


def _stored_small(tensor: _Tensor) -> tuple[list[bytes], list[bytes]]:
    """Return two nodes that rebuild the tensor, and the two tensors that they build it from."""
    numbers = tensor.numbers()
    # Of a product's weights [inputs, outputs] the second axis counts, of a convolution's the first.
    channels = tensor.dims[1] if len(tensor.dims) == 2 else tensor.dims[0]
    by_column = len(tensor.dims) == 2
    each = len(numbers) // channels
    small, scales = array("b", bytes(len(numbers))), array("f")
    for channel in range(channels):
        at = slice(channel, None, channels) if by_column else slice(channel * each, (channel + 1) * each)
        values = numbers[at]
        scales.append(max(map(abs, values)) / 127 or 1.0)
        scale = scales[-1]
        small[at] = array("b", [round(value / scale) for value in values])
    shape = [1, channels] if by_column else [channels, *[1] * (len(tensor.dims) - 1)]
    stored, floats, factors = f"{tensor.name}_int8", f"{tensor.name}_floats", f"{tensor.name}_scales"
    cast = [(_ATTRIBUTE_NAME, LEN, b"to"), (_ATTRIBUTE_I, VARINT, _FLOAT), (_ATTRIBUTE_TYPE, VARINT, _INT)]
    nodes = [
        _node("Cast", [stored], floats, [(_NODE_ATTRIBUTE, LEN, b"".join(protobuf.field(*one) for one in cast))]),
        _node("Mul", [floats, factors], tensor.name, []),
    ]
    return nodes, [
        _tensor(stored, tensor.dims, _INT8, _little_endian(small)),
        _tensor(factors, shape, _FLOAT, _little_endian(scales)),
    ]


def _little_endian(numbers: Any) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return bytes(numbers.tobytes())


def _output(value: memoryview, classes: int, kept: int) -> bytes:
    """Rewrite the output's type with the number of classes kept."""

    def within(data: memoryview, path: Sequence[int]) -> bytes:
        if not path:
            fields = list(protobuf.fields(data))
            return b"".join(
                protobuf.field(number, wire, kept if (number, one) == (_DIM_VALUE, classes) else one)
                for number, wire, one in fields
            )
        return b"".join(
            protobuf.field(number, wire, within(one, path[1:]) if number == path[0] else one)
            for number, wire, one in protobuf.fields(data)
        )

    return within(value, (_VALUE_TYPE, _TYPE_TENSOR, _TENSOR_SHAPE, _SHAPE_DIM))


def _node(op_type: str, inputs: Sequence[str], output: str, attributes: Sequence[Field]) -> bytes:
    fields: list[Field] = [(_NODE_INPUT, LEN, name.encode()) for name in inputs]
    fields += [(_NODE_OUTPUT, LEN, output.encode()), (_NODE_NAME, LEN, output.encode())]
    fields += [(_NODE_OP_TYPE, LEN, op_type.encode()), *attributes]
    return b"".join(protobuf.field(*each) for each in fields)


def _tensor(name: str, dims: Sequence[int], data_type: int, data: bytes) -> bytes:
    fields: list[Field] = [(_TENSOR_DIMS, VARINT, size) for size in dims]
    fields += [(_TENSOR_DATA_TYPE, VARINT, data_type), (_TENSOR_NAME, LEN, name.encode())]
    fields += [(_TENSOR_RAW_DATA, LEN, data)]
    return b"".join(protobuf.field(*each) for each in fields)
