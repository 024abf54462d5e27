"""Case as evidence for names; the model reads everything in lower case and cannot see it.

Among capitalized text, a lower-case word is rarely a name, and a capitalized word inside a sentence is more
often one. The first therefore needs a higher score of the model and the second a lower one. In text without capitals,
in all capitals, or at the beginning of a sentence, case means nothing.
"""

from __future__ import annotations

import re
from typing import Literal

from .capitals import capitals_name
from .chat import in_small_message
from .lexicon import GIVEN, PLACE, WORD, look_up, plain

__all__ = ["Casing", "casing"]

Casing = Literal["lower", "rather lower", "capital", "none"]

_REACH = 120
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_](?=[^\W\d_])")
# A capitalized word, except `I` and `I'm`.
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞĀ-Ž](?=[^\W\d_])")
_SMALL_I = re.compile(r"(?<![\w.'])i(?![\w.])")
# Characters before the first word of a sentence, a line or a quotation.
_BEGINNING = re.compile(r"(?:^|[.!?:;>*•\"“”„«»()\[\]\n\r-])[\s\"'“„«(\[*>-]*$")
_PREPOSITION = re.compile(r"(?<![^\W_])(?:in|a|à|en|em|aus|nach|from|near|te|uit|naar|bei)[ \t]\Z")
_TITLE_SHARE = 0.6


def casing(text: str, start: int, end: int) -> Casing:
    """Classify a word's case: evidence against a name, for one, or neither."""
    first = text[start]
    if not first.isalpha() or first.lower() == first.upper():
        return "none"
    if first.islower():
        # `jAMES`: caps lock was on, so capitals mean nothing.
        return "none" if end - start > 2 and text[start + 1 : end].isupper() else _lower(text, start, end)
    if text[start:end].isupper() and end - start > 1:
        return "none"
    if _BEGINNING.search(text[max(0, start - 8) : start]) is not None:
        return "none"
    if not _is_title(text, start, end):
        return "capital"
    return "capital" if _is_list(text, start, end) and capitals_name(text, start, end) else "none"


def _lower(text: str, start: int, end: int) -> Casing:
    """Return how strongly the writer capitalizes names.

    Strongly if a capital occurs inside a sentence of the paragraph, nearby. Weakly if only sentences begin with one.
    Not at all without capitals, if the writer uses `i`, or for a word known only as a name in a message without
    capitals.
    """
    if in_small_message(text, start):
        kinds = look_up(plain(text[start:end]))
        if kinds & GIVEN and not kinds & WORD:
            return "none"
        if kinds & PLACE and not kinds & WORD and _PREPOSITION.search(text, max(0, start - 6), start):
            return "none"
    before = text[max(0, start - _REACH) : start].rpartition("\n\n")[2]
    around = before + text[start : end + _REACH].partition("\n\n")[0]
    capitals = [match.start() for match in _CAPITAL.finditer(around)]
    if not capitals or _SMALL_I.search(around) is not None:
        return "none"
    inside = any(_BEGINNING.search(around[max(0, place - 8) : place]) is None for place in capitals)
    return "lower" if inside else "rather lower"


def _is_list(text: str, start: int, end: int) -> bool:
    """Whether a word stands in a list of names in a sentence rather than in a heading."""
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    after = text[end : end + _REACH].partition("\n")[0]
    return before.count(", ") + after.count(", ") >= _FEWEST_COMMAS and _SMALL_WORD.search(before + after) is not None


_FEWEST_COMMAS = 2
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-zß-ÿ][^\W\d_]*(?![^\W_])")


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether most words nearby are capitalized, as in headings, lists of names and forms."""
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    after = text[end : end + _REACH].partition("\n")[0]
    initials = _INITIAL.findall(before) + _INITIAL.findall(after)
    return bool(initials) and sum(map(str.isupper, initials)) > _TITLE_SHARE * len(initials)
