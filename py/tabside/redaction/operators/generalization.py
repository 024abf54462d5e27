"""The generalize operator: a date becomes its year, an age its decade, a ZIP code its area.

The limits are those of the HIPAA Safe Harbor method, 45 CFR 164.514(b)(2): ages over 89 become one group, and the
first three digits of a ZIP code stay unless their area has 20,000 people or fewer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ...errors import InputError

__all__ = ["RESTRICTED_ZIP_PREFIXES", "Generalize"]

# Three-digit areas with at most 20,000 people in the 2000 census, as listed in the guidance of HHS (section 2.4).
RESTRICTED_ZIP_PREFIXES = frozenset(
    (
        "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884", "890",
        "893",
    )
)  # fmt: skip

_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_SHORT_YEAR = re.compile(r"^[0-9]{1,2}([-./ ])[0-9]{1,2}\1([0-9]{2})$")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,3}(?![0-9])")
_ZIP = re.compile(r"[0-9]{5}(?:[- ]?[0-9]{4})?")
_OLDEST = 90


@dataclass(frozen=True, slots=True)
class Generalize:
    """Generalize dates, ages and ZIP codes; every other entity becomes its name, `<ENTITY>`.

    `age_band` is the width of the age groups, in years.
    """

    name: ClassVar[str] = "generalize"
    restorable: ClassVar[bool] = False

    age_band: int = 10

    def __post_init__(self) -> None:
        if not 2 <= self.age_band <= 50:
            raise InputError("The generalize operator's age_band must be from 2 to 50 years.")

    def replace(self, entity: str, value: str, placeholder: Callable[[str, str], str]) -> str:
        coarse: str | None = None
        if entity == "AGE":
            coarse = self._age(value)
        elif "DATE" in entity or entity == "DOB":
            coarse = _year(value, is_birth="BIRTH" in entity or entity == "DOB")
        elif entity in ("ZIP_CODE", "US_ZIP_CODE"):
            coarse = _zip_area(value)
        return f"<{entity}>" if coarse is None else coarse

    def _age(self, value: str) -> str | None:
        match = _NUMBER.search(value)
        if match is None:
            return None
        years = int(match[0])
        if years >= _OLDEST:
            return f"{_OLDEST}+"
        low = years // self.age_band * self.age_band
        return f"{low}-{min(low + self.age_band, _OLDEST) - 1}"


def _year(value: str, *, is_birth: bool) -> str | None:
    match = _YEAR.search(value)
    if match is not None:
        # A year of birth reveals an age: everybody who may be 90 or more falls into one group.
        first = date.today().year - _OLDEST + 1
        return f"before {first}" if is_birth and int(match[0]) < first else match[0]
    short = _SHORT_YEAR.match(value.strip())
    # The century of a two-digit year is unknown and must not be guessed.
    return f"'{short[2]}" if short else None


def _zip_area(value: str) -> str | None:
    if _ZIP.fullmatch(value.strip()) is None:
        return None
    prefix = value.strip()[:3]
    return "000**" if prefix in RESTRICTED_ZIP_PREFIXES else f"{prefix}**"
