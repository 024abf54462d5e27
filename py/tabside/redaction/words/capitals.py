"""The meaning of a capital inside a sentence, by the language of that sentence.

English has many names that are words (`Lot`, `Grace`) and capitalizes headings; German capitalizes every noun. In
Dutch, Polish and the Romance languages a capitalized word inside a sentence is almost always a name, even if English or
German has it as a word: `terug naar Gent`, `ha visto Grace`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .ordinary import ENGLISH, GERMAN, language_of_block

__all__ = ["capitals_name", "is_german"]

_REACH = 150
# Several rules ask the same of one word, and of its neighbors.
_CACHED = 8
_ENOUGH = 2
# Short words that only one group of languages has, in lower case, as inside sentences.
_NAMING = re.compile(
    r"(?<![^\W_])(?:het|een|van|ze|zijn|niet|voor|naar|maar|ook|wordt|heeft|bij|uit|dat|aan|haar|hem|mijn|belt|komt|ik|en|de"
    r"|el|la|los|las|que|y|una|con|para|por|su|está|pero|como|del|al|lo|se|mi"
    r"|le|les|des|une|est|pas|dans|pour|avec|sur|qui|vous|au|et|du|chez|son"
    r"|il|di|che|è|per|della|sono|non|nel|alla|gli|ha|si|dal"
    r"|os|uma|um|não|com|em|do|da|ao|é|na|seu|sua"
    r"|się|nie|jest|był|była|oraz|przez|jego|jej|który|która|przy|dla|jako|został|została|roku|ją|w|z)(?![^\W_'])"
)
_OTHERS = re.compile(
    r"(?<![^\W_])(?:the|and|to|with|this|that|are|were|have|has|from|not|you|your|his|her|my|by|at|it|be|will"
    r"|das|und|ist|nicht|ein|eine|einen|mit|für|auf|dem|ich|wir|im|zum|zur|sich|auch|nach|bei|als|der|hat)(?![^\W_'])"
)


@lru_cache(maxsize=_CACHED)
def capitals_name(text: str, start: int, end: int) -> bool:
    """Whether the words around a stretch belong to a language that capitalizes hardly anything but names.

    >>> text = "hij gaat met de trein naar Gent"
    >>> capitals_name(text, 27, 31), capitals_name("they went back to Gent", 18, 22)
    (True, False)
    """
    around = f"{text[max(0, start - _REACH) : start]} {text[end : end + _REACH]}"
    naming, others = len(_NAMING.findall(around)), len(_OTHERS.findall(around))
    if naming >= _ENOUGH or others:
        return naming >= _ENOUGH and naming > 2 * others
    languages = language_of_block(text, start)
    return languages != 0 and not languages & (ENGLISH | GERMAN)


_GERMAN = re.compile(
    r"(?<![^\W_])(?:der|die|das|und|ist|nicht|ein|eine|einen|einem|einer|mit|für|auf|dem|den|des|ich|wir|sie|im|zum|zur|sich"
    r"|auch|nach|bei|als|wird|wurde|von|vom|aus|er|es|zu|am|über|durch|sind|war|hat|haben)(?![^\W_'])"
)


@lru_cache(maxsize=_CACHED)
def is_german(text: str, start: int, end: int) -> bool:
    """Whether the words around a stretch are German, which gives every noun a capital.

    >>> is_german("er kam auf Leihbasis zum Verein und blieb", 11, 20), is_german("the game on loan and more", 4, 8)
    (True, False)
    """
    around = f"{text[max(0, start - _REACH) : start]} {text[end : end + _REACH]}"
    german = len(_GERMAN.findall(around))
    if german >= _ENOUGH:
        return german > len(_NAMING.findall(around))
    return language_of_block(text, start) == GERMAN
