"""A quick turn of Pyodide's event loop: what is ready runs at the next message, all of it at once.

Pyodide 0.27 opens a message channel for every callback of asyncio's, and a proxy beside it; in a worker that takes 0.2
to 0.4 ms, and an await of a task takes three of them. Here all callbacks share one channel, as in asyncio's own loop
(`BaseEventLoop._run_once`): first in, first out, and what they call for in turn waits for the next message, so that
messages to the worker, a cancel among them, come in between.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import Any

__all__ = ["hasten"]


def hasten(loop: asyncio.AbstractEventLoop, wake: Callable[[], object]) -> Callable[[], None]:
    """Make `loop.call_soon` quick; return what has to be called, soon but not at once, after each `wake()`."""
    ready: deque[asyncio.Handle] = deque()
    woken = False

    def call_soon(callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        nonlocal woken
        handle = asyncio.Handle(callback, args, loop, context)
        ready.append(handle)
        if not woken:
            woken = True
            wake()
        return handle

    def run_ready() -> None:
        nonlocal woken
        try:
            for _ in range(len(ready)):
                handle = ready.popleft()
                if not handle.cancelled():
                    handle._run()
        finally:
            # Also when a callback ends Python: those behind it are not lost.
            woken = bool(ready)
            if woken:
                wake()

    loop.call_soon = call_soon  # type: ignore[method-assign, assignment]
    return run_ready
