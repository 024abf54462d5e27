"""Invented phone numbers, addresses, cards and other numbers: each generator yields candidates for one value.

Only ranges and numbers reserved for examples are used; `surrogates.py` names their sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from random import Random

__all__ = ["NUMBERS"]

_TRIES = 200
_DIGIT = re.compile(r"[0-9]")
# Test numbers of the card networks and payment services, by their first digit.
_CARDS = (
    "4242424242424242", "4111111111111111", "4012888888881881", "4000056655665556", "5555555555554444",
    "5105105105105100", "5200828282828210", "2223003122003222", "6011111111111117", "6011000990139424",
    "3056930009020004", "36227206271667", "3566002020360505", "378282246310005", "371449635398431",
)  # fmt: skip
# Country code -> national numbers reserved for fiction, X being a free digit.
_FICTION = {
    "1": ("55501XX",),
    "44": ("7700900XXX", "2079460XXX", "1632960XXX"),
    "33": ("639980XXX", "199000XXX"),
    "49": ("3023125XXX", "17139200XX"),
    "61": ("491570XXX", "255501XXX"),
}


def _in_shape(value: str, digits: str) -> str:
    """Put digits where the value has its own. Excess digits go to the end; missing ones are left out."""
    rest = iter(digits)
    filled = "".join(next(rest, "") if ch.isdigit() else ch for ch in value)
    return (filled + "".join(rest)).rstrip(" -./(")


def _free(pattern: str, random: Random) -> str:
    return "".join(random.choice("0123456789") if ch == "X" else ch for ch in pattern)


def _phone(value: str, random: Random) -> Iterator[str]:
    digits = "".join(_DIGIT.findall(value))
    country = next((code for code in _FICTION if value.lstrip().startswith(f"+{code}")), None)
    for _ in range(_TRIES):
        if country is None and value.lstrip().startswith("+"):
            # No country code begins with 999 or 0.
            yield _in_shape(value, "999" + _free("X" * max(len(digits) - 3, 0), random))
        elif country in (None, "1"):
            area = _free("2X5", random)
            yield _in_shape(
                value,
                ("1" if len(digits) == 11 else "") + ("" if len(digits) == 7 else area) + _free("55501XX", random),
            )
        else:
            assert country is not None
            yield _in_shape(value, country + _free(random.choice(_FICTION[country]), random))


def _email(value: str, random: Random) -> Iterator[str]:
    for _ in range(_TRIES):
        yield f"user{random.randint(100, 9999)}@example.{random.choice(('com', 'org', 'net'))}"


def _url(value: str, random: Random) -> Iterator[str]:
    scheme = re.match(r"(?i)(?:[a-z]{2,8}://)?(?:www\.)?", value)
    for _ in range(_TRIES):
        yield f"{scheme[0] if scheme else ''}example.{random.choice(('com', 'org', 'net'))}/{random.randint(100, 9999)}"


def _ip(value: str, random: Random) -> Iterator[str]:
    for _ in range(_TRIES):
        if ":" in value:
            yield f"2001:db8::{random.randint(1, 0xFFFF):x}:{random.randint(1, 0xFFFF):x}"
        else:
            yield f"{random.choice(('192.0.2', '198.51.100', '203.0.113'))}.{random.randint(1, 254)}"


def _mac(value: str, random: Random) -> Iterator[str]:
    separator = "-" if "-" in value else ":"
    for _ in range(_TRIES):
        yield separator.join(("00", "00", "5E", "00", "53", f"{random.randint(0, 255):02X}"))


def _card(value: str, random: Random) -> Iterator[str]:
    digits = "".join(_DIGIT.findall(value))
    alike = [card for card in _CARDS if len(card) == len(digits)]
    first = [card for card in alike if card[0] == digits[:1]]
    for card in (*first, *(card for card in alike if card not in first)):
        yield _in_shape(value, card)


def _ssn(value: str, random: Random) -> Iterator[str]:
    for _ in range(_TRIES):
        yield _in_shape(value, f"666{random.randint(10, 99)}{random.randint(1000, 9999)}")


def _iban(value: str, random: Random) -> Iterator[str]:
    signs = sum(ch.isalnum() for ch in value)
    for _ in range(_TRIES):
        tail = f"{random.randint(1, 999_999):06d}"
        rest = iter(value[:2].upper() + "00" + tail.rjust(max(signs - 4, 6), "0"))
        yield "".join(next(rest) if ch.isalnum() else ch for ch in value)


def _id(value: str, random: Random) -> Iterator[str]:
    """Yield the value's shape with X for letters and 0 for digits, except for a number at its end."""
    places = [index for index, ch in enumerate(value) if ch.isdigit()][-6:]
    if len(places) < 2:
        return
    shape = [
        "0" if ch.isdigit() else "X" if ch.isalpha() and ch.isupper() else "x" if ch.isalpha() else ch for ch in value
    ]
    for _ in range(_TRIES):
        for place, digit in zip(places, f"{random.randrange(1, 10 ** len(places)):0{len(places)}d}", strict=True):
            shape[place] = digit
        yield "".join(shape)


def _number(value: str, random: Random) -> Iterator[str]:
    if value.strip().isdigit():
        for _ in range(_TRIES):
            yield str(random.randint(1, 10 ** min(len(value.strip()), 3) - 1)).zfill(
                len(value.strip()) if value[0] == "0" else 1
            )


_DATE = re.compile(r"([0-9]{1,4})([-./])([0-9]{1,2})\2([0-9]{1,4})")


def _date(value: str, random: Random) -> Iterator[str]:
    """Yield other dates of about the same time, in the same order of day, month and year, with day and month at most
    12."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return
    year_first = len(match[1]) == 4
    year = int(match[1] if year_first else match[4])
    if year < 100:
        year += 2000
    if not 1 < year < 9998:
        return
    for _ in range(_TRIES):
        day = date(year, 7, 1) + timedelta(days=random.randint(-540, 540))
        first, second = f"{day.month:02d}", f"{min(day.day, 12):02d}"
        separator = match[2]
        year_as_written = f"{day.year:04d}" if year_first or len(match[4]) == 4 else f"{day.year % 100:02d}"
        parts = (year_as_written, first, second) if year_first else (first, second, year_as_written)
        yield separator.join(parts)


NUMBERS: Mapping[str, Callable[[str, Random], Iterator[str]]] = {
    "BUILDING_NUMBER": _number,
    "CREDIT_CARD": _card,
    "DATE": _date,
    "DATE_OF_BIRTH": _date,
    "EMAIL": _email,
    "IBAN": _iban,
    "ID": _id,
    "IP_ADDRESS": _ip,
    "MAC_ADDRESS": _mac,
    "PHONE": _phone,
    "SSN": _ssn,
    "URL": _url,
}
