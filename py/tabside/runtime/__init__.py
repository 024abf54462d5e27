"""Runtimes: `web` (onnxruntime-web, in the tab), `native` (onnxruntime, on CPython) and `fake` (tests)."""

from __future__ import annotations

import sys

from .base import Runtime, Session, Tensor, TensorSpec

__all__ = ["Runtime", "Session", "Tensor", "TensorSpec", "default"]


def default() -> Runtime:
    """Return the runtime that fits where Python runs; nothing is loaded before its first session.

    Raises:
        RuntimeUnavailableError: nothing here can run a model.
    """
    runtime: Runtime
    if sys.platform == "emscripten":
        from .web import WebRuntime

        runtime = WebRuntime()
    else:
        from .native import NativeRuntime

        runtime = NativeRuntime()
    return runtime
