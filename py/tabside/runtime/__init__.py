"""Runtimes: onnxruntime-web (in the tab), `native` (onnxruntime, on CPython) and `fake` (tests)."""

from __future__ import annotations

import sys

from .base import Runtime, Session, Tensor, TensorSpec

__all__ = ["Runtime", "Session", "Tensor", "TensorSpec", "default", "load_numpy"]


def default() -> Runtime:
    """Return the runtime for this platform. Nothing is loaded before its first session.

    Raises:
        RuntimeUnavailableError: no runtime is available.
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
    """Make NumPy importable: a tab loads it only on demand.

    Raises:
        RuntimeUnavailableError: it cannot be loaded.
    """
    if sys.platform == "emscripten":
        from ..tab.host import load_numpy as load

        await load()
