"""Country names, and nationalities in forms, in seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...detection import Detection
from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS", "CountryRecognizer"]

_CAPITALIZED = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]*+")
_SHORTEST_IN_CAPITALS = 4
# The law that governs a contract says nothing about a person.
_LAWS = re.compile(
    r"(?<![^\W_])(?:laws? of|courts of|ley(?:es)? de|lois? d[eu]|droit d[eu]|Rechts? (?:der|von)"
    r"|legg[ie] (?:di|della)|leis? d[aeo]|recht van|wetten van)(?: (?:the|la|l'|die|het))? "
    r"(?:[A-ZÀ-Þ][^\W\d_]{1,20}(?: and| or|,| und| y| et| e| en) )?\Z"
)
_LONGEST_LAWS = 50


@dataclass(frozen=True, slots=True)
class CountryRecognizer:
    """Finds country names as written and in capitals. The longest name at a word wins."""

    name: str = "country"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("COUNTRY",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the countries named in a folded text, in order."""
        known = _known()
        reached = 0
        for match in _CAPITALIZED.finditer(text):
            start = match.start()
            if start < reached or match[0] not in known:
                continue
            name = _names(match[0]).match(text, start)
            if name is not None:
                reached = name.end()
                if _LAWS.search(text, max(0, start - _LONGEST_LAWS), start) is not None:
                    continue
                yield Detection("COUNTRY", start, reached, 0.7, self.name, False, ("pattern",))


@lru_cache(maxsize=256)
def _names(first: str) -> re.Pattern[str]:
    """Return a pattern for the names that begin with a word, the longest first, not followed by a letter or digit."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, _known()[first]))})(?![^\W_])")


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Sequence[str]]:
    """Return the names by their first word, the longest first. Read on first use: few texts need them."""
    from .country_names import NAMES

    in_capitals = (name.upper() for name in NAMES if len(name) >= _SHORTEST_IN_CAPITALS)
    known: dict[str, list[str]] = {}
    for name in sorted((*NAMES, *in_capitals), key=len, reverse=True):
        first = _CAPITALIZED.match(name)
        if first is not None:
            known.setdefault(first[0], []).append(name)
    return known


RECOGNIZERS = (
    PatternRecognizer(
        name="nationality",
        entity="NATIONALITY",
        regex=r"(?=[ncs])(?<![^\W_])(?:nationality|citizenship|nacionalidad|ciudadanía|nationalité|citoyenneté|nationalität"
        r"|staatsangehörigkeit|staatsbürgerschaft|nazionalità|cittadinanza|nacionalidade|cidadania|nationaliteit)\"?"
        r"(?: ?[:=] ?\"?|\s{1,2}(?:is|ist|es|est|è|é) )"
        r"(?P<value>[^\W\d_]{2,20}(?:[ -](?-i:[A-ZÀ-Þ])[^\W\d_]{2,20})?)(?![^\W_])",
        score=0.8,
        certain=False,
        ignore_case=True,
        hits=(
            "Nationality: «German»", '"nationality": "«Dutch»"', "Nationalité : «française»",
            "Nacionalidad: «española»", "Staatsangehörigkeit: «deutsch»", "nazionalità: «italiana»",
            "Nacionalidade: «portuguesa»", "nationaliteit: «Nederlandse»", "Citizenship: «South African»",
        ),
        misses=("nationality matters", "Nationality:", "German"),
    ),
)  # fmt: skip
