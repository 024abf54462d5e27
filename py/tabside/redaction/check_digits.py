"""Check digits and checksums: the only module that imports python-stdnum, each part of it when first used.

Every function takes a candidate as written, separators and all, and says whether it holds.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = [
    "aba_routing",
    "base58check",
    "bitcoin",
    "card_lengths",
    "card_prefix",
    "credit_card",
    "holds",
    "iban",
    "luhn",
    "us_ein",
    "us_itin",
    "us_ssn",
]


@lru_cache(maxsize=256)
def _stdnum(name: str) -> Any:
    """Import a module of python-stdnum, which imports `ssl` for online look-ups. Pyodide lacks it; we never look up."""
    try:
        import ssl  # noqa: F401
    except ImportError:
        sys.modules["ssl"] = ModuleType("ssl")
    return import_module(f"stdnum.{name}")


DOUBLED = str.maketrans("0123456789", "0246813579")  # Twice a digit, its own digits added.


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 Annex B. Written out here, as long lists of figures call it for each: python-stdnum takes six
    times as long. A test holds the two to the same answers.

    >>> luhn("4111 1111 1111 1111"), luhn("4111-1111-1111-1112")
    (True, False)
    """
    digits = number if number.isdecimal() else _compact(number)
    # Sums of bytes, which are 48 more than the figures.
    total = sum(digits[::-2].encode()) + sum(digits[-2::-2].translate(DOUBLED).encode())
    return (total - 48 * len(digits)) % 10 == 0


# Length by issuer prefix, from the issuers' public ranges (ISO/IEC 7812).
_CARD_RANGES: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (4, 4, (13, 16, 19)),  # Visa
    (51, 55, (16,)), (2221, 2720, (16,)),  # Mastercard
    (34, 34, (15,)), (37, 37, (15,)),  # American Express
    (6011, 6011, (16, 19)), (644, 649, (16, 19)), (65, 65, (16, 19)),  # Discover
    (300, 305, (14, 16, 19)), (3095, 3095, (14, 16, 19)), (36, 36, (14, 16, 19)), (38, 39, (14, 16, 19)),  # Diners Club
    (3528, 3589, (16, 19)), (2131, 2131, (15,)), (1800, 1800, (15,)),  # JCB
    (62, 62, (16, 17, 18, 19)), (81, 82, (16,)),  # UnionPay, RuPay
    (50, 50, (12, 13, 14, 15, 16, 17, 18, 19)), (56, 69, (12, 13, 14, 15, 16, 17, 18, 19)),  # Maestro
    (2200, 2204, (16, 17, 18, 19)),  # Mir
    (1, 1, (15,)),  # UATP
)  # fmt: skip


def credit_card(number: str) -> bool:
    """Say whether Luhn's check digit holds and an issuer has numbers of this prefix and length.

    >>> credit_card("4111 1111 1111 1111"), credit_card("1700 0000 0000 0003")
    (True, False)
    """
    digits = _compact(number)
    return card_prefix(digits) and luhn(digits)


def card_prefix(digits: str) -> bool:
    """Say whether an issuer has numbers of this prefix and length."""
    return len(digits) in card_lengths(digits[:4])


@lru_cache(maxsize=1024)
def card_lengths(prefix: str) -> frozenset[int]:
    """Return which lengths the numbers that begin with these four digits have."""
    lengths = _card_lengths()
    return frozenset(length for size in (1, 2, 3, 4) for length in lengths.get(prefix[:size], ()))


@lru_cache(maxsize=1)
def _card_lengths() -> dict[str, tuple[int, ...]]:
    return {str(prefix): lengths for low, high, lengths in _CARD_RANGES for prefix in range(low, high + 1)}


def iban(number: str) -> bool:
    """ISO 13616: country, length, structure and check digits (mod 97-10)."""
    compact = _compact(number).upper()
    return bool(_stdnum("iban").is_valid(compact, check_country=False))


def aba_routing(number: str) -> bool:
    """ABA routing transit number: the check digit, and a first pair that the ABA gives out."""
    digits = _compact(number)
    pair = int(digits[:2]) if digits[:2].isdecimal() else 99
    given_out = pair <= 12 or 21 <= pair <= 32 or 61 <= pair <= 72 or pair == 80
    return given_out and bool(_stdnum("us.rtn").is_valid(digits))


def us_ssn(number: str) -> bool:
    """US social security number: no area 000, 666 or 9xx, no group 00, no serial 0000; known dummies apart."""
    return bool(_stdnum("us.ssn").is_valid(_compact(number)))


def us_itin(number: str) -> bool:
    """US individual taxpayer identification number: 9xx, with a middle pair that the IRS gives out."""
    return bool(_stdnum("us.itin").is_valid(_compact(number)))


def us_ein(number: str) -> bool:
    """US employer identification number, with a prefix that the IRS gives out."""
    return bool(_stdnum("us.ein").is_valid(_compact(number)))


def holds(check: str, written: str, compact: str) -> bool:
    """Ask a check by name: a module of python-stdnum (`es.nif`), or a function of `national_checks`; "" never holds.

    python-stdnum gets the number as written first, as in some the separator says something (a century), and then
    without separators. The functions get it without.

    >>> holds("es.nif", "54362315-K", "54362315K"), holds("us_npi", "", "1234567893"), holds("", "1", "1")
    (True, True, False)
    """
    if "." in check:
        module = _stdnum(check)
        return bool(module.is_valid(written)) or (written != compact and bool(module.is_valid(compact)))
    return bool(check) and bool(_national(check)(compact))


@lru_cache(maxsize=64)
def _national(name: str) -> Any:
    return getattr(import_module(".national_checks", __package__), name)


def bitcoin(address: str) -> bool:
    """Bitcoin address: base58check, or bech32 and bech32m (BIP 173, BIP 350)."""
    module = _stdnum("bitcoin")
    if bool(module.is_valid(address)):
        return True
    return address[:4].lower() in ("bc1p", "tb1p") and _bech32m(address)


def _bech32m(address: str) -> bool:
    """BIP 350, for taproot addresses, which python-stdnum does not know."""
    if address not in (address.lower(), address.upper()):
        return False
    prefix, _, data = address.lower().rpartition("1")
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    if len(data) != 59 or any(ch not in alphabet for ch in data):
        return False
    checksum = 1
    values = (
        [ord(ch) >> 5 for ch in prefix] + [0] + [ord(ch) & 31 for ch in prefix] + [alphabet.index(ch) for ch in data]
    )
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= generator if (top >> bit) & 1 else 0
    return checksum == 0x2BC830A3


_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"


def base58check(address: str) -> bool:
    """Base58 with a double SHA-256 checksum of four bytes, in Bitcoin's alphabet or Ripple's."""
    return _base58check(address, _BASE58) or _base58check(address, _BASE58_RIPPLE)


def _base58check(address: str, alphabet: str) -> bool:
    from hashlib import sha256

    number = 0
    for ch in address:
        digit = alphabet.find(ch)
        if digit < 0:
            return False
        number = number * 58 + digit
    if number >= 1 << 200:
        return False
    data = number.to_bytes(25, "big")
    return sha256(sha256(data[:-4]).digest()).digest()[:4] == data[-4:]


def _compact(number: str) -> str:
    return "".join(ch for ch in number if ch.isalnum())
