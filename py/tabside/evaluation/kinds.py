"""Map the data's types to the redactor's entities; types without one are outside its scope."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ANSWERS", "PRESIDIO"]

_PLACE = frozenset(("CITY", "STATE", "STREET_NAME", "COUNTRY", "LOCATION"))
_ADDRESS = _PLACE | {"BUILDING_NUMBER", "SECONDARY_ADDRESS", "ZIP_CODE"}
_ID = frozenset(("SSN", "TAX_ID", "GOVERNMENT_ID", "HEALTH_ID", "PASSPORT", "DRIVERS_LICENSE"))

# Types not listed (organizations, dates, titles, ages, nationalities, bare login names) are reported separately.
PRESIDIO: Mapping[str, frozenset[str]] = {
    "PERSON": frozenset(("GIVEN_NAME", "SURNAME", "PERSON")),
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
"""The types of the public data."""

ANSWERS: Mapping[str, frozenset[str]] = {
    **PRESIDIO,
    "NATIONAL_ID": _ID,
    "TAX_ID": _ID,
    "PASSPORT": _ID,
    "DRIVER_LICENSE": _ID,
    "LICENSE_PLATE": frozenset(("VEHICLE_ID",)),
    "BANK_ACCOUNT": frozenset(("BANK_ACCOUNT", "ROUTING_NUMBER", "IBAN", "BIC")),
    "DATE_OF_BIRTH": frozenset(("DATE_OF_BIRTH",)),
    "MAC_ADDRESS": frozenset(("MAC_ADDRESS",)),
    "API_KEY": frozenset(("API_KEY", "JWT", "PRIVATE_KEY", "PASSWORD", "CONNECTION_STRING")),
    "CRYPTO_ADDRESS": frozenset(("CRYPTO_ADDRESS",)),
    "USERNAME": frozenset(("USERNAME",)),
    "URL": frozenset(("URL",)),
    "VIN": frozenset(("VEHICLE_ID",)),
    "IMEI": frozenset(("DEVICE_ID",)),
    "COORDINATES": frozenset(("COORDINATES",)),
}
"""The types of the public data and of the project's own."""
