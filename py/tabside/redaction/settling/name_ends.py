"""Where names begin and end: initials belong to them, words before them such as `uncle` or `engineer` do not.

The model often leaves out an initial, and takes in a noun with a capital. A word at the start is left out if it is an
ordinary one of the language around, and in no list of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detection import Detection
from ..entities import NAMES
from ..words.lexicon import NAME, look_up, plain
from ..words.ordinary import FRENCH, language_around, language_of_block, languages_of
from ..words.particles import BETWEEN_NAMES
from .guessed_names import GUESSING

__all__ = ["with_name_ends"]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻŃŅŇŌŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽ"
_BEFORE = re.compile(rf"(?<![\w.&/'’-])(?:[{_UPPER}]\.[ \t]?){{1,3}}\Z")
_LONGEST_BEFORE = 12
# `Rocío P.`, `Tom H]`. Without a dot, a word of one letter is none, and a dot before a capital may end the sentence.
_BEHIND = re.compile(rf" (?:[{_UPPER}]\.(?! ?[{_UPPER}])|[B-DF-HJ-NP-TV-XZ](?=[\]),;:\n|]|\Z))(?![\w'’])")
_LAST_IN_SENTENCE = re.compile(rf" [{_UPPER}](?=\. [{_UPPER}])")
_FIRST_WORD = re.compile(rf"(?P<word>[^\W\d_]{{4,}})(?P<gap>[ \t]{{1,2}})(?=[{_UPPER}])")
# Also first words of surnames: `Oude Wesselink`, `Saint Laurent`, `Santa Maria`.
_PART_OF_SURNAME = re.compile(
    rf"{BETWEEN_NAMES}|oude?|nieuw|groo?te?|kleine?|gross|saint|sainte|santa|sant[oi]|dell[ao]|degli", re.IGNORECASE
)
# In French, a title.
_MONSIEUR = "M."
# `Monsieur le Maire`, `Madame la Présidente`: an office, whose holder is not named.
_OFFICE = re.compile(r"(?<!\w)(?:Monsieur|Madame|Messieurs|Mesdames|M\.|Mme) l(?:e|a|es) \Z")
_LONGEST_OFFICE = 14


def with_name_ends(detections: Sequence[Detection], text: str) -> list[Detection]:
    """Return the detections, those of names with their initials, and without ordinary words before them."""
    kept: list[Detection] = []
    for found in detections:
        if found.source not in GUESSING or found.entity not in NAMES:
            kept.append(found)
            continue
        if _OFFICE.search(text, max(0, found.start - _LONGEST_OFFICE), found.start):
            continue
        start = _without_word(found, text)
        end = found.end
        if found.entity == "SURNAME":
            initials = _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start)
            is_title = initials and initials[0].strip() == _MONSIEUR and _is_french(text, start)
            start = initials.start() if initials and not is_title else start
        else:
            initial = _BEHIND.match(text, end) or _LAST_IN_SENTENCE.match(text, end)
            end = initial.end() if initial else end
        kept.append(found.at(start, end))
    return kept


_ANY_LANGUAGE = ~0


def _is_french(text: str, place: int) -> bool:
    return language_around(text, place, place) & FRENCH != 0 or language_of_block(text, place) & FRENCH != 0


def _without_word(found: Detection, text: str) -> int:
    """Return where a name of several words begins, without an ordinary word before it."""
    first = _FIRST_WORD.match(text, found.start, found.end)
    if first is None:
        return found.start
    word = plain(first["word"])
    if look_up(word) & NAME or _PART_OF_SURNAME.fullmatch(first["word"]):
        return found.start
    # Beside names alone the language is not known.
    around = language_around(text, found.start, found.end) or _ANY_LANGUAGE
    return first.end() if languages_of(word) & around else found.start
