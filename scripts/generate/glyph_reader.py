"""Assemble py/tabside/pdf/glyph_reader.wat into the .wasm beside it: python3 -m scripts.generate.glyph_reader.

Needs the package wasmtime.
"""

from __future__ import annotations

from pathlib import Path

import wasmtime

FOLDER = Path(__file__).parents[2] / "py" / "tabside" / "pdf"


def assembled() -> bytes:
    """Return the module's bytes."""
    return bytes(wasmtime.wat2wasm((FOLDER / "glyph_reader.wat").read_text("utf-8")))


if __name__ == "__main__":
    (FOLDER / "glyph_reader.wasm").write_bytes(assembled())
