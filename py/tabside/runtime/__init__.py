"""Runtimes: `web` (onnxruntime-web, in the tab), `native` (onnxruntime, on CPython) and `fake` (tests)."""

from __future__ import annotations

import sys

from .base import Runtime, Session, Tensor, TensorSpec

__all__ = ["Runtime", "Session", "Tensor", "TensorSpec", "default", "load_numpy"]


def default() -> Runtime:
    """Return the runtime that fits where Python runs; nothing is loaded before its first session.

    Raises:
        RuntimeUnavailableError: nothing here can run a model.
    """
    runtime: Runtime
    if sys.platform == "emscripten":
        from ..tab.host import web_runtime

        runtime = web_runtime()
    else:
        from .native import NativeRuntime

        runtime = NativeRuntime()
    return runtime


async def load_numpy() -> None:
    """Bring NumPy for what is going to import it: a tab has it only when something needs it.

    Raises:
        RuntimeUnavailableError: it cannot be had.
    """
    if sys.platform == "emscripten":
        from ..tab.host import load_numpy as load

        await load()
