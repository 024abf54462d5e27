"""Check digits and checksums: the only module that imports python-stdnum, each part of it when first used.

Every function takes a candidate as written, separators and all, and says whether it holds.
"""

from __future__ import annotations

import re
import string
import sys
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = [
    "aba_routing",
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
    _quicken(import_module("stdnum.util"))
    return import_module(f"stdnum.{name}")


@lru_cache(maxsize=1)
def _quicken(util: Any) -> None:
    """Let python-stdnum pass over numbers that need no cleaning, as ours mostly are.

    Its `clean` goes through each character three times, which is two thirds of what a check takes, and each check calls
    it, some several times. Modules take it by name, so that it has to be replaced before they are imported.
    """
    clean = util.clean

    def quick_clean(number: str, deletechars: str = "") -> str:
        # No character of ASCII stands for another. One module deletes a letter.
        if number.__class__ is str and number.isalnum() and number.isascii() and _PUNCTUATION.issuperset(deletechars):
            return number
        return str(clean(number, deletechars))

    util.clean = quick_clean


_PUNCTUATION = frozenset(string.punctuation + " ")


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


@lru_cache(maxsize=10_000)
def card_lengths(prefix: str) -> frozenset[int]:
    """Return which lengths the numbers that begin with these four digits have."""
    lengths = _card_lengths()
    return frozenset(length for size in (1, 2, 3, 4) for length in lengths.get(prefix[:size], ()))


@lru_cache(maxsize=1)
def _card_lengths() -> dict[str, tuple[int, ...]]:
    return {str(prefix): lengths for low, high, lengths in _CARD_RANGES for prefix in range(low, high + 1)}


def iban(number: str) -> bool:
    """ISO 13616: country, length, structure and check digits (mod 97-10).

    >>> iban("GB82 WEST 1234 5698 7654 32"), iban("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    compact = _compact(number).upper()
    if not (compact.isascii() and len(compact) > _IBAN_HEAD):
        return False
    # The check digits first: nearly all that is no IBAN fails them.
    rest = compact[_IBAN_HEAD:]
    if int((rest + compact[:_IBAN_HEAD]).translate(_LETTER_NUMBERS)) % 97 != 1:
        return False
    return compact[2:_IBAN_HEAD].isdecimal() and _has_iban_structure(compact[:2], rest.translate(_LETTER_OR_FIGURE))


_IBAN_HEAD = 4
# ISO 7064: a letter counts as two figures, A as 10.
_LETTER_NUMBERS = {ord("A") + place: str(10 + place) for place in range(26)}
_LETTER_OR_FIGURE = str.maketrans("123456789BCDEFGHIJKLMNOPQRSTUVWXYZ", "0" * 9 + "A" * 25)


@lru_cache(maxsize=512)
def _has_iban_structure(country: str, shape: str) -> bool:
    """Ask python-stdnum about an account number of this shape: 0 stands for any figure, A for any letter."""
    module = _stdnum("iban")
    checked = f"{country}{module.calc_check_digits(f'{country}00{shape}')}{shape}"
    return bool(module.is_valid(checked, check_country=False))


# What follows is written out, as a list of candidates asks for each: python-stdnum takes ten times as long. Tests hold
# the two to the same answers.


def aba_routing(number: str) -> bool:
    """ABA routing transit number: the check digit, and a first pair that the ABA gives out.

    >>> aba_routing("0210-0002-1"), aba_routing("0210-0002-2")
    (True, False)
    """
    digits = _compact(number)
    if len(digits) != _ROUTING_LENGTH or not digits.isdecimal():
        return False
    pair = int(digits[:2])
    if not (pair <= 12 or 21 <= pair <= 32 or 61 <= pair <= 72 or pair == 80):
        return False
    # Sums of bytes, which are 48 more than the figures.
    values = digits.encode()
    return (3 * sum(values[::3]) + 7 * sum(values[1::3]) + sum(values[2::3]) - 48 * 33) % 10 == 0


_ROUTING_LENGTH = 9
_SSN = re.compile(r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}\Z")
# Printed on cards that were sold with wallets, or in advertisements.
_SSN_SPECIMENS = frozenset(("078051120", "457555462", "219099999"))
_ITIN = re.compile(r"9[0-9]{2}(?:7[0-9]|8[0-8]|9[0-24-9])[0-9]{4}\Z")
_EIN = re.compile(r"[0-9]{9}\Z")


def us_ssn(number: str) -> bool:
    """US social security number: no area 000, 666 or 9xx, no group 00, no serial 0000; known dummies apart."""
    digits = _compact(number)
    return _SSN.match(digits) is not None and digits not in _SSN_SPECIMENS


def us_itin(number: str) -> bool:
    """US individual taxpayer identification number: 9xx, with a middle pair that the IRS gives out."""
    return _ITIN.match(_compact(number)) is not None


def us_ein(number: str) -> bool:
    """US employer identification number, with a prefix that the IRS gives out."""
    digits = _compact(number)
    return _EIN.match(digits) is not None and _is_ein_prefix(digits[:2])


@lru_cache(maxsize=128)
def _is_ein_prefix(prefix: str) -> bool:
    return bool(_stdnum("us.ein").is_valid(f"{prefix}0000000"))


def holds(check: str, written: str, compact: str) -> bool:
    """Ask a check by name: a module of python-stdnum (`es.nif`), or a function of `national_checks`; "" never holds.

    python-stdnum gets the number without separators, and as written where these say something (a century). The
    functions get it without. A check that breaks on a number, as some of python-stdnum do, does not hold.

    >>> holds("es.nif", "54362315-K", "54362315K"), holds("us_npi", "", "1234567893"), holds("", "1", "1")
    (True, True, False)
    """
    if not check:
        return False
    try:
        if "." not in check:
            return bool(_national(check)(compact))
        module = _stdnum(check)
        return bool(module.is_valid(compact)) or (check in _READ_AS_WRITTEN and bool(module.is_valid(written)))
    except Exception:
        # `cn.ric` looks for places that its table lacks. No number may keep a text from being redacted.
        return False


_READ_AS_WRITTEN = frozenset(("at.businessid", "cz.bankaccount", "fi.hetu", "ro.onrc"))


@lru_cache(maxsize=64)
def _national(name: str) -> Any:
    return getattr(import_module(".national_checks", __package__), name)


def _compact(number: str) -> str:
    if number.isalnum():
        return number
    return number.translate(_NO_SEPARATORS) if number.isascii() else "".join(filter(str.isalnum, number))


_NO_SEPARATORS = {code: None for code in range(128) if not chr(code).isalnum()}
