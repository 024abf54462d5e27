"""International bank account numbers (ISO 13616), together or in groups, also directly followed by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...checks import holds as check_digits
from ...detection import Detection
from ..context import Announcements, may_have_context

__all__ = ["IbanRecognizer"]

_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}[0-9]{2}(?=[ -]?\n?[A-Za-z0-9])")
_NO_FIGURES = bytes(code for code in range(256) if not 48 <= code <= 57)
_FEWEST_FIGURES = 8
_CONTEXT = ("iban", "bank account", "account", "konto", "compte", "cuenta", "conto", "conta", "rekening")

# Length by country, from the SWIFT registry.
_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21,
    "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27,
    "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29,
    "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23,
    "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IbanRecognizer:
    """Reads as many characters as the country's IBANs have, and validates the check digits.

    An invalid IBAN is reported if a context word is near, since it may be a typing error.
    """

    name: str = "iban"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("IBAN",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the IBANs of a folded text, in order."""
        words: Announcements | None = None
        has_words = may_have_context(text, _CONTEXT)
        for match in _START.finditer(text):
            length = _LENGTHS.get(match[0][:2].upper())
            start, end = match.start(), _end(text, match.end(), length - 4) if length is not None else None
            if end is None:
                continue
            written = text[start:end]
            if len(written.encode().translate(None, _NO_FIGURES)) < _FEWEST_FIGURES:
                continue
            holds = check_digits.iban(written)
            if not holds and ("\n" in written or not has_words):
                continue
            words = words or Announcements(text, _CONTEXT)
            near = words.distance(start, end) is not None
            context = (words.reason(start, end),) if near else ()
            if holds:
                yield Detection("IBAN", start, end, 1.0, self.name, True, ("pattern", "check holds", *context))
            elif near:
                yield Detection("IBAN", start, end, 0.5, self.name, False, ("pattern", "check fails", *context))


def _end(text: str, position: int, count: int) -> int | None:
    """Return the end of `count` more letters and digits, each after at most one separator, if a word ends there too."""
    match = _rest(count).match(text, position)
    return None if match is None else match.end()


@lru_cache(maxsize=64)
def _rest(count: int) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:[ -]?|-?\n)[A-Za-z0-9]){{{count}}}(?![^\W_])")
