"""Places by what stands before them: where somebody lives, comes from or was born, in seven languages.

The model knows towns of English texts, the lists some thousands; the verb before a place needs neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..common_words import is_common
from ..detection import Detection
from ..lexicon import PLACE, WORD, look_up, plain

__all__ = ["PlaceFormRecognizer"]

_CAPITALIZED = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]{1,24}(?:['-][A-ZÀ-ÖØ-ÞĀ-Ž]?[^\W\d_]{1,24}){0,3}"
_SMALL = "d[aeo]s?|del|della|dei|di|la|le|les|los|las|sur|sous|op|aan|an|am|ob|upon|of"
_BETWEEN = rf"(?: (?:{_SMALL})(?: (?:de[nrm]?|la))?)?"
_PLACE = rf"(?:(?:L[aeo]s?|El|L'|Il|De|Den|'s) ?)?{_CAPITALIZED}(?:{_BETWEEN}[ -]{_CAPITALIZED}){{0,2}}"
_VERBS = {
    "in|near|outside": r"lives?|living|lived|resid(?:es?|ed|ing)|raised|born|grew up",
    "en|de": r"natural|vecin[oa]|oriund[oa]|originari[oa]",
    "en": r"vivo|vive[ns]?|vivía|resid[eo]|residente|domiciliad[oa]|nacid[oa]|nació",
    "à|au": r"habite|habitant|demeurant|demeure|réside|résidant|domiciliée?|née?|né\(e\)|vit|vivant",
    "in|aus": r"wohnt|wohnhaft|wohne|wohnend|lebt|lebe|geboren|gebürtig|aufgewachsen|geb\.",
    "a|ad|in": r"abit[aoi]|residente?|risiede|domiciliat[oa]|nat[oa]|cresciut[oa]",
    "em|no|na": r"mor[ao]|vivo|vive|resido|reside|residente|nascid[oa]|domiciliad[oa]",
    "te|in|uit": r"woont|woon|wonende|woonachtig|geboren|afkomstig",
}
_ADVERB = r"(?: (?:alone|sol[oa]|seule?|allein|sozinh[oa]|alleen|currently|now|derzeit|ora|attualmente|atualmente))?"
_LIVING = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(rf"(?i:{verbs}){_ADVERB} (?:{prepositions})" for prepositions, verbs in _VERBS.items())
    + rf") (?:(?P<place>{_PLACE})|(?P<small>[^\W\d_A-Z]{{4,24}}))(?![^\W_])"
)
# The label of a form.
_LABELLED = re.compile(
    r"(?<![^\W_])(?:place of birth|birthplace|(?:home)?town|city|lugar de nacimiento|localidad|municipio|ciudad"
    r"|lieu de naissance|ville|commune|geburtsort|wohnort|luogo di nascita|comune di residenza|città|naturalidade"
    r"|local de nascimento|localidade"
    rf"|cidade|geboorteplaats|woonplaats|plaats)\"? ?[:=] ?\"?(?-i:(?P<place>{_PLACE}))(?![^\W_])",
    re.IGNORECASE,
)
_STREETS_AND_MONTHS = """
the this that flat house home avenue street road rue rua calle via viale piazza straße strasse av avenida travessa casa
maison haus january february march april may june july
"""
_NO_PLACES = frozenset(_STREETS_AND_MONTHS.split())


@dataclass(frozen=True, slots=True)
class PlaceFormRecognizer:
    """Finds the place behind a verb of living and its preposition, or behind a form's label."""

    name: str = "place_form"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("CITY",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the places of a folded text."""
        for match in _LIVING.finditer(text):
            group = "place" if match["place"] else "small"
            if group == "small" and not _is_listed(match["small"]):
                continue
            if not _is_none(match[group]):
                yield Detection("CITY", *match.span(group), 0.7, self.name, False, ("pattern",))
        for match in _LABELLED.finditer(text):
            if not _is_none(match["place"]):
                yield Detection("CITY", *match.span("place"), 0.7, self.name, False, ("pattern",))


def _is_listed(word: str) -> bool:
    """Say whether a word in lower case is a town's name and none of everyday English."""
    kinds = look_up(plain(word))
    return kinds & PLACE != 0 and not kinds & WORD


def _is_none(place: str) -> bool:
    first = re.split(r"[ '-]", place, maxsplit=1)[0]
    return first.lower() in _NO_PLACES or is_common(first)
