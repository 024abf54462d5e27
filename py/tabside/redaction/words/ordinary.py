"""Common words of English, German, Spanish, French, Italian, Portuguese, Dutch or Polish that are not names.

`ordinary.bin` is written by scripts/generate/ordinary_words.py, which names its source. It has the layout of
`names.bin`, and stores with each hash the languages that use the word. 1 in 400 other words is mistaken for an
ordinary one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from .common_words import is_common
from .lexicon import HashedWords, plain

__all__ = [
    "DUTCH",
    "ENGLISH",
    "FRENCH",
    "GERMAN",
    "ITALIAN",
    "POLISH",
    "PORTUGUESE",
    "SPANISH",
    "is_ordinary",
    "language_around",
    "language_of_block",
    "languages_of",
]

ENGLISH, GERMAN, SPANISH, FRENCH, ITALIAN, PORTUGUESE, DUTCH, POLISH = (1 << bit for bit in range(8))


@cache
def _words() -> HashedWords:
    return HashedWords(Path(__file__).with_name("ordinary.bin").read_bytes())


def languages_of(word: str) -> int:
    """Return the languages in which a plain word is an ordinary one, as a sum of bits; 0 if it is none.

    >>> languages_of("und") == GERMAN, languages_of("verhagen")
    (True, 0)
    """
    return _words().look_up(word)


@lru_cache(maxsize=8)
def language_around(text: str, start: int, end: int) -> int:
    """Return the languages that the words around a stretch are of, as a sum of bits: mostly one, several in doubt.

    >>> language_around("they went back to Fala this morning with us", 18, 22) & PORTUGUESE
    0
    """
    return _languages_in(f"{text[max(0, start - _REACH) : start]} {text[end : end + _REACH]}", 1)


def language_of_block(text: str, place: int) -> int:
    """Return the languages of the block of a text that a place lies in, as `language_around` does.

    A block has 400 characters and what is near them. All its places are looked up once.
    """
    begin = place - place % _BLOCK
    return _languages_of_block(text[max(0, begin - _REACH) : begin + _BLOCK + _REACH])


@lru_cache(maxsize=4)
def _languages_of_block(block: str) -> int:
    return _languages_in(block, _FEWEST)


def _languages_in(around: str, fewest: int) -> int:
    counts = [0] * _LANGUAGES
    for match in _WORD.finditer(around):
        languages = languages_of(plain(match[0]))
        for bit in range(_LANGUAGES):
            counts[bit] += languages >> bit & 1
    most = max(counts)
    return sum(1 << bit for bit, count in enumerate(counts) if count >= _SHARE * most) if most >= fewest else 0


_LANGUAGES, _REACH, _SHARE = 8, 80, 0.8
_BLOCK, _FEWEST = 400, 3
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")


def is_ordinary(word: str) -> bool:
    """Whether a word, as written, is an ordinary one of any of the languages."""
    return languages_of(plain(word)) != 0 or is_common(word)
