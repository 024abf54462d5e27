"""The two check-digit algorithms that most numbers use, and the removal of separators."""

from __future__ import annotations

__all__ = ["DOUBLED", "luhn", "mod_97", "without_separators"]

DOUBLED = str.maketrans("0123456789", "0246813579")  # a doubled digit, with its own digits added


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 Annex B. Implemented here because long lists of digits call it for each entry: python-stdnum takes
    six times as long. A test compares the two.

    >>> luhn("4111 1111 1111 1111"), luhn("4111-1111-1111-1112")
    (True, False)
    """
    digits = number if number.isdecimal() else without_separators(number)
    # Sums of byte values, each 48 more than its digit.
    total = sum(digits[::-2].encode()) + sum(digits[-2::-2].translate(DOUBLED).encode())
    return (total - 48 * len(digits)) % 10 == 0


def mod_97(number: str) -> int:
    """Return the ISO 7064 MOD 97-10 remainder of digits and capitals. A letter counts as two digits, A as 10.

    >>> mod_97("WEST12345698765432GB82")
    1
    """
    if not number.isdecimal():
        number = "".join(map(_NUMBERS.__getitem__, number))
    return int(number) % 97


_NUMBERS = {ch: str(int(ch, 36)) for ch in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def without_separators(number: str) -> str:
    """Return the letters and digits of a number as written."""
    if number.isalnum():
        return number
    return number.translate(_NO_SEPARATORS) if number.isascii() else "".join(filter(str.isalnum, number))


_NO_SEPARATORS = {code: None for code in range(128) if not chr(code).isalnum()}
