"""Select the engine for this platform: wasmtime on CPython, a separate worker in the tab."""

from __future__ import annotations

from importlib.util import find_spec

from .. import platform
from ..runtime.pdfium import Limits, Pdfium
from .contract import glyph_reader

__all__ = ["is_available", "start_engine"]


def is_available() -> bool:
    """Whether the packages to run the engine are installed."""
    if platform.IN_TAB:
        from ..tab.host import is_connected

        return is_connected()
    return find_spec("wasmtime") is not None and find_spec("pypdf") is not None


async def start_engine(limits: Limits) -> Pdfium:
    """Return a new instance of the engine.

    Raises:
        DownloadError: the engine's file is not available.
    """
    if platform.IN_TAB:
        from ..tab.pdfium import WorkerPdfium

        return await WorkerPdfium.start(limits, glyph_reader())
    from .wasmtime_engine import WasmtimePdfium

    return WasmtimePdfium(limits)
