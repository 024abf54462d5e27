"""Groups of entities that rules treat alike."""

from __future__ import annotations

__all__ = ["ADDRESS", "DOCUMENT_NUMBERS", "NAMES", "NAMES_AND_PLACES", "PEOPLE"]

NAMES = frozenset(("GIVEN_NAME", "SURNAME"))
"""Parts of a person's name."""

PEOPLE = NAMES | {"PERSON"}
"""Parts of a person's name, and whole names as other sources give them."""

NAMES_AND_PLACES = NAMES | {"CITY", "STATE"}
"""Entities that are capitalized."""

ADDRESS = frozenset(("BUILDING_NUMBER", "STREET_NAME", "SECONDARY_ADDRESS", "CITY", "STATE", "ZIP_CODE"))
"""Parts of a postal address."""

DOCUMENT_NUMBERS = frozenset(
    ("TAX_ID", "GOVERNMENT_ID", "PASSPORT", "DRIVERS_LICENSE", "BANK_ACCOUNT", "ROUTING_NUMBER")
)
"""Numbers of documents and accounts, which the model reads by their looks."""
