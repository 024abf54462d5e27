"""Presidio's names for tabside's entities, and results in Presidio's format.

Entities: https://microsoft.github.io/presidio/supported_entities/, version 2.2.366.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import InputError
from ..types import Finding

__all__ = ["SUPPORTED", "PresidioResult", "own_entities", "presidio_results"]

_NAMES: Mapping[str, str] = {
    "GIVEN_NAME": "PERSON",
    "SURNAME": "PERSON",
    "EMAIL": "EMAIL_ADDRESS",
    "PHONE": "PHONE_NUMBER",
    "IBAN": "IBAN_CODE",
    "SSN": "US_SSN",
    "DATE": "DATE_TIME",
    "DATE_OF_BIRTH": "DATE_TIME",
    "CRYPTO_ADDRESS": "CRYPTO",
    "BANK_ACCOUNT": "US_BANK_NUMBER",
    "DRIVERS_LICENSE": "US_DRIVER_LICENSE",
    "PASSPORT": "US_PASSPORT",
    "ROUTING_NUMBER": "ABA_ROUTING_NUMBER",
    "NATIONALITY": "NRP",
    "CITY": "LOCATION",
    "STATE": "LOCATION",
    "COUNTRY": "LOCATION",
    "STREET_NAME": "LOCATION",
    "BUILDING_NUMBER": "LOCATION",
    "SECONDARY_ADDRESS": "LOCATION",
    "ZIP_CODE": "LOCATION",
}
_AS_IN_PRESIDIO = ("AGE", "CREDIT_CARD", "IP_ADDRESS", "MAC_ADDRESS", "URL")
_OWN = (
    "API_KEY", "CARD_EXPIRY", "COORDINATES", "CVV", "DEVICE_ID", "GOVERNMENT_ID", "HEALTH_ID", "JWT", "TAX_ID",
    "USERNAME", "VEHICLE_ID",
)  # fmt: skip
SUPPORTED: Sequence[str] = sorted({*_NAMES.values(), *_AS_IN_PRESIDIO, *_OWN})
"""The entities that a caller may request."""

# Parts of one name or one address are one result, as Presidio's are.
_JOINED = frozenset(("PERSON", "LOCATION"))
_BETWEEN = re.compile(r"[ \t]{1,2}|,? ")


@dataclass(frozen=True, slots=True)
class PresidioResult:
    """A result as Presidio's analyzer gives it; offsets count code points."""

    entity_type: str
    start: int
    end: int
    score: float


def own_entities(asked: Iterable[str] | None) -> list[str] | None:
    """Return our entities for those of Presidio's that are asked for.

    >>> own_entities(["PERSON"])
    ['GIVEN_NAME', 'SURNAME']

    Raises:
        InputError: one of them is not found here, and leaving it out would pass for finding none.
    """
    if asked is None:
        return None
    own: list[str] = []
    for name in asked:
        found = [entity for entity, theirs in _NAMES.items() if theirs == name]
        found += [name] if name in (*_AS_IN_PRESIDIO, *_OWN) or name in _NAMES else []
        if not found:
            raise InputError(f"An entity that is asked for is not found here. There are: {', '.join(SUPPORTED)}.")
        own += found
    return list(dict.fromkeys(own))


def presidio_results(findings: Iterable[Finding], text: str) -> list[PresidioResult]:
    """Return findings of a text under Presidio's names; the parts of a name or an address are joined."""
    results: list[PresidioResult] = []
    for finding in sorted(findings, key=lambda one: one.start):
        name = _NAMES.get(finding.entity, finding.entity)
        last = results[-1] if results else None
        if (
            last is not None
            and last.entity_type == name
            and name in _JOINED
            and _BETWEEN.fullmatch(text, last.end, finding.start) is not None
        ):
            results[-1] = PresidioResult(name, last.start, finding.end, min(last.score, finding.score))
        else:
            results.append(PresidioResult(name, finding.start, finding.end, finding.score))
    return results
