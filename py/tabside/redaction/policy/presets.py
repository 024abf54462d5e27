"""Policy presets for common purposes. They cover what a rule requires; only a lawyer can say if that is enough.

- `everything`: all entities, with placeholders, including those off by default: dates, ages and organizations.
- `gdpr`: personal data as in article 4(1) of the GDPR: whatever relates to a person, pseudonymised (article 4(5)).
  Data that concerns only a bank stays.
- `hipaa`: the 18 identifiers of the Safe Harbor method, 45 CFR 164.514(b)(2). Dates are reduced to the year, ages over
  89 to one group, ZIP codes to three digits; state and country stay; everything else is removed for good.
  docs/redaction-policy.md lists them.
- `pci`: cardholder data of PCI DSS 4.0, requirements 3.3 to 3.5: card numbers to their last four digits, cardholders'
  names, and the card's code and date.
- `coarse-geography`: Rampart's intended use: city, state and ZIP code stay, street and house do not.
- `near-people`: towns, regions, countries and nationalities count only in paragraphs that name somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["PRESETS", "PRESET_ENTITIES"]

_GENERALIZED = ("AGE", "DATE", "DATE_OF_BIRTH", "DATE_TIME", "DOB", "ZIP_CODE")

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "everything": {"entities": {"also": ["AGE", "DATE", "ORGANIZATION"]}},
    "gdpr": {"entities": {"off": ["BIC", "ROUTING_NUMBER"]}},
    "hipaa": {
        "entities": {"also": ["AGE", "DATE"]},
        "operator": "replace",
        "operators": {"COUNTRY": "keep", "STATE": "keep", **dict.fromkeys(_GENERALIZED, "generalize")},
    },
    "pci": {
        "entities": {
            "on": [
                "CREDIT_CARD", "CREDIT_CARD_EXPIRY", "CARD_EXPIRY", "CVV", "CARD_SECURITY_CODE", "GIVEN_NAME",
                "SURNAME", "PERSON",
            ]
        },
        "operator": "replace",
        "operators": {"CREDIT_CARD": {"operator": "mask", "keep_last": 4}},
    },
    "coarse-geography": {"entities": {"off": ["CITY", "STATE", "ZIP_CODE", "COUNTRY", "COUNTY"]}},
    "near-people": {"entities": {"identifying": ["CITY", "STATE", "ZIP_CODE", "COUNTRY", "COUNTY", "NATIONALITY"]}},
}  # fmt: skip

# Entities that a policy may name even if nothing here finds them: other models and files' columns use them.
PRESET_ENTITIES = frozenset(
    name
    for preset in PRESETS.values()
    for names in (*preset.get("entities", {}).values(), preset.get("operators", ()))
    for name in names
) | {"GIVEN_NAME", "SURNAME", "PERSON"}
