"""Whether a value can be what the head of its column says: a telephone number has figures, an address is no port."""

from __future__ import annotations

import re

__all__ = ["can_be", "shape_of"]

_FIGURES = {
    **dict.fromkeys(("PHONE", "SSN", "IBAN", "CREDIT_CARD", "PASSPORT", "HEALTH_ID", "BANK_ACCOUNT", "DRIVERS_LICENSE",
                     "TAX_ID", "ZIP_CODE"), 2),
    **dict.fromkeys(("VEHICLE_ID", "COORDINATES", "DATE_OF_BIRTH"), 1),
}  # fmt: skip
"""The fewest figures of a value."""
_LETTERS = frozenset(("GIVEN_NAME", "SURNAME", "PERSON", "CITY", "STREET_NAME"))
# Where a machine is, rather than a person: an address in memory or in a network, a page, a port.
_OF_MACHINE = re.compile(
    r"(?i)0x[0-9a-f]+|[0-9a-f.:\[\]/]*[.:][0-9a-f.:\[\]/]*|:?[0-9]+|\S+@\S+|[a-z][a-z0-9+.-]*://\S*|[\w.*-]*:[0-9]+"
)
# What a program puts a value in place of: `${{ github.actor }}`, `{{ name }}`, `%(name)s`, `$NAME`, `<name>`.
_TEMPLATE = re.compile(r"(?s)\$?\{\{?.*\}\}?|\$\(?\w+\)?|%\(\w+\)[sdr]|%\w+%|<[\w .-]+>|\[\[.*\]\]")


def can_be(entity: str, value: str) -> bool:
    """Whether a value has what every value of an entity has. Nothing is said about entities with no such form.

    >>> can_be("PHONE", "A1"), can_be("PHONE", "555-0142"), can_be("EMAIL", "required"), can_be("PERSON", "${{ me }}")
    (False, True, False, False)
    """
    value = value.strip()
    if _TEMPLATE.fullmatch(value):
        return False
    if sum(map(str.isdigit, value)) < _FIGURES.get(entity, 0):
        return False
    if entity in _LETTERS and not any(map(str.isalpha, value)):
        return False
    if entity == "STREET_NAME":
        return _OF_MACHINE.fullmatch(value) is None
    if entity == "EMAIL":
        return not value.isalpha()
    if entity == "IP_ADDRESS":
        return "." in value or ":" in value
    return True


def shape_of(value: str) -> str:
    """Return the form of a value: how many figures, and its other characters; letters are alike.

    >>> shape_of("1005-00-589-1271"), shape_of("DE89 3704")
    ('9999-99-999-9999', 'AA99 9999')
    """
    return "".join("9" if ch.isdigit() else "A" if ch.isalpha() else ch for ch in value.strip()[:64])
