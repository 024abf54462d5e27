"""Pseudonyms that are consistent over a whole corpus and any number of machines, by a secret key and no shared state.

| form | content | restorable |
|---|---|---|
| `[ENTITY:h1:…16 letters…]` | 80 bits of HMAC-SHA-256 (RFC 2104) over the entity and the value | no |
| `[ENTITY:s1:…base64url…]` | the value, encrypted with AES-SIV (RFC 5297) | with the key |

Both are deterministic. This makes them consistent, and also reveals which rows share a value. Without the key nobody
can test a guess. `h1` ignores differences in case, white space and what `folding` folds, and for phone, account, card
and document numbers also separators. `s1` keeps the exact spelling, so only identical values are the same. The entity
is part of both, so a string that is a city here and a surname there has two pseudonyms. `s1` pads values to 16 bytes,
which hides most of their length.

80 bits: among 100 million different values the odds of one shared pseudonym are 1 in 240 million.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import InputError, RuntimeUnavailableError
from ..redaction.operators.operators import Operator
from ..redaction.view.folding import fold
from ..types import Finding
from .errors import KeyMissingError

__all__ = ["PSEUDONYM", "Pseudonyms", "Secret", "apply", "new_secret"]

PSEUDONYM = re.compile(r"\[([A-Z][A-Z0-9_]{0,63}):(?:h1:[a-z2-7]{16}|s1:([A-Za-z0-9_-]{43,}))\]")
LEAST_CHARS = 32
# With or without groups, dots or dashes it is the same number. Not so a date: 1.12. is not 11.2.
_NUMBERS = frozenset(
    ("BANK_ACCOUNT", "CREDIT_CARD", "DRIVERS_LICENSE", "GOVERNMENT_ID", "HEALTH_ID", "IBAN", "MAC_ADDRESS", "PASSPORT",
     "PHONE", "ROUTING_NUMBER", "SSN", "TAX_ID")
)  # fmt: skip
_BLOCK = 16


@dataclass(frozen=True, slots=True)
class Secret:
    """The user's key. It is never printed."""

    value: bytes = field(repr=False)

    @classmethod
    def from_text(cls, text: str) -> Secret:
        """Read a secret from the content of a file or a variable; surrounding white space is ignored.

        Raises:
            KeyMissingError: it is shorter than 32 characters and could be guessed.
        """
        value = text.strip().encode()
        if len(value) < LEAST_CHARS:
            raise KeyMissingError(
                f"A key needs at least {LEAST_CHARS} characters that nobody can guess: tabside batch new-key FILE."
            )
        return cls(value)

    @classmethod
    def from_file(cls, path: str | Path) -> Secret:
        """Read a secret from a file. Raises KeyMissingError."""
        try:
            return cls.from_text(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            # Not chained: a UnicodeDecodeError holds what it could not read.
            raise KeyMissingError(
                "The key file cannot be read as text. Make one with: tabside batch new-key FILE."
            ) from None

    def derive(self, purpose: str, algorithm: str = "sha256") -> bytes:
        """Derive a key for one purpose. No two purposes share key material (NIST SP 800-108, one block)."""
        return hmac.new(self.value, f"tabside pseudonyms, {purpose}".encode(), algorithm).digest()

    def fingerprint(self) -> str:
        """Return a fingerprint that distinguishes this secret from others and reveals nothing about it."""
        return self.derive("fingerprint").hex()[:16]


def new_secret() -> str:
    """Return a new secret of 256 random bits, for writing to a file."""
    import secrets

    return secrets.token_hex(32)


class Pseudonyms:
    """Generates pseudonyms with one secret; with `reversible`, `reveal` restores the values.

    >>> Pseudonyms(Secret(b"k" * 32)).make("CITY", "Oslo") == Pseudonyms(Secret(b"k" * 32)).make("CITY", " OSLO")
    True
    """

    def __init__(self, secret: Secret, *, reversible: bool = False) -> None:
        self.reversible = reversible
        self._hash_key = secret.derive("h1")
        # RFC 5297 halves its key: 64 bytes are AES-256.
        self._cipher_key = secret.derive("s1", "sha512")
        self._cipher: Any = None
        if reversible:
            self._cipher = _aes_siv(self._cipher_key)

    def make(self, entity: str, value: str) -> str:
        """Return the pseudonym of a value, brackets included."""
        if self._cipher is None:
            message = f"{entity}\0{_same_value(entity, value)}".encode("utf-8", "surrogatepass")
            digest = hmac.digest(self._hash_key, message, hashlib.sha256)
            return f"[{entity}:h1:{base64.b32encode(digest[:10]).decode().lower()}]"
        sealed = self._cipher.encrypt(_padded(value.encode("utf-8", "surrogatepass")), [b"s1", entity.encode()])
        return f"[{entity}:s1:{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}]"

    def reveal(self, text: str) -> tuple[str, int, int]:
        """Restore the values in a text. Return it with the numbers of restored and unrestored pseudonyms.

        Unrestored ones were made with another key, altered, or are of the irreversible kind (`h1`).
        """
        if self._cipher is None:
            self._cipher = _aes_siv(self._cipher_key)
        counts = [0, 0]

        def original(match: re.Match[str]) -> str:
            value = self._open(match[1], match[2]) if match[2] else None
            counts[value is None] += 1
            return match[0] if value is None else value

        return PSEUDONYM.sub(original, text), counts[0], counts[1]

    def _open(self, entity: str, token: str) -> str | None:
        from cryptography.exceptions import InvalidTag

        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            padded: bytes = self._cipher.decrypt(sealed, [b"s1", entity.encode()])
        except (InvalidTag, ValueError):
            return None
        return padded.rstrip(b"\0")[:-1].decode("utf-8", "surrogatepass")


def apply(
    text: str,
    findings: Sequence[Finding],
    operator: Operator,
    operators: Mapping[str, Operator],
    pseudonyms: Pseudonyms,
) -> tuple[str, list[Finding]]:
    """Replace sorted, disjoint findings by pseudonyms where the operator is `placeholder`.

    Returns the text and the findings with their replacements.
    """
    pieces: list[str] = []
    applied: list[Finding] = []
    position = 0
    for finding in findings:
        if not position <= finding.start < finding.end <= len(text):
            raise InputError("Findings must lie in the text, in order and apart from each other.")
        chosen = operators.get(finding.entity, operator)
        replacement = chosen.replace(finding.entity, text[finding.start : finding.end], pseudonyms.make)
        pieces += (text[position : finding.start], replacement)
        applied.append(replace(finding, replacement=replacement))
        position = finding.end
    return "".join((*pieces, text[position:])), applied


def _same_value(entity: str, value: str) -> str:
    folded = fold(value).text.casefold()
    if entity in _NUMBERS and (number := "".join(filter(str.isalnum, folded))):
        return number
    return " ".join(folded.split())


def _padded(value: bytes) -> bytes:
    """Pad to a whole number of blocks (ISO/IEC 7816-4)."""
    return value + b"\x80" + b"\0" * (-(len(value) + 1) % _BLOCK)


def _aes_siv(key: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV
    except ImportError as error:
        raise RuntimeUnavailableError(
            'Reversible pseudonyms need the package cryptography: pip install "tabside[batch]".'
        ) from error
    return AESSIV(key)
