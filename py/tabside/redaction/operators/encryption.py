"""The encrypt operator, decryption, and mappings encrypted with a passphrase.

One format for all, the same in a tab (WebCrypto) and on CPython (the package cryptography):

    {ENTITY:enc1:PAYLOAD}      PAYLOAD is base64url (RFC 4648) without padding of
    iterations (4 bytes, big end first) | salt (16) | nonce (12) | AES-256-GCM ciphertext and tag

The key is PBKDF2-HMAC-SHA-256 (RFC 8018) of the passphrase (NFC, UTF-8), with the number of iterations that OWASP's
Password Storage Cheat Sheet names. The associated data of the cipher is `ENTITY:enc1`, so that no value can be passed
off as one of another entity. An exported mapping is the same with the entity `MAPPING`.
"""

from __future__ import annotations

import base64
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ...errors import DecryptError, InputError
from ...platform import default_cipher
from ...refusing import refusing
from .operators import PreparedOperator
from .placeholders import PlaceholderMap

__all__ = [
    "ENCRYPTED",
    "ITERATIONS",
    "Encrypt",
    "MappingSeal",
    "TextDecryption",
    "decrypt_text",
    "encrypted_spans",
    "export_mapping",
    "import_mapping",
]

ENCRYPTED = re.compile(r"\{([A-Z][A-Z0-9_]{0,63}):enc1:([A-Za-z0-9_-]{64,})\}")
_LIKE_TEXT = re.compile(r"(?:[0-9][_-]*){8}|[a-z]{14}|[A-Z]{14}|(?:[_-][A-Za-z]?[a-z]{3,}){3}")
ITERATIONS = 600_000
# Limits on what a token may demand of the decrypting side.
_ITERATIONS_ALLOWED = range(1_000, 5_000_001)
_KEYS_ALLOWED = 64
# Some seconds on one core: a text of strangers can name any number of keys.
_MOST_ITERATIONS = 15_000_000
_SALT, _NONCE = 16, 12
_MAPPING = "MAPPING"


@dataclass(frozen=True, slots=True)
class Encrypt:
    """Replace the value by its ciphertext: the passphrase alone restores it, without a mapping.

    Within a document the same value gives the same ciphertext; between documents it never does.
    """

    name: ClassVar[str] = "encrypt"
    restorable: ClassVar[bool] = False

    passphrase: str = field(default="", repr=False)
    iterations: int = ITERATIONS

    def __post_init__(self) -> None:
        if not self.passphrase:
            raise InputError('The encrypt operator needs a passphrase: {"operator": "encrypt", "passphrase": …}.')
        if self.iterations not in _ITERATIONS_ALLOWED:
            raise InputError("The encrypt operator's iterations must be from 1,000 to 5,000,000.")

    def replace(self, entity: str, value: str, placeholder: Any) -> str:
        raise InputError("The encrypt operator works on a whole document: use anonymize or redact.")

    async def prepare(self, text: str, values: Iterable[tuple[str, str]]) -> PreparedOperator:
        """Encrypt each value once, with one key derived for this document.

        Raises:
            RuntimeUnavailableError: neither WebCrypto nor the package cryptography is available.
        """
        unique = list(dict.fromkeys(values))
        table: dict[tuple[str, str], str] = {}
        if unique:
            sealer = await _Sealer.with_new_salt(self.passphrase, self.iterations)
            for entity, value in unique:
                table[entity, value] = await sealer.seal(entity, value.encode("utf-8", "surrogatepass"))
        return PreparedOperator(self.name, False, False, table)


async def decrypt_text(text: str, passphrase: str, *, partial: bool = False) -> str:
    """Decrypt the output of the encrypt operator in a text, even if the text around it was edited.

    With `partial`, tokens that this passphrase does not open stay as they are.

    Raises:
        DecryptError: the passphrase is wrong, or encrypted data was altered.
    """
    return await TextDecryption(passphrase, partial=partial).decrypt(text)


class TextDecryption:
    """Decrypts related texts, and derives each key once for all of them."""

    def __init__(self, passphrase: str, *, partial: bool = False) -> None:
        self._passphrase, self._partial = passphrase, partial
        self._keys: dict[tuple[bytes, int], Any] = {}

    async def decrypt(self, text: str) -> str:
        """Do what `decrypt_text` does."""
        pieces: list[str] = []
        position = 0
        for match in ENCRYPTED.finditer(text):
            plain = await _open(match, self._passphrase, self._keys)
            if plain is None and not self._partial:
                raise DecryptError("The passphrase is wrong, or what it encrypted was altered.")
            if plain is not None:
                with refusing(lambda: DecryptError("What was encrypted here is no text.")):
                    pieces += (text[position : match.start()], plain.decode("utf-8", "surrogatepass"))
                position = match.end()
        return "".join((*pieces, text[position:]))


