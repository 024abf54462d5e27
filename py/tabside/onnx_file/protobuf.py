"""A minimal protocol buffers codec for ONNX files: https://protobuf.dev/programming-guides/encoding/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["FIXED32", "FIXED64", "LEN", "VARINT", "Field", "MalformedError", "encoded", "field", "fields", "varints"]

VARINT, FIXED64, LEN, FIXED32 = 0, 1, 2, 5

# (field number, wire type, value): an int for varints, else the bytes.
Field = tuple[int, int, Any]


class MalformedError(ValueError):
    """The bytes are not a valid message."""


def fields(data: memoryview) -> Iterator[Field]:
    """Yield the fields of a message; byte values are views of `data`.

    >>> [(number, wire, bytes(value)) for number, wire, value in fields(memoryview(b"\\x12\\x02hi"))]
    [(2, 2, b'hi')]
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, at = _varint(data, at)
            yield number, wire, value
            continue
        if wire == LEN:
            size, at = _varint(data, at)
        elif wire in (FIXED32, FIXED64):
            size = 4 if wire == FIXED32 else 8
        else:
            raise MalformedError("an unknown wire type")
        if at + size > len(data):
            raise MalformedError("a field past the end")
        yield number, wire, data[at : at + size]
        at += size


def varints(data: memoryview) -> Iterator[int]:
    """Yield packed numbers.

    >>> list(varints(memoryview(b"\\x01\\xac\\x02")))
    [1, 300]
    """
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def field(number: int, wire: int, value: Any) -> bytes:
    """Write one field.

    >>> field(2, LEN, b"hi")
    b'\\x12\\x02hi'
    """
    key = encoded(number << 3 | wire)
    if wire == VARINT:
        return key + encoded(value)
    if wire == LEN:
        return key + encoded(len(value)) + bytes(value)
    return key + bytes(value)


def encoded(value: int) -> bytes:
    """Write a varint.

    >>> encoded(300)
    b'\\xac\\x02'
    """
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    raise MalformedError("a number without an end")
