"""The port to whatever encrypts where Python runs: WebCrypto in the tab, the package cryptography on CPython."""

from __future__ import annotations

import hashlib
import sys
from typing import Any, Protocol

from ..errors import RuntimeUnavailableError

__all__ = ["Cipher", "default_cipher"]


class Cipher(Protocol):
    """PBKDF2-HMAC-SHA-256 and AES-256-GCM. A key is whatever `derive` returns."""

    async def derive(self, secret: bytes, salt: bytes, iterations: int) -> Any:
        """Return the key of a secret."""
        ...

    async def encrypt(self, key: Any, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
        """Return the ciphertext with its tag of 16 bytes behind it."""
        ...

    async def decrypt(self, key: Any, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
        """Return the plain bytes, None where the tag does not hold."""
        ...


def default_cipher() -> Cipher:
    """Return the cipher of the platform."""
    if sys.platform == "emscripten":
        from ..tab.host import WebCipher

        return WebCipher()
    return NativeCipher()


class NativeCipher:
    """The package cryptography. None of its calls waits for anything."""

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
