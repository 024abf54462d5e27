"""Context words: words near a value that indicate its type.

A label usually precedes its value, on the same line or the one above. `has_context` checks one value;
`Mentions` finds the words of a whole vocabulary in one pass, for many values.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

__all__ = [
    "CLOSE",
    "CONTEXT_AFTER",
    "CONTEXT_BEFORE",
    "Announcements",
    "Mentions",
    "Vocabulary",
    "context_distance",
    "context_reason",
    "has_context",
    "may_have_context",
    "vocabulary",
    "words_of",
]

CONTEXT_BEFORE = 60
CONTEXT_AFTER = 25
CLOSE = 30
# From this length on, words are searched in the whole text at once.
LONG = 2000
# A word after a value counts as this much farther away than one before it.
AFTER_PENALTY = 40
_FAR = (1000, -1)

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_AND_GAPS = re.compile(r"([^\W\d_]+)")

Vocabulary = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[int, ...]]]]
"""For each first word: the words that follow it in a phrase, and the owners of that phrase."""


def has_context(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words occurs shortly before a stretch, or directly after it, as a whole word in any case.

    A digit or an underscore ends a word too: `SSN123456789` and `aws_secret_key` contain `ssn` and `secret key`.
    """
    return context_distance(text, start, end, words) is not None


def context_distance(text: str, start: int, end: int, words: tuple[str, ...]) -> int | None:
    """Return the distance of the nearest word, or None if none is in reach."""
    known = vocabulary(((words, 0),))
    begin = max(0, start - CONTEXT_BEFORE)
    if 0 < begin < start and text[begin - 1].isalpha():
        while begin < start and text[begin].isalpha():
            begin += 1  # not a whole word
    distance: int | None = None
    for _id, _start, stop in _mentions(text, begin, start, known):
        distance = start - stop  # the last one is the nearest
    if distance is not None and distance <= AFTER_PENALTY:
        return distance
    for _id, at, _stop in _mentions(text, end, min(len(text), end + CONTEXT_AFTER), known):
        after = at - end + AFTER_PENALTY
        return after if distance is None else min(after, distance)
    return distance


def context_reason(text: str, start: int, end: int, words: tuple[str, ...]) -> str:
    """Return the nearest word as a reason of a `Detection`; for a value with a word nearby."""
    known = vocabulary(((words, 0),))
    # The word mostly directly precedes the value; the rest is read only if it does not.
    for begin, stop in ((start - CLOSE, start), (start - CONTEXT_BEFORE, start), (end, end + CONTEXT_AFTER)):
        begin = max(0, begin)
        while begin < start and begin and text[begin].isalpha() and text[begin - 1].isalpha():
            begin += 1  # not a whole word
        found = [text[at:until] for _id, at, until in _mentions(text, begin, min(len(text), stop), known)]
        if found:
            return f"context word: {found[0 if begin >= end else -1].lower()}"
    return "context word"


def may_have_context(text: str, words: tuple[str, ...]) -> bool:
    """Prefilter: whether any of the words can occur anywhere in a text."""
    return not words_of(text).isdisjoint(vocabulary(((words, 0),)))


@lru_cache(maxsize=2)
def words_of(text: str) -> frozenset[str]:
    """Return the words of the text that all recognizers are currently reading."""
    return frozenset(_WORD.findall(text.lower()))


@lru_cache(maxsize=1)
def _words_in_order(text: str) -> tuple[Sequence[str], Sequence[int]]:
    """Return the words of the text that all recognizers are currently reading, in lower case, with their starts
    and ends.
    """
    lower = text.lower()
    is_aligned = len(lower) == len(text)  # lowercasing may turn one letter into two, never into none
    parts = _WORDS_AND_GAPS.split(lower if is_aligned else text)
    words = parts[1::2] if is_aligned else [word.lower() for word in parts[1::2]]
    return words, list(accumulate(map(len, parts)))


