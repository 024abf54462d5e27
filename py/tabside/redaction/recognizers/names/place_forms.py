"""Places by the preceding verb: where somebody lives, comes from or was born, in seven languages.

The model knows towns from English texts, and the lists contain some thousands. The verb before a place needs neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...detection import Detection
from ...words.common_words import is_common
from ...words.lexicon import PLACE, WORD, look_up, plain
from ..context import Mentions, Vocabulary, vocabulary, words_of

__all__ = ["PlaceFormRecognizer"]

_CAPITALIZED = r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]{1,24}(?:['-][A-ZÀ-ÖØ-ÞĀ-Ž]?[^\W\d_]{1,24}){0,3}"
_SMALL = "d[aeo]s?|del|della|dei|di|la|le|les|los|las|sur|sous|op|aan|an|am|ob|upon|of"
_BETWEEN = rf"(?: (?:{_SMALL})(?: (?:de[nrm]?|la))?)?"
_PLACE = rf"(?:(?:L[aeo]s?|El|L'|Il|De|Den|'s) ?)?{_CAPITALIZED}(?:{_BETWEEN}[ -]{_CAPITALIZED}){{0,2}}"


def _any_of(phrases: str) -> str:
    """Return a regex for phrases separated by bars."""
    return f"(?:{'|'.join(map(re.escape, phrases.split('|')))})"


# By the following prepositions. Words and phrases are separated by bars.
_VERBS = {
    "in|near|outside": "live|lives|living|lived|reside|resides|resided|residing|raised|born|grew up",
    "en|de": "natural|vecino|vecina|oriundo|oriunda|originario|originaria",
    "en": "vivo|vive|viven|vives|vivía|reside|resido|residente|domiciliado|domiciliada|nacido|nacida|nació",
    "à|au": "habite|habitant|demeurant|demeure|réside|résidant|domicilié|domiciliée|né|née|né(e)|vit|vivant",
    "in|aus": "wohnt|wohnhaft|wohne|wohnend|lebt|lebe|geboren|gebürtig|aufgewachsen|geb.",
    "a|ad|in": "abita|abito|abiti|resident|residente|risiede|domiciliato|domiciliata|nato|nata|cresciuto|cresciuta",
    "em|no|na": "moro|mora|vivo|vive|resido|reside|residente|nascido|nascida|domiciliado|domiciliada",
    "te|in|uit": "woont|woon|wonende|woonachtig|geboren|afkomstig",
}
_ADVERB = r"(?: (?:alone|sol[oa]|seule?|allein|sozinh[oa]|alleen|currently|now|derzeit|ora|attualmente|atualmente))?"
_LIVING = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(rf"(?i:{_any_of(verbs)}){_ADVERB} (?:{prepositions})" for prepositions, verbs in _VERBS.items())
    + rf") (?:(?P<place>{_PLACE})|(?P<small>[^\W\d_A-Z]{{4,24}}))(?![^\W_])"
)
_LABELS = (
    "place of birth|birthplace|hometown|town|city|lugar de nacimiento|localidad|municipio|ciudad|lieu de naissance"
    "|ville|commune|geburtsort|wohnort|luogo di nascita|comune di residenza|città|naturalidade|local de nascimento"
    "|localidade|cidade|geboorteplaats|woonplaats|plaats"
)
_LABELLED = re.compile(
    rf"(?<![^\W_])(?i:{_any_of(_LABELS)})\"? ?[:=] ?\"?(?P<place>{_PLACE})(?![^\W_])",
)
# Prefilter: the expressions are tried only where one of these words occurs, since trying each letter is slow.
_FORMS = tuple(
    (expression, vocabulary(((tuple("|".join(phrases).split("|")), 0),)))
    for expression, phrases in ((_LIVING, tuple(_VERBS.values())), (_LABELLED, (_LABELS,)))
)
_STREETS_AND_MONTHS = """
the this that flat house home avenue street road rue rua calle via viale piazza straße strasse av avenida travessa casa
maison haus january february march april may june july
"""
_NO_PLACES = frozenset(_STREETS_AND_MONTHS.split())


@dataclass(frozen=True, slots=True)
class PlaceFormRecognizer:
    """Finds the place after a verb of living and its preposition, or after a form's label."""

    name: str = "place_form"

    @property
    def entities(self) -> frozenset[str]:
        return frozenset(("CITY",))

    def find(self, text: str) -> Iterator[Detection]:
        """Yield the places of a folded text."""
        for expression, words in _FORMS:
            for match in _matches(expression, words, text):
                group = "place" if match["place"] else "small"
                if (group == "place" or _is_listed(match["small"])) and not _is_none(match[group]):
                    yield Detection("CITY", *match.span(group), 0.7, self.name, False, ("pattern",))


def _matches(expression: re.Pattern[str], words: Vocabulary, text: str) -> Iterator[re.Match[str]]:
    """Yield an expression's matches without overlaps, at the words it can begin with."""
    if words_of(text).isdisjoint(words):
        return
    end = 0
    for start in Mentions.of(text, words).starts:
        match = expression.match(text, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield match


def _is_listed(word: str) -> bool:
    """Whether a lower-case word is the name of a town and not a common English word."""
    kinds = look_up(plain(word))
    return kinds & PLACE != 0 and not kinds & WORD


def _is_none(place: str) -> bool:
    first = re.split(r"[ '-]", place, maxsplit=1)[0]
    return first.lower() in _NO_PLACES or is_common(first)
