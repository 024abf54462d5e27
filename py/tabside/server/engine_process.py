"""The program of an engine process: `python -m tabside.server.engine_process`. Calls on stdin, answers on stdout.

A separate process can be ended when a text takes too long, and may crash without ending the server.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any, BinaryIO

from ..errors import InputError, TabsideError
from .calls import CALLS, EngineState
from .frames import PREFIX, header_of, lengths_of, packed

__all__ = ["main"]


def main() -> None:
    """Answer calls one after the other until stdin ends."""
    source = sys.stdin.buffer
    # A library's output would corrupt the frames.
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asyncio.run(_serve(source, target))


async def _serve(source: BinaryIO, target: BinaryIO) -> None:
    state = EngineState()
    while len(prefix := source.read(PREFIX)) == PREFIX:
        header_length, blob_length = lengths_of(prefix)
        header = header_of(source.read(header_length))
        blob = source.read(blob_length)
        target.write(await _answer(state, header, blob))
        target.flush()


async def _answer(state: EngineState, header: dict[str, Any], blob: bytes) -> bytes:
    try:
        if header["call"] not in CALLS:
            raise InputError("The engine has no such call.")
        result, out = await CALLS[header["call"]](state, header.get("params", {}), blob)
        return packed({"result": result}, out)
    except TabsideError as error:
        details = {name: value for name, value in error.details.items() if isinstance(value, int | float | bool)}
        return packed({"error": {"code": error.code, "message": error.message, "details": details}})
    except Exception as error:
        # The message of an unexpected error may quote a text, so only its type is sent.
        return packed({"error": {"code": "error", "message": f"Something unforeseen failed: {type(error).__name__}."}})


if __name__ == "__main__":
    main()
