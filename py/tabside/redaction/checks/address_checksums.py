"""Checksums of cryptocurrency addresses: base58check, bech32 and bech32m.

Implemented here, since every candidate of a list is checked. A test compares Bitcoin's with python-stdnum.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

__all__ = ["base58check", "bitcoin"]


def bitcoin(address: str) -> bool:
    """Bitcoin address: base58check, or bech32 and bech32m (BIP 173, BIP 350)."""
    if address[:3].lower() != "bc1":
        zeros = len(address) - len(address.lstrip("1"))
        number = _base58check(address, _BASE58)
        return number is not None and zeros + max(1, (number.bit_length() + 7) // 8) == _BASE58_BYTES
    lower = address.lower()
    checksum = _bech32_checksum(lower)
    if checksum == _BECH32:
        return _is_witness_program(lower[3:-6])
    is_taproot = checksum == _BECH32M and lower[3] == "p" and len(address) == _TAPROOT_LENGTH
    return is_taproot and address in (lower, address.upper())


def _is_witness_program(symbols: str) -> bool:
    """BIP 173: a version of 0 to 16 and 2 to 40 bytes (20 or 32 for version 0), followed by fewer than five zero
    bits.
    """
    version, last = _BECH32_VALUES[symbols[0]], _BECH32_VALUES[symbols[-1]]
    size, padding = divmod((len(symbols) - 1) * 5, 8)
    if padding >= 5 or last & ((1 << padding) - 1):
        return False
    return size in (20, 32) if version == 0 else version <= 16 and 2 <= size <= 40


_BECH32, _BECH32M = 1, 0x2BC830A3
_TAPROOT_LENGTH = 62
_BECH32_VALUES = {ch: value for value, ch in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@lru_cache(maxsize=1)
def _bech32_steps() -> tuple[int, ...]:
    """Return the contribution to the checksum of each value of its top five bits."""
    steps = [0] * 32
    for top in range(32):
        for bit, generator in enumerate(_BECH32_GENERATORS):
            steps[top] ^= generator if (top >> bit) & 1 else 0
    return tuple(steps)


def _bech32_checksum(address: str) -> int:
    """Return the checksum of an address in lower case that begins with `bc1`, or 0 if it is invalid."""
    values = _BECH32_VALUES
    steps = _bech32_steps()
    checksum = 1
    try:
        # The human-readable part `bc` comes first: the high bits of its letters, a zero, the low bits.
        for value in (3, 3, 0, 2, 3, *[values[ch] for ch in address[3:]]):
            checksum = (checksum & 0x1FFFFFF) << 5 ^ value ^ steps[checksum >> 25]
    except KeyError:
        return 0
    return checksum


_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_NO_DIGIT = 255
_BASE58_LONGEST = 35  # a number of 200 bits needs no more
_BASE58_BYTES = 25
_FIVE_DIGITS = 58**5


def base58check(address: str) -> bool:
    """Base58 with a double SHA-256 checksum of four bytes, in Bitcoin's alphabet or Ripple's."""
    return _base58check(address, _BASE58) is not None or _base58check(address, _BASE58_RIPPLE) is not None


def _base58check(address: str, alphabet: str) -> int | None:
    """Return the number that an address encodes, or None if its checksum fails."""
    values, sha256 = _base58_tables(alphabet)
    digits = address.encode("ascii", "replace").translate(values).lstrip(b"\x00")
    if _NO_DIGIT in digits or len(digits) > _BASE58_LONGEST:
        return None
    # Five digits fit a number that the machine multiplies in one step: half of the time, and a third in the tab.
    number, rest = 0, iter(digits.rjust(_BASE58_LONGEST, b"\x00"))
    for a, b, c, d, e in zip(rest, rest, rest, rest, rest, strict=True):
        number = number * _FIVE_DIGITS + (((a * 58 + b) * 58 + c) * 58 + d) * 58 + e
    if number >= 1 << 8 * _BASE58_BYTES:
        return None
    data = number.to_bytes(_BASE58_BYTES, "big")
    return number if sha256(sha256(data[:-4]).digest()).digest()[:4] == data[-4:] else None


@lru_cache(maxsize=2)
def _base58_tables(alphabet: str) -> tuple[bytes, Callable[[bytes], Any]]:
    """Return the value of each ASCII character, and the hash function, which is imported on first use."""
    from hashlib import sha256

    values = bytearray([_NO_DIGIT]) * 256
    for value, ch in enumerate(alphabet):
        values[ord(ch)] = value
    return bytes(values), sha256