def encrypted_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the encrypt operator's output, as far as they are recognizable without the passphrase."""
    for match in ENCRYPTED.finditer(text):
        payload = _payload(match)
        if payload is None or int.from_bytes(payload[:4], "big") not in _ITERATIONS_ALLOWED:
            continue
        # Random bytes hardly ever read as a number or a word. What does, was written by somebody.
        if _LIKE_TEXT.search(match[2]) is None:
            yield match.span()


class MappingSeal:
    """Encrypts a mapping again and again as it grows, and derives the key once. Make one with `create`."""

    def __init__(self, sealer: _Sealer) -> None:
        self._sealer = sealer

    @classmethod
    async def create(cls, passphrase: str, *, iterations: int = ITERATIONS) -> MappingSeal:
        """Derive the key.

        Raises:
            InputError: there is no passphrase.
        """
        checked = Encrypt(passphrase, iterations)
        return cls(await _Sealer.with_new_salt(checked.passphrase, checked.iterations))

    async def seal(self, mapping: PlaceholderMap) -> str:
        """Return a mapping as text that only the passphrase opens."""
        plain = json.dumps(mapping.to_dict(), separators=(",", ":")).encode("ascii")
        return await self._sealer.seal(_MAPPING, plain)


async def export_mapping(mapping: PlaceholderMap, passphrase: str, *, iterations: int = ITERATIONS) -> str:
    """Return a mapping as text encrypted with the passphrase.

    Raises:
        InputError: there is no passphrase.
    """
    return await (await MappingSeal.create(passphrase, iterations=iterations)).seal(mapping)


async def import_mapping(text: str, passphrase: str) -> PlaceholderMap:
    """Read the output of `export_mapping`.

    Raises:
        DecryptError: the passphrase is wrong, or the export was altered.
        InputError: this is not an exported mapping.
    """
    match = ENCRYPTED.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or match[1] != _MAPPING:
        raise InputError("This is not an exported mapping.")
    plain = await _open(match, passphrase, {})
    if plain is None:
        raise DecryptError("The passphrase is wrong, or the mapping was altered.")
    with refusing(lambda: InputError("This is not an exported mapping.")):
        return PlaceholderMap.from_dict(json.loads(plain))


@dataclass(frozen=True, slots=True)
class _Sealer:
    """A key and its parameters, which are stored in each token."""

    key: Any = field(repr=False)
    head: bytes

    @classmethod
    async def with_new_salt(cls, passphrase: str, iterations: int) -> _Sealer:
        salt = os.urandom(_SALT)
        key = await default_cipher().derive(_secret(passphrase), salt, iterations)
        return cls(key, iterations.to_bytes(4, "big") + salt)

    async def seal(self, entity: str, plain: bytes) -> str:
        nonce = os.urandom(_NONCE)
        sealed = await default_cipher().encrypt(self.key, nonce, plain, _associated(entity))
        payload = base64.urlsafe_b64encode(self.head + nonce + sealed).rstrip(b"=").decode("ascii")
        return f"{{{entity}:enc1:{payload}}}"


async def _open(match: re.Match[str], passphrase: str, keys: dict[tuple[bytes, int], Any]) -> bytes | None:
    """Decrypt one token, or return None if the passphrase does not open it. `keys` caches derived keys."""
    payload = _payload(match)
    if payload is None:
        return None
    iterations = int.from_bytes(payload[:4], "big")
    salt, nonce = payload[4 : 4 + _SALT], payload[4 + _SALT : 4 + _SALT + _NONCE]
    if iterations not in _ITERATIONS_ALLOWED:
        return None
    cipher = default_cipher()
    if (salt, iterations) not in keys:
        if len(keys) >= _KEYS_ALLOWED or iterations + sum(spent for _, spent in keys) > _MOST_ITERATIONS:
            raise DecryptError("This text was encrypted under too many keys; decrypt it in parts.")
        keys[salt, iterations] = await cipher.derive(_secret(passphrase), salt, iterations)
    sealed = payload[4 + _SALT + _NONCE :]
    return await cipher.decrypt(keys[salt, iterations], nonce, sealed, _associated(match[1]))


def _payload(match: re.Match[str]) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(match[2] + "=" * (-len(match[2]) % 4))
    except ValueError:
        return None


def _secret(passphrase: str) -> bytes:
    if not isinstance(passphrase, str) or not passphrase:
        raise InputError("A passphrase is needed.")
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _associated(entity: str) -> bytes:
    return f"{entity}:enc1".encode("ascii")
