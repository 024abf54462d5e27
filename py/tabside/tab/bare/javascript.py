"""Convert between Python and JavaScript data without `eval`: plain objects, bytes, error messages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import js
from pyodide.ffi import JsException, to_js

from ...errors import QuotaError

__all__ = ["from_bytes", "new_bytes", "plain_object", "read_buffer", "reason", "sha256"]

_CHUNK_BYTES = 1 << 20


def plain_object(values: Mapping[str, Any]) -> Any:
    """Return a JavaScript object with these members."""
    return to_js(values, dict_converter=js.Object.fromEntries)


def new_bytes(size: int) -> Any:
    """Return a zeroed Uint8Array in JavaScript's memory.

    Raises:
        QuotaError: the browser has no room for it.
    """
    try:
        return js.Uint8Array.new(size)
    except JsException as error:
        raise QuotaError(f"This tab has no memory for {size:,} bytes. Close other tabs and try again.") from error


def from_bytes(data: bytes) -> Any:
    """Copy bytes into a Uint8Array. Raises the errors of `new_bytes`."""
    made = new_bytes(len(data))
    made.assign(data)
    return made


def read_buffer(data: Any, into: Any) -> None:
    """Copy a typed array of any type into a Python buffer of the same size in bytes."""
    js.Uint8Array.new(data.buffer, data.byteOffset, data.byteLength).assign_to(memoryview(into).cast("B"))


async def sha256(data: Any) -> str:
    """Return the hash of a Uint8Array in lower-case hex."""
    subtle = getattr(getattr(js, "crypto", None), "subtle", None)
    if subtle is not None:
        return str((await subtle.digest("SHA-256", data)).to_bytes().hex())
    # On plain http, except localhost, browsers hide crypto.subtle.
    digest = hashlib.sha256()
    for start in range(0, data.byteLength, _CHUNK_BYTES):
        digest.update(data.subarray(start, start + _CHUNK_BYTES).to_bytes())
    return digest.hexdigest()


def reason(error: JsException) -> str:
    """Return the error message's first line. The following ones may contain values, which are the user's."""
    lines = str(getattr(error.js_error, "message", error)).strip().splitlines()
    return lines[0][:200] if lines else "it gave no reason"
