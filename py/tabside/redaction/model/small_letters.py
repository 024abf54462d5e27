"""Weigh lower-case words, in texts without capitals and in texts with capitals."""

from __future__ import annotations

import re

from ..entities import NAMES
from ..words.capitals import capitals_name
from ..words.casing import casing
from ..words.chat import in_small_message
from ..words.lexicon import GIVEN, NAME, PLACE, WORD, WORD_IN_SMALL, look_up, plain
from ..words.ordinary import languages_of
from .decoding import Word
from .listed_names import BEHIND_TITLE
from .name_neighbors import Neighbors
from .name_tokens import Token, after_preposition, after_title
from .odds import DOUBTFUL
from .unlisted_names import ORDINARY, UNLISTED_ENGLISH

__all__ = ["factor_in_lower_case", "factor_of_model_word_without_capitals", "factor_without_capitals"]

# In a text without capitals.
_NAME_SMALL = 40.0
_PLACE_SMALL = 400.0
_NAME_AND_WORD_SMALL = 2.0
_BESIDE_NAME_SMALL = 6.0
_BESIDE_LISTED_SMALL = 10.0
_ORDINARY_SMALL = 0.1
_UNLISTED_SMALL = 0.25
_WORD_SMALL = 0.4
_CALLED = 0.02
# The end of a sentence, without the space behind it: `bueno.chau`.
_GLUED = re.compile(r"[^\W\d_]\.\Z")


def factor_without_capitals(text: str, token: Token, around: Neighbors) -> float:
    """Return the factor on the odds of a word in a text without capitals."""
    if token.kinds & WORD or token.end - token.start <= 3:
        return 1.0
    if token.kinds & PLACE and not around.beside_name and after_preposition(text, token):
        return _PLACE_SMALL
    if not token.is_name:
        return 1.0
    factor = 1.0
    if not token.is_word:
        factor = _NAME_SMALL
    elif token.read > DOUBTFUL / 2:
        factor = _NAME_AND_WORD_SMALL
    if around.beside_name:
        factor *= _BESIDE_NAME_SMALL
    elif around.beside_listed:
        factor *= _BESIDE_LISTED_SMALL
    return factor * BEHIND_TITLE if after_title(text, token) else factor


def factor_of_model_word_without_capitals(text: str, word: Word) -> float:
    """Return the factor for a word that the model takes for a name, in a text without capitals."""
    if word.entity not in NAMES and word.entity != "CITY":
        return 1.0
    if _GLUED.search(text, max(0, word.start - 2), word.start):
        return _CALLED / 10
    kinds = look_up(spelled := plain(text[word.start : word.end]))
    return _ORDINARY_SMALL if not kinds & NAME and (languages_of(spelled) or kinds & WORD) else 1.0


def factor_in_lower_case(text: str, word: Word) -> float:
    """Return the factor for a lower-case word that the model takes for a name or a town.

    A word with a bracket directly after it is a function, `len(values)`, unless it is only known as a name.
    """
    name, entity = text[word.start : word.end], word.entity
    if (entity not in NAMES and entity != "CITY") or not name.isalpha():
        return 1.0
    spelled = plain(name)
    kinds = look_up(spelled)
    if languages_of(spelled):
        # `i told peter`: a writer who gives names no capitals.
        is_given = entity in NAMES and kinds & GIVEN != 0 and casing(text, word.start, word.end) == "none"
        return 1.0 if is_given else ORDINARY
    if not kinds & NAME:
        if entity in NAMES and capitals_name(text, word.start, word.end) and _is_small_among_capitals(text, word):
            return UNLISTED_ENGLISH  # `o senador alcobacense Antônio`
        return UNLISTED_ENGLISH if kinds else _UNLISTED_SMALL
    if not kinds & (WORD | WORD_IN_SMALL):
        return 1.0
    return _CALLED if text[word.end : word.end + 1] == "(" else _WORD_SMALL


def _is_small_among_capitals(text: str, word: Word) -> bool:
    """Whether the writer gives names capitals inside sentences."""
    return casing(text, word.start, word.end) == "lower" and not in_small_message(text, word.start)
