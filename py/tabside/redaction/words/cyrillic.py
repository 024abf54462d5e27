"""Russian given names, places and frequent words, looked up in any grammatical case.

`cyrillic.bin` is written by scripts/generate/cyrillic_names.py, which names its sources. It is laid out as `names.bin`.
It is read at the first text in Cyrillic script.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .lexicon import HashedWords

__all__ = ["GIVEN", "ORDINARY", "PLACE", "base", "cases", "kinds_of"]

GIVEN, PLACE, ORDINARY = 1, 2, 4

_ENDINGS = frozenset((*"аяуюыиеойь", "ом", "ем", "ой", "ей", "ою", "ею", "ью", "ам", "ям", "ах", "ях"))
_VOWELS = frozenset("аяоейьиыую")
_SHORTEST = 2


def base(name: str) -> str:
    """Return what all cases of a name in the nominative have in common: it without its last vowel or sign.

    >>> base("мария"), base("олег"), base("юрий")
    ('мари', 'олег', 'юри')
    """
    return name[:-1] if len(name) > _SHORTEST and name[-1] in _VOWELS else name


@cache
def _words() -> HashedWords:
    return HashedWords(Path(__file__).with_name("cyrillic.bin").read_bytes())


def kinds_of(word: str) -> int:
    """Return the kinds of a word in any case, as the sum of `GIVEN`, `PLACE` and `ORDINARY`; 0 if unknown."""
    spelled = word.lower().replace("ё", "е")
    look_up = _words().look_up
    kinds = look_up("=" + spelled)
    for form in cases(spelled):
        kinds |= look_up(form)
    return kinds


def cases(word: str) -> Iterator[str]:
    """Yield a word in lower case, and it without each ending of a case that it may have."""
    yield word
    for length in (1, 2):
        if word[-length:] in _ENDINGS and len(word) - length >= _SHORTEST:
            yield word[:-length]
