"""Dictated numbers, read as digits: `five three six, two two, one two three four` is `536 22 1234`.

A run is a sequence of number words, with pauses and filler words between them. Its groups are
separated by pauses. `twenty one` is 21, `nineteen seventy one` 1971, `double seven` 77, `mille neuf cent
soixante-dix-huit` 1978.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .number_words import CONNECTORS, FILLERS, NUMBERS, ORDINALS, PLUS, REPEATS, SEPARATORS

__all__ = ["Group", "Run", "passages"]

_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"(?<![^\W_])([^\W\d_]+)[ \t]\Z")
_GAP = re.compile(r"[ \t\n,.;:/-]{1,3}")
_PAUSES = frozenset(",.;:/\n")
# Single digits.
_SPELLED = re.compile(r"(?<![^\W_])(?<![0-9] )[0-9](?: [0-9]){6,39}+(?![^\W_]| [0-9])")
# As long as a card with its date, and a bit more. A longer run is a list, or an attack.
_MOST_WORDS = 45
_FURTHEST = 16
_WORDS = frozenset((*NUMBERS, *ORDINALS, *REPEATS))
_BETWEEN = CONNECTORS | SEPARATORS | FILLERS


# Tuples, since a text may contain many: in the tab creating a frozen dataclass takes three times as long.
class Group(NamedTuple):
    """Digits spoken without a pause, and their span in the text."""

    figures: str
    start: int
    end: int


class Run(NamedTuple):
    """A dictated number. `words` counts its number words, `single` those of one digit each."""

    groups: tuple[Group, ...]
    words: int
    single: int

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @property
    def figures(self) -> str:
        return "".join([group.figures for group in self.groups])


def passages(text: str, most: int) -> Iterator[tuple[Run, ...]]:
    """Yield the dictated numbers of a folded text that are close together, in order. Linear.

    A day and a year have the month between them: two words and four digits make a passage. Beyond `most`, passages
    are yielded unread, as one run of one group without digits.
    """
    lower = text.replace("\u0130", "I").lower()
    found = [match.span() for match in _WORD.finditer(lower) if match[0] in _WORDS]
    first = 0
    for index in range(1, len(found) + 1):
        if index < len(found) and found[index][0] - found[index - 1][1] <= _FURTHEST:
            continue
        words, begin, end = index - first, found[first][0], found[index - 1][1]
        first = index
        if not 2 <= words <= _MOST_WORDS:
            continue
        most -= 1
        runs = _parse(lower, begin, end) if most >= 0 else (Run((Group("", begin, end),), words, words),)
        if most < 0 or sum(len(run.figures) for run in runs) >= 4:
            yield runs
    for match in _SPELLED.finditer(text):
        most -= 1
        figures = match[0].replace(" ", "") if most >= 0 else ""
        yield (Run((Group(figures, match.start(), match.end()),), 0, (match.end() - match.start() + 1) // 2),)


def _parse(lower: str, begin: int, end: int) -> tuple[Run, ...]:
    """Return the runs between two offsets, which contain many number words."""
    reader = _Reader(lower)
    before = _LAST_WORD.search(lower, max(0, begin - 8), begin)
    if before is not None and before[1] in PLUS:
        reader.plus = before.start(1)
    for match in _WORD.finditer(lower, begin, end):
        reader.take(match[0], *match.span())
    reader.finish()
    return tuple(reader.runs)


class _Reader:
    """Receives words one by one and keeps the current run."""

    def __init__(self, lower: str) -> None:
        self.lower = lower
        self.plus: int | None = None
        self.runs: list[Run] = []
        self._clear()

    def _clear(self) -> None:
        self.groups: list[Group] = []
        self.numbers: list[int | str] = []
        self.start = self.end = self.last = -1
        self.repeat = 1
        self.repeat_start = -1
        self.words = self.single = 0
        self.is_tied = self.pauses = False

    def take(self, word: str, start: int, end: int) -> None:
        """Process the next word."""
        is_pause = False
        if self.end >= 0 and start - self.end != 1:
            gap = self.lower[self.end : start]
            if _GAP.fullmatch(gap) is None:
                self.finish()
            else:
                is_pause = not _PAUSES.isdisjoint(gap)
        elif self.end >= 0:
            mark = self.lower[self.end]
            is_pause = mark in _PAUSES
            if not is_pause and mark not in " \t-":
                self.finish()
        value = NUMBERS.get(word)
        if value is not None:
            if self.is_tied and not self._is_open(value):
                self.finish()
            elif self.pauses or is_pause:
                self._group()
            self._add(value, start, end)
        elif word in _BETWEEN and self.end >= 0:
            # A filler word: the next word decides its meaning.
            self.is_tied = word in CONNECTORS
            self.pauses |= word in SEPARATORS or is_pause
            self.end = end
        elif word in REPEATS:
            self.repeat, self.repeat_start = REPEATS[word], start
            self.pauses |= is_pause
            self.end = end
        elif word in ORDINALS:
            self._group()
            self._add(ORDINALS[word], start, end)
            self._group()
        else:
            self.finish()

    def _is_open(self, value: int) -> bool:
        """Whether `and` joins this number to the last one: `treinta y cuatro`."""
        last = self.numbers[-1] if self.numbers else None
        return isinstance(last, int) and last >= 20 and last % 10 == 0 and value < 100

    def _add(self, value: int, start: int, end: int) -> None:
        self.words += 1
        self.single += value < 10
        if self.start < 0:
            self.start = self.repeat_start if self.repeat > 1 else start
        if self.repeat > 1 and value < 10:
            self.numbers.append(str(value) * self.repeat)
        else:
            self._sum(value, start)
        self.repeat, self.is_tied, self.pauses = 1, False, False
        self.end = self.last = end

    def _sum(self, value: int, start: int) -> None:
        """Append a number to its group, or combine it with the last one, as numbers are spoken."""
        last = self.numbers[-1] if self.numbers else None
        joined: int | None = None
        if isinstance(last, int) and last > 0:
            if value in (100, 1000):
                joined = last * value if last < 100 else None
                if joined is None and value == 100 and last >= 1000 and 0 < last % 1000 < 10:
                    joined = last + 99 * (last % 10)
            elif value == 20 and last == 4 and self.lower.startswith("vingt", start):
                joined = 80
            elif value < 10:
                is_tens = 20 <= last < 100 and last % 10 == 0
                is_more = last % 10 == 0 and last >= 100 and (last >= 1000 or self.is_tied)
                joined = last + value if value and (is_tens or is_more) else None
            elif value < 100:
                is_french = last % 100 in (60, 80) and value < 20
                joined = last + value if is_french or (last >= 100 and last % 100 == 0) else None
            elif last >= 1000 and last % 1000 == 0 and value < 1000:
                joined = last + value
        if joined is None:
            self.numbers.append(value)
        else:
            self.numbers[-1] = joined

    def _group(self) -> None:
        if self.numbers:
            figures = "".join(map(str, self.numbers))
            self.groups.append(Group(figures, self.start, self.last))
        self.numbers, self.start = [], -1

    def finish(self) -> None:
        """Keep the current run, if there is one, and begin another."""
        self._group()
        if self.groups:
            head, *rest = self.groups
            if self.plus is not None:
                head = Group(f"+{head.figures}", self.plus, head.end)
            self.runs.append(Run((head, *rest), self.words, self.single))
        self.plus = None
        self._clear()
