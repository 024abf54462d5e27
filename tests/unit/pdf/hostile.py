"""Hostile PDFs, made from good ones by a seed: flipped bytes, cut files, swapped objects, absurd numbers, loops."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

__all__ = ["hostile"]

_NUMBER = re.compile(rb"(?<![\w.])\d{1,10}(?![\w.])")
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"3",
    b"65536",
    b"2147483647",
    b"-2147483648",
    b"4294967295",
    b"99999999999",
    b"0.0000001",
)
_WORDS = (
    b"/Kids /Parent /Contents /Resources /Length /Filter /FlateDecode /LZWDecode /ASCIIHexDecode /DCTDecode /JPXDecode "
    b"/JBIG2Decode /CCITTFaxDecode /Type /Page /Pages << >> [ ] ( ) obj endobj stream endstream BT ET q Q cm Do Tj "
    b"null /Annots /Outlines /First /Next /Prev /StructTreeRoot /K /Names /AcroForm /Fields /Encrypt /Pattern"
).split()


def hostile(seed: int, samples: Sequence[bytes]) -> bytes:
    """Return a damaged file; the same seed gives the same one."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(samples))
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        chance.choice(_DAMAGE)(data, chance, samples)
    return bytes(data)


def _flip(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    for _ in range(chance.choice((1, 8, 64))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice((1, 30, 1_000, len(data)))]


def _repeat(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((4, 100, 1_000))]
    data[start:start] = piece * chance.choice((1, 10, 200))


def _number(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    found = list(_NUMBER.finditer(bytes(data)))
    if found:
        match = chance.choice(found)
        data[match.start() : match.end()] = chance.choice(_NUMBERS)


def _reference(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    found = list(re.finditer(rb"\d+ 0 R", bytes(data)))
    if found:
        match = chance.choice(found)
        data[match.start() : match.end()] = b"%d 0 R" % chance.randrange(1, 12)


def _word(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = chance.randrange(len(data) + 1)
    data[at : at + chance.choice((0, 4))] = b" " + chance.choice(_WORDS) + b" "


def _splice(data: bytearray, chance: random.Random, samples: Sequence[bytes]) -> None:
    other = chance.choice(samples)
    start, at = chance.randrange(len(other)), chance.randrange(len(data) + 1)
    data[at:at] = other[start : start + chance.choice((50, 500, 5_000))]


_DAMAGE: Sequence[Callable[[bytearray, random.Random, Sequence[bytes]], None]] = (
    _flip, _cut, _repeat, _number, _number, _number, _reference, _reference, _word, _word, _splice,
)  # fmt: skip
