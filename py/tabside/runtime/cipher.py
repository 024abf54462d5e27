"""The port to encryption, and its implementation on CPython with the package cryptography."""

from __future__ import annotations

import hashlib
from typing import Any, Protocol

from ..errors import RuntimeUnavailableError

__all__ = ["Cipher", "NativeCipher"]


class Cipher(Protocol):
    """PBKDF2-HMAC-SHA-256 and AES-256-GCM. A key is the value that `derive` returns."""

    async def derive(self, secret: bytes, salt: bytes, iterations: int) -> Any:
        """Derive the key from a secret."""
        ...

    async def encrypt(self, key: Any, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
        """Return the ciphertext followed by its 16-byte tag."""
        ...

    async def decrypt(self, key: Any, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
        """Return the plain bytes, or None if the tag is wrong."""
        ...


class NativeCipher:
    """The package cryptography. None of its calls waits for I/O."""

    async def derive(self, secret: bytes, salt: bytes, iterations: int) -> Any:
        try:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        except ImportError:
            raise RuntimeUnavailableError(
                'Encryption needs the package cryptography: pip install "tabside[encrypt]".'
            ) from None
        return AESGCM(hashlib.pbkdf2_hmac("sha256", secret, salt, iterations, 32))

    async def encrypt(self, key: Any, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
        sealed: bytes = key.encrypt(nonce, plain, associated)
        return sealed

    async def decrypt(self, key: Any, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        try:
            plain: bytes = key.decrypt(nonce, sealed, associated)
        except InvalidTag:
            return None
        return plain