@dataclass(frozen=True, slots=True)
class Mentions:
    """The positions of a vocabulary's words in a text, in order."""

    ids: Sequence[tuple[int, ...]]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str, known: Vocabulary) -> Mentions:
        """Find the words. Linear in the length of the text."""
        words, borders = _words_in_order(text)
        ids: list[tuple[int, ...]] = []
        starts: list[int] = []
        ends: list[int] = []
        for place in [place for place, word in enumerate(words) if word in known]:
            for rest, whose in known[words[place]]:
                last = place + len(rest)
                if not rest or tuple(words[place + 1 : last + 1]) == rest:
                    ids.append(whose)
                    starts.append(borders[2 * place])
                    ends.append(borders[2 * last + 1])
        return cls(ids, starts, ends)

    def reason(self, text: str, index: int) -> str:
        """Return the word of a mention as a reason of a `Detection`."""
        return f"context word: {text[self.starts[index] : self.ends[index]].lower()}"

    def nearest(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the distance of the nearest word of any owner, and its index; None if none is in reach."""
        starts, ends = self.starts, self.ends
        index = first = bisect_left(starts, start)
        found: tuple[int, int] | None = None
        while index > 0:
            index -= 1
            if starts[index] < start - CONTEXT_BEFORE:
                break
            if ends[index] <= start:
                found = start - ends[index], index
                if found[0] <= AFTER_PENALTY:
                    return found
                break
        following = bisect_left(starts, end, first)
        if following < len(starts):
            away = starts[following] - end + AFTER_PENALTY
            if ends[following] - end <= CONTEXT_AFTER and (found is None or away < found[0]):
                return away, following
        return found

    def near(self, start: int, end: int, wanted: Container[int]) -> dict[int, tuple[int, int]]:
        """Return the given owners with a word near a stretch, with the nearest one's distance and index."""
        found: dict[int, tuple[int, int]] = {}
        starts, ends, ids = self.starts, self.ends, self.ids
        last: tuple[int, ...] = ()
        last_away = different = 0
        first_behind = bisect_left(starts, start)
        for index in range(first_behind - 1, -1, -1):
            if starts[index] < start - CONTEXT_BEFORE:
                break
            away = start - ends[index]
            if away >= 0 and ids[index] is not last:
                last = ids[index]  # another mention of the same word, farther away
                last_away, different = away, different + 1
                for whose in last:
                    if whose in wanted and whose not in found:
                        found[whose] = away, index
        for index in range(bisect_left(starts, end, first_behind), len(starts)):
            if ends[index] - end > CONTEXT_AFTER:
                break
            if ids[index] is last:
                nearest = last_away if different == 1 else self._away_before(start, last[0])
                if nearest <= AFTER_PENALTY:
                    continue  # the same word is nearer before the value
            away = starts[index] - end + AFTER_PENALTY
            for whose in ids[index]:
                if whose in wanted and away < found.get(whose, _FAR)[0]:
                    found[whose] = away, index
        return found

    def _away_before(self, start: int, whose: int) -> int:
        """Return how far before an offset an owner's nearest word ends."""
        for index in range(bisect_left(self.starts, start) - 1, -1, -1):
            if whose in self.ids[index] and self.ends[index] <= start:
                return start - self.ends[index]
        return _FAR[0]


class Announcements:
    """The context words of one recognizer: searched once in a long text, else around each value."""

    def __init__(self, text: str, words: tuple[str, ...]) -> None:
        self.text, self.words = text, words
        self.mentions = Mentions.of(text, vocabulary(((words, 0),))) if len(text) > LONG else None
        # For one value the distance is computed first, then the word.
        self._asked = (-1, -1)
        self._nearest: tuple[int, int] | None = None

    def distance(self, start: int, end: int) -> int | None:
        """Return the distance of the nearest word, or None if none is in reach."""
        if self.mentions is None:
            return context_distance(self.text, start, end, self.words)
        nearest = self._find_nearest(self.mentions, start, end)
        return None if nearest is None else nearest[0]

    def reason(self, start: int, end: int) -> str:
        """Return the word near a value that has one in reach."""
        if self.mentions is None:
            return context_reason(self.text, start, end, self.words)
        nearest = self._find_nearest(self.mentions, start, end)
        return "context word" if nearest is None else self.mentions.reason(self.text, nearest[1])

    def _find_nearest(self, mentions: Mentions, start: int, end: int) -> tuple[int, int] | None:
        if self._asked != (start, end):
            self._asked = (start, end)
            self._nearest = mentions.nearest(start, end)
        return self._nearest


def _mentions(text: str, begin: int, end: int, known: Vocabulary) -> Iterable[tuple[tuple[int, ...], int, int]]:
    """Yield owner, start and end of each mention between two offsets."""
    for match in _WORD.finditer(text, begin, end):
        phrases = known.get(match[0].lower())
        if phrases is None:
            continue
        start, stop = match.span()
        # Continuations are read where a phrase begins, once for all phrases with that beginning.
        following: list[str] = []
        stops = [stop]
        for rest, whose in phrases:
            while len(following) < len(rest):
                further = _WORD.search(text, stops[-1], end)
                if further is None:
                    break
                following.append(further[0].lower())
                stops.append(further.end())
            if not rest:
                yield whose, start, stop
            elif len(following) >= len(rest) and tuple(following[: len(rest)]) == rest:
                yield whose, start, stops[len(rest)]


@lru_cache(maxsize=512)
def vocabulary(phrases: tuple[tuple[tuple[str, ...], int], ...]) -> Vocabulary:
    """Build a vocabulary of phrases and their owners. Phrases with accents are also matched without them."""
    whose_phrase: dict[tuple[str, ...], list[int]] = {}
    for words, whose in phrases:
        for phrase in dict.fromkeys(spelling for word in words for spelling in _spellings(word)):
            if found := tuple(_WORD.findall(phrase)):
                whose_phrase.setdefault(found, []).append(whose)
    known: dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
    for (first, *rest), owners in whose_phrase.items():
        known.setdefault(first, []).append((tuple(rest), tuple(owners)))
    return known


def _spellings(word: str) -> tuple[str, ...]:
    lower = word.lower()
    if lower.isascii():
        return (lower,)
    plain = "".join(ch for ch in unicodedata.normalize("NFD", lower) if unicodedata.category(ch) != "Mn")
    return (lower, unicodedata.normalize("NFC", plain))
