"""Wait for a promise within a synchronous call: the browser suspends WebAssembly (JSPI)."""

from __future__ import annotations

from collections.abc import Awaitable
from inspect import iscoroutine
from typing import TypeVar

from pyodide.ffi import can_run_sync, run_sync

from ..errors import RuntimeUnavailableError

__all__ = ["wait_for"]

T = TypeVar("T")


def wait_for(awaitable: Awaitable[T]) -> T:
    """Return what an awaitable gives.

    Raises:
        RuntimeUnavailableError: the browser cannot suspend WebAssembly, or JavaScript entered Python in a way that it
            cannot be suspended in.
    """
    if not can_run_sync():
        if iscoroutine(awaitable):
            awaitable.close()
        raise RuntimeUnavailableError(
            "A blocking call needs a browser with JSPI (Chrome and Edge 137 or newer) and code that was started by "
            "runPythonAsync. Elsewhere use tabside.InferenceSession and AutoTokenizer with await."
        )
    result: T = run_sync(awaitable)
    return result
