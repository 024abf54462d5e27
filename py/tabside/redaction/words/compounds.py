"""German nouns that no list contains: compounds whose last part is an ordinary word.

A long last part is sufficient: `Punktewertung`. A short last part ends many surnames as well. The first part must
then also be an ordinary word, with or without a linking element: `Weltcup`, `Landsmann`.
"""

from __future__ import annotations

import re

from .lexicon import NAME, look_up
from .lexicon import plain as plain_word
from .ordinary import GERMAN, languages_of

__all__ = ["is_compound", "is_german_noun"]

_SHORTEST, _SHORTEST_COMPOUND = 3, 8
_LONG_ENDING = 5
_SHORTEST_FIRST, _SHORTEST_LAST = 3, 3
_LINKS = ("s", "es", "n", "en", "er", "e", "")
# What surnames and towns end in; a link of `s` before it still makes a noun of it: `Staatsmann`.
_OF_NAMES_WRITTEN = """
aue bach bauer baum beck berg berger born brand bruch brunn burg dorf eck feld fels furt garten graf hahn hart haus
heim hof holz horn huber hut kamp kirch kopf korn kraft kranz kraus krug lamm land linde mann markt meier meister moser
muller ohr ort rat reich rode schein schlag schmid schmidt see sohn stadt stahl stein stern stock strom tal thal vogel
wald wall wart weg weiler wein winkel wirt wolf zahn ziel zweig
"""
# Endings that make nouns, behind four letters; short ones end surnames as well (`Hornung`).
_OF_NOUNS = re.compile(
    r"[a-z]{4,}(?:schaft(?:en)?|[hk]eit(?:en)?|ismus|tion(?:en)?|tat(?:en)?|tums?|ungen|[a-z]{3}ung)"
)
_OF_NAMES = frozenset(_OF_NAMES_WRITTEN.split())


def is_german_noun(word: str, *, beside_name: bool = False) -> bool:
    """Whether a word, as written, is an ordinary German word or a compound of such.

    >>> is_german_noun("Mannschaft"), is_german_noun("Verhagen")
    (True, False)
    """
    spelled = plain_word(word)
    if len(spelled) < _SHORTEST:
        return False
    is_name = look_up(spelled) & NAME and not beside_name
    return (languages_of(spelled) & GERMAN != 0 and not is_name) or is_compound(spelled, beside_name=beside_name)


def is_compound(spelled: str, *, beside_name: bool = False) -> bool:
    """Whether a plain word is a compound that ends in an ordinary German word, or has an ending of nouns.

    `beside_name`: beside a whole name the long end of a compound may be a surname as well: `Stammspieler`.

    >>> is_compound("punktewertung"), is_compound("landsmann"), is_compound("bergmann"), is_compound("heidegger")
    (True, True, False, False)
    """
    if not spelled.isalpha() or len(spelled) < _LONG_ENDING + 1:
        return False
    if _OF_NOUNS.fullmatch(spelled) and not look_up(spelled) & NAME:
        return True
    for at in range(_SHORTEST_FIRST, len(spelled) - _SHORTEST_LAST + 1):
        last = spelled[at:]
        if not languages_of(last) & GERMAN:
            continue
        if (
            len(spelled) >= _SHORTEST_COMPOUND
            and len(last) >= _LONG_ENDING
            and (beside_name or not look_up(last) & NAME)
        ):
            return True
        if _is_first(spelled[:at], linked=last in _OF_NAMES or look_up(last) & NAME != 0):
            return True
    return False


def _is_first(first: str, *, linked: bool) -> bool:
    """Whether a plain word begins a compound; with `linked`, only by a link of `s`."""
    for link in _LINKS[:1] if linked else _LINKS:
        stem = first.removesuffix(link)
        if (stem != first or not link) and len(stem) >= _SHORTEST_FIRST and languages_of(stem) & GERMAN:
            return True
    return False
