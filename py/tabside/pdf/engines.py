"""The engine for this platform: under wasmtime on CPython, in a worker of its own in the tab."""

from __future__ import annotations

from importlib.util import find_spec

from .. import platform
from .port import Limits, Pdfium

__all__ = ["is_available", "start_engine"]


def is_available() -> bool:
    """Say whether what runs the engine is installed."""
    if platform.IN_TAB:
        return False
    return find_spec("wasmtime") is not None and find_spec("pypdf") is not None


async def start_engine(limits: Limits) -> Pdfium:
    """Return a fresh instance of the engine.

    Raises:
        DownloadError: the engine's file cannot be had.
    """
    from .wasmtime_engine import WasmtimePdfium

    return WasmtimePdfium(limits)
