"""Which types of the public data the redactor means to find, and which of its entities answer to each."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PRESIDIO"]

_PLACE = frozenset(("CITY", "STATE", "STREET_NAME", "COUNTRY"))
_ADDRESS = _PLACE | {"BUILDING_NUMBER", "SECONDARY_ADDRESS", "ZIP_CODE"}

# What is not here (organizations, dates, titles, ages, nationalities) is reported apart.
PRESIDIO: Mapping[str, frozenset[str]] = {
    "PERSON": frozenset(("GIVEN_NAME", "SURNAME")),
    "STREET_ADDRESS": _ADDRESS,
    "GPE": _PLACE,
    "ZIP_CODE": frozenset(("ZIP_CODE",)),
    "CREDIT_CARD": frozenset(("CREDIT_CARD",)),
    "PHONE_NUMBER": frozenset(("PHONE",)),
    "EMAIL_ADDRESS": frozenset(("EMAIL",)),
    "DOMAIN_NAME": frozenset(("URL",)),
    "IBAN_CODE": frozenset(("IBAN",)),
    "US_SSN": frozenset(("SSN",)),
    "IP_ADDRESS": frozenset(("IP_ADDRESS",)),
    "US_DRIVER_LICENSE": frozenset(("DRIVERS_LICENSE",)),
}
