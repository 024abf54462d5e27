"""Messages between the server and an engine process: a JSON header and bytes (a file), each preceded by its length."""

from __future__ import annotations

import json
import struct
from typing import Any

__all__ = ["PREFIX", "header_of", "lengths_of", "packed"]

_LENGTHS = struct.Struct(">II")
PREFIX = _LENGTHS.size
"""Bytes before the header: its length and that of the blob."""


def packed(header: dict[str, Any], blob: bytes = b"") -> bytes:
    """Return a message as bytes. ASCII JSON, so lone surrogates survive."""
    encoded = json.dumps(header).encode("ascii")
    return b"".join((_LENGTHS.pack(len(encoded), len(blob)), encoded, blob))


def lengths_of(prefix: bytes) -> tuple[int, int]:
    """Return the lengths of a message's header and blob."""
    header, blob = _LENGTHS.unpack(prefix)
    return header, blob


def header_of(encoded: bytes) -> dict[str, Any]:
    """Read a message's header."""
    header: dict[str, Any] = json.loads(encoded)
    return header
