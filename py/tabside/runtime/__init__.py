"""Runtimes: `native` (onnxruntime, on CPython) and `fake` (tests); `tabside.tab.session` has the tab's."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from .base import Runtime, Session, Tensor, TensorSpec

__all__ = ["Runtime", "Session", "Tensor", "TensorSpec"]

_MOVED = {"default": "default_runtime", "load_numpy": "load_numpy"}


def __getattr__(name: str) -> Any:
    if name in _MOVED:
        message = f"tabside.runtime.{name} is now tabside.platform.{_MOVED[name]}; it goes in the next release."
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return getattr(import_module("tabside.platform"), _MOVED[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
