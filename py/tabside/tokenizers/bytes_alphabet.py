"""GPT-2's byte alphabet: one printable character per byte, so that BPE never meets an unknown byte."""

from __future__ import annotations

from functools import cache

from .normalized import NormalizedString
from .unicode.utf8 import utf8

__all__ = ["bytes_of", "to_alphabet"]


def _alphabet() -> list[str]:
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]


@cache
def _ascii_table() -> dict[int, str]:
    return {byte: character for byte, character in enumerate(_alphabet()[:128]) if ord(character) != byte}


@cache
def _all() -> tuple[list[str], dict[str, int]]:
    alphabet = _alphabet()
    return alphabet, {character: byte for byte, character in enumerate(alphabet)}


@cache
def _mapped(character: str) -> str:
    alphabet = _all()[0]
    return "".join([alphabet[byte] for byte in utf8(character)])


def to_alphabet(normalized: NormalizedString) -> None:
    """Replace the text by its UTF-8 bytes' characters, in place. Each is aligned with the code point of its byte."""
    text = normalized.text
    if text.isascii():
        normalized.map(text.translate(_ascii_table()))
        return
    mapped = [_mapped(character) for character in text]
    normalized.gather("".join(mapped), [index for index, part in enumerate(mapped) for _ in part])


def bytes_of(token: str) -> bytes:
    """Return the bytes that a token's characters stand for, or the token's own UTF-8 if it is not in the alphabet."""
    known = _all()[1]
    try:
        return bytes([known[character] for character in token])
    except KeyError:
        return utf8(token)
