"""Check digits and checksums, including those of python-stdnum.

Every function takes a candidate as written, including separators, and returns whether it is valid.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import mul

from . import national_checks
from .check_digits import luhn, mod_97, without_separators
from .stdnum_checks import written_check
from .stdnum_modules import ask, stdnum_module
from .weighted_sums import Check

__all__ = [
    "aba_routing",
    "card_lengths",
    "card_prefix",
    "credit_card",
    "holds",
    "iban",
    "us_ein",
    "us_itin",
    "us_ssn",
]


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
    """Whether Luhn's check digit is right and an issuer uses this prefix and length.

    >>> credit_card("4111 1111 1111 1111"), credit_card("1700 0000 0000 0003")
    (True, False)
    """
    digits = without_separators(number)
    return card_prefix(digits) and luhn(digits)


def card_prefix(digits: str) -> bool:
    """Whether an issuer uses this prefix and length."""
    return len(digits) in card_lengths(digits[:4])


@lru_cache(maxsize=10_000)
def card_lengths(prefix: str) -> frozenset[int]:
    """Return the lengths of card numbers that begin with these four digits."""
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
    compact = without_separators(number).upper()
    if not (compact.isascii() and compact[2:_IBAN_HEAD].isdecimal()):
        return False
    # The structure first: most candidates that begin like an IBAN have another one.
    structure = _iban_structure(compact[:2])
    rest = compact[_IBAN_HEAD:]
    if structure is None or structure.fullmatch(rest) is None:
        return False
    return mod_97(rest + compact[:_IBAN_HEAD]) == 1


_IBAN_HEAD = 4


@lru_cache(maxsize=128)
def _iban_structure(country: str) -> re.Pattern[str] | None:
    """Return the structure after a country's check digits from python-stdnum's copy of the registry: `8!n10!c`."""
    ((_, said),) = stdnum_module("numdb").get("iban").info(country)
    if "bban" not in said:
        return None
    return re.compile(
        re.sub("([0-9]+)!([nac])", lambda part: f"{_IBAN_CHARACTERS[part[2]]}{{{part[1]}}}", said["bban"])
    )


_IBAN_CHARACTERS = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


# The following checks are implemented here because every candidate of a list is checked: python-stdnum takes ten times
# as long. Tests compare the two.


def aba_routing(number: str) -> bool:
    """ABA routing transit number: the check digit, and a first pair assigned by the ABA.

    >>> aba_routing("0210-0002-1"), aba_routing("0210-0002-2")
    (True, False)
    """
    digits = without_separators(number)
    if len(digits) != _ROUTING_LENGTH or not digits.isdecimal():
        return False
    pair = int(digits[:2])
    if not (pair <= 12 or 21 <= pair <= 32 or 61 <= pair <= 72 or pair == 80):
        return False
    # Character codes are 48 more than the digits: 33 times that in total.
    total: int = sum(map(mul, digits.encode(), _ROUTING_WEIGHTS))
    return (total - 48 * 33) % 10 == 0


_ROUTING_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7, 1)
_ROUTING_LENGTH = 9
_SSN = re.compile(r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}\Z")
# Printed on sample cards in wallets, or in advertisements.
_SSN_SPECIMENS = frozenset(("078051120", "457555462", "219099999"))
_ITIN = re.compile(r"9[0-9]{2}(?:7[0-9]|8[0-8]|9[0-24-9])[0-9]{4}\Z")
_EIN = re.compile(r"[0-9]{9}\Z")


def us_ssn(number: str) -> bool:
    """US social security number: no area 000, 666 or 9xx, no group 00, no serial 0000, and no known dummy."""
    digits = without_separators(number)
    return _SSN.match(digits) is not None and digits not in _SSN_SPECIMENS


def us_itin(number: str) -> bool:
    """US individual taxpayer identification number: 9xx, with a middle pair assigned by the IRS."""
    return _ITIN.match(without_separators(number)) is not None


def us_ein(number: str) -> bool:
    """US employer identification number, with a prefix assigned by the IRS."""
    digits = without_separators(number)
    return _EIN.match(digits) is not None and _is_ein_prefix(digits[:2])


@lru_cache(maxsize=128)
def _is_ein_prefix(prefix: str) -> bool:
    return bool(stdnum_module("us.ein").is_valid(f"{prefix}0000000"))


def holds(check: str, written: str, compact: str) -> bool:
    """Run a check by name: a module of python-stdnum (`es.nif`), or a function of `national_checks`; "" is always
    False.

    python-stdnum gets the number without separators, or as written if they carry information (a century). The
    functions get it without. If a check raises, as some of python-stdnum's do, the result is False.

    >>> holds("es.nif", "54362315-K", "54362315K"), holds("us_npi", "", "1234567893"), holds("", "1", "1")
    (True, True, False)
    """
    if not check:
        return False
    try:
        ours = _written_out(check)
        answer = ours(compact)
        if answer is None:
            answer = ask(check, compact)
        if answer or check not in _READ_AS_WRITTEN:
            return answer
        answer = ours(written)
        return ask(check, written) if answer is None else answer
    except Exception:
        # `cn.ric` looks up places that its table lacks. No number may prevent a redaction.
        return False


_READ_AS_WRITTEN = frozenset(("at.businessid", "cz.bankaccount", "fi.hetu", "ro.onrc"))


@lru_cache(maxsize=1024)
def _written_out(check: str) -> Check:
    """Return the package's own version of a check, which returns None where python-stdnum must be asked."""
    if "." in check:
        return written_check(check) or _unknown
    found: Check = getattr(national_checks, check)
    return found


def _unknown(number: str) -> None:
    """Return None: python-stdnum has to be asked."""
