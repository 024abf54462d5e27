"""The name lists: some 88,000 names of people and places, in 165 kB of download.

`names.bin` is written by scripts/generate/name_lexicon.py, which names its sources. It contains no words, only 25 bits
of each word's CRC-32: the upper 9 select a bucket, the lower 16 are searched by bisection, and the word's kinds are
stored beside them. 1 in 400 unlisted words is taken for a listed one. For dictionary words there are no such errors:
the lists mark the name with the same hash.
"""

from __future__ import annotations

import sys
import unicodedata
from array import array
from binascii import crc32
from bisect import bisect_left
from pathlib import Path

__all__ = ["GIVEN", "HASH_BITS", "NAME", "PLACE", "SURNAME", "WORD", "WORD_IN_SMALL", "HashedWords", "look_up", "plain"]

GIVEN, SURNAME, PLACE = 1, 2, 4
NAME = GIVEN | SURNAME | PLACE
WORD = 8
"""Also an everyday word of English, or a German noun: a capital says little. Without any other, an English word."""
WORD_IN_SMALL = 16
"""Also a word of a language that writes it small: inside a sentence, a capital says much."""

HASH_BITS = 25
_BUCKETS = 2 ** (HASH_BITS - 16)


class HashedWords:
    """A set of words without the words: the upper bits of a hash say where to look, the lower 16 are bisected.

    The file holds where buckets begin (uint32), the last one's end, then low and high bytes of hashes, and kinds.
    """

    def __init__(self, data: bytes) -> None:
        begins = array("I", data[: 4 * (_BUCKETS + 1)])
        if sys.byteorder == "big":
            begins.byteswap()
        count = begins[-1]
        body = memoryview(data)[4 * (_BUCKETS + 1) :]
        hashes = array("H", bytes(2 * count))
        view = memoryview(hashes).cast("B")
        low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
        view[low::2] = body[:count]
        view[high::2] = body[count : 2 * count]
        self._begins, self._hashes, self._kinds = begins, hashes, bytes(body[2 * count :])

    def look_up(self, word: str) -> int:
        """Return the value stored for a word, 0 if it is unknown."""
        hashed = crc32(word.encode()) >> 32 - HASH_BITS
        bucket, wanted = hashed >> 16, hashed & 0xFFFF
        end = self._begins[bucket + 1]
        index = bisect_left(self._hashes, wanted, self._begins[bucket], end)
        return self._kinds[index] if index < end and self._hashes[index] == wanted else 0


_NAMES = HashedWords(Path(__file__).with_name("names.bin").read_bytes())

_LETTERS = str.maketrans(
    {
        "đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h",
        "'": None, "’": None, "ʻ": None, "ʼ": None, "‘": None, "`": None,
    }
)  # fmt: skip


def plain(word: str) -> str:
    """Return a word in the spelling of the lists: in lower case, without marks and apostrophes.

    >>> plain("O'Brien"), plain("Nguyễn"), plain("Weiß")
    ('obrien', 'nguyen', 'weiss')
    """
    word = word.lower()
    if word.isalpha() and word.isascii():
        return word
    word = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(ch for ch in word if ch.isascii())


def look_up(name: str) -> int:
    """Return the kinds of a plain word, as the sum of `GIVEN`, `SURNAME`, `PLACE`, `WORD` and `WORD_IN_SMALL`; 0 if
    unknown.

    >>> look_up("rosa") & (GIVEN | SURNAME) == GIVEN | SURNAME, look_up("invoice")
    (True, 0)
    """
    return _NAMES.look_up(name)
