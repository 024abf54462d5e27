"""Encryption in the tab, by WebCrypto."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyodide.ffi import JsException, to_js

from .. import errors
from .host import settle

__all__ = ["WebCipher"]


class WebCipher:
    """Implement `runtime.cipher.Cipher` with WebCrypto. The key never leaves the browser's own memory."""

    async def derive(self, secret: bytes, salt: bytes, iterations: int) -> Any:
        subtle = _subtle()
        base = await settle(subtle.importKey("raw", _bytes(secret), "PBKDF2", False, to_js(["deriveKey"])))
        how = {"name": "PBKDF2", "hash": "SHA-256", "salt": _bytes(salt), "iterations": iterations}
        made = _record({"name": "AES-GCM", "length": 256})
        return await settle(subtle.deriveKey(_record(how), base, made, False, to_js(["encrypt", "decrypt"])))

    async def encrypt(self, key: Any, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
        how = _record({"name": "AES-GCM", "iv": _bytes(nonce), "additionalData": _bytes(associated)})
        sealed: bytes = (await settle(_subtle().encrypt(how, key, _bytes(plain)))).to_bytes()
        return sealed

    async def decrypt(self, key: Any, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
        how = _record({"name": "AES-GCM", "iv": _bytes(nonce), "additionalData": _bytes(associated)})
        try:
            plain: bytes = (await _subtle().decrypt(how, key, _bytes(sealed))).to_bytes()
        except JsException:
            return None  # WebCrypto gives no reason for the failure.
        return plain


def _subtle() -> Any:
    import js

    subtle = getattr(js.crypto, "subtle", None)
    if subtle is None:
        raise errors.RuntimeUnavailableError("Encryption needs a secure page: https, or localhost.")
    return subtle


def _record(fields: Mapping[str, Any]) -> Any:
    import js

    return to_js(dict(fields), dict_converter=js.Object.fromEntries)


def _bytes(data: bytes) -> Any:
    return to_js(data)
