"""Presidio's anonymizer over HTTP: its operators, its result format, and the decryption of `encrypt`.

API: https://microsoft.github.io/presidio/api-docs/api-docs.html, version 2.2.366.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DecryptError, InputError

__all__ = ["Span", "anonymized", "deanonymized"]

_BLOCK = 16
_KEY_SIZES = (16, 24, 32)
_HASHES = ("sha256", "sha512")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text and its entity."""

    entity_type: str
    start: int
    end: int
    score: float = 1.0


def anonymized(text: str, spans: Sequence[Span], operators: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Replace spans by operators; `DEFAULT` applies to entities without their own.

    Raises:
        InputError: a span is outside the text, or the operator or option is unknown.
    """
    return _replaced(text, _disjoint(text, spans), operators, "replace", _OPERATORS)


def deanonymized(text: str, spans: Sequence[Span], operators: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Decrypt the output of `encrypt`.

    Raises:
        DecryptError: the key does not open it. InputError: see `anonymized`.
    """
    return _replaced(text, _disjoint(text, spans), operators, "deanonymize_keep", _WAYS_BACK)


def _replaced(
    text: str,
    spans: Sequence[Span],
    operators: Mapping[str, Mapping[str, Any]],
    default: str,
    known: Mapping[str, Callable[[Span, str, Mapping[str, Any]], str]],
) -> dict[str, Any]:
    pieces: list[str] = []
    items: list[dict[str, Any]] = []
    position = length = 0
    for span in spans:
        options = operators.get(span.entity_type) or operators.get("DEFAULT") or {"type": default}
        name = options.get("type", default)
        if name not in known:
            raise InputError(f"No such operator. There are: {', '.join(known)}.")
        written = known[name](span, text[span.start : span.end], options)
        length += span.start - position
        pieces += (text[position : span.start], written)
        item = {"start": length, "end": length + len(written), "entity_type": span.entity_type}
        items.append({**item, "text": written, "operator": name})
        length += len(written)
        position = span.end
    return {"text": "".join((*pieces, text[position:])), "items": items[::-1]}


def _disjoint(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join overlapping spans under the entity with the higher score: nothing of either may remain."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not 0 <= span.start < span.end <= len(text):
            raise InputError("A result does not lie in the text.", start=span.start, end=span.end)
        last = joined[-1] if joined else None
        if last is None or span.start >= last.end:
            joined.append(span)
            continue
        surer = max(last, span, key=lambda one: (one.score, one.end - one.start))
        joined[-1] = Span(surer.entity_type, last.start, max(last.end, span.end), surer.score)
    return joined


def _replace(span: Span, value: str, options: Mapping[str, Any]) -> str:
    new_value = options.get("new_value")
    return new_value if isinstance(new_value, str) and new_value else f"<{span.entity_type}>"


def _mask(span: Span, value: str, options: Mapping[str, Any]) -> str:
    char, count = options.get("masking_char", "*"), options.get("chars_to_mask", len(value))
    if not isinstance(char, str) or len(char) != 1 or not isinstance(count, int):
        raise InputError("mask takes masking_char, one character, and chars_to_mask, a number.")
    count = max(0, min(count, len(value)))
    return value[: len(value) - count] + char * count if options.get("from_end") else char * count + value[count:]


def _hash(span: Span, value: str, options: Mapping[str, Any]) -> str:
    name = options.get("hash_type", "sha256")
    if name not in _HASHES:
        raise InputError(f"hash_type is one of {', '.join(_HASHES)}.")
    salt = options.get("salt")
    if salt is not None and (not isinstance(salt, str) or len(salt.encode()) < _BLOCK):
        raise InputError("salt has to have 128 bits at least.")
    # Without a salt from the caller, hashes cannot be tested against guessed values.
    salted = os.urandom(2 * _BLOCK) if salt is None else salt.encode()
    return hashlib.new(name, value.encode("utf-8", "surrogatepass") + salted).hexdigest()


def _encrypt(span: Span, value: str, options: Mapping[str, Any]) -> str:
    from cryptography.hazmat.primitives import padding

    padder = padding.PKCS7(_BLOCK * 8).padder()
    padded = padder.update(value.encode("utf-8", "surrogatepass")) + padder.finalize()
    iv = os.urandom(_BLOCK)
    encryptor = _cipher(options, iv).encryptor()
    return base64.urlsafe_b64encode(iv + encryptor.update(padded) + encryptor.finalize()).decode("ascii")


def _decrypt(span: Span, value: str, options: Mapping[str, Any]) -> str:
    from cryptography.hazmat.primitives import padding

    try:
        data = base64.urlsafe_b64decode(value)
        decryptor = _cipher(options, data[:_BLOCK]).decryptor()
        unpadder = padding.PKCS7(_BLOCK * 8).unpadder()
        padded = decryptor.update(data[_BLOCK:]) + decryptor.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode("utf-8", "surrogatepass")
    except ValueError:
        raise DecryptError("The key does not open what was encrypted, or that was altered.") from None


def _cipher(options: Mapping[str, Any], iv: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = options.get("key")
    encoded = key.encode() if isinstance(key, str) else b""
    if len(encoded) not in _KEY_SIZES:
        raise InputError("key has to have 128, 192 or 256 bits.")
    return Cipher(algorithms.AES(encoded), modes.CBC(iv))


_OPERATORS: Mapping[str, Callable[[Span, str, Mapping[str, Any]], str]] = {
    "replace": _replace,
    "redact": lambda span, value, options: "",
    "mask": _mask,
    "hash": _hash,
    "encrypt": _encrypt,
    "keep": lambda span, value, options: value,
}
_WAYS_BACK: Mapping[str, Callable[[Span, str, Mapping[str, Any]], str]] = {
    "decrypt": _decrypt,
    "deanonymize_keep": lambda span, value, options: value,
}
