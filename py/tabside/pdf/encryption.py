"""Encrypt a redacted PDF with the password of the original (AES-256, ISO 32000-2, 7.6)."""

from __future__ import annotations

import io
from importlib.util import find_spec

from ..errors import FileUnsupportedError

__all__ = ["check_can_encrypt", "encrypted"]


def check_can_encrypt(password: str) -> None:
    """Fail before any work if the result could not be encrypted.

    Raises:
        FileUnsupportedError: there is no password, or the package cryptography is not installed.
    """
    if not password:
        raise FileUnsupportedError("This PDF is encrypted without a password: its encryption cannot be kept.")
    if find_spec("cryptography") is None:
        raise FileUnsupportedError(
            'To encrypt a PDF the package cryptography is needed: pip install "tabside[encrypt]".'
        )


def encrypted(data: bytes, password: str) -> bytes:
    """Return the same document, which opens with the password alone."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    writer.metadata = None
    writer.encrypt(password, algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
