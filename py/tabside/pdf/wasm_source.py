"""Where the engine's file comes from on CPython: a path, the project's node_modules, or the user's cache."""

from __future__ import annotations

import os
from pathlib import Path

from ..env import env
from ..errors import FileUnsupportedError
from .contract import PACKAGE, VERSION, WASM_FILE, verify_wasm

__all__ = ["WASM_VARIABLE", "cached_wasm", "read_wasm"]

WASM_VARIABLE = "TABSIDE_PDFIUM"
"""An environment variable with the path of the engine's file."""


def read_wasm() -> bytes:
    """Return the engine's bytes, verified.

    Raises:
        FileUnsupportedError: it is nowhere; the message says how to get it.
        IntegrityError: what was found is not the pinned file.
    """
    for path in _places():
        if path.is_file():
            data = path.read_bytes()
            verify_wasm(data)
            return data
    raise FileUnsupportedError("PDF files need the PDF engine: run `tabside models fetch-pdf-engine` once.")


def cached_wasm() -> Path:
    """Return where a fetched engine is kept."""
    return env.cache_dir / f"pdfium-{VERSION}" / WASM_FILE


def _places() -> list[Path]:
    named = os.environ.get(WASM_VARIABLE)
    if named:
        return [Path(named)]
    # In a checkout, py/tabside/pdf/ lies three folders below the one that has node_modules.
    checkout = Path(__file__).resolve().parents[3] / "node_modules" / PACKAGE / "dist" / WASM_FILE
    return [checkout, cached_wasm()]
