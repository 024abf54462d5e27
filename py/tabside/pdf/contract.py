"""The pinned engine: which file, and how it is verified."""

from __future__ import annotations

import hashlib
from importlib import resources

from ..errors import IntegrityError

__all__ = ["PACKAGE", "SHA256", "SIZE", "VERSION", "WASM_FILE", "glyph_reader", "verify_wasm"]

PACKAGE = "@embedpdf/pdfium"
VERSION = "2.15.1"
WASM_FILE = "pdfium.wasm"
SIZE = 4_646_932
SHA256 = "5e4cd023c3dad4a895b3571ca573d3fc51bac6de48360d95283134385b954eaa"


def glyph_reader() -> bytes:
    """Return the module that reads all characters of a page in one call, assembled from glyph_reader.wat."""
    return resources.files(__package__).joinpath("glyph_reader.wasm").read_bytes()


def verify_wasm(data: bytes) -> None:
    """Compare the engine's length and SHA-256 with the pinned ones.

    Raises:
        IntegrityError: they differ.
    """
    if len(data) != SIZE or hashlib.sha256(data).hexdigest() != SHA256:
        raise IntegrityError("The PDF engine's file is not the pinned one.", file=WASM_FILE)
