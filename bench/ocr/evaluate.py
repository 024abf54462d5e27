"""Compare the recognized text with the drawn text: values read exactly, within one letter, and fully covered."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .pages import TrueWord

__all__ = ["ReadWord", "ValueResult", "evaluate", "nearest"]

_ALIKE = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "–": "-", "—": "-", "\u00a0": " "})
_INK = 70
"""Grey levels from the paper, of 255."""
FULL = 0.995
"""The share of a value's ink under boxes. The rest are single pixels of smoothed edges."""


@dataclass(frozen=True)
class ReadWord:
    """A word that was read: corners in pixels of the page as it was drawn, and the same for each letter."""

    text: str
    quad: npt.NDArray[np.float64]
    letters: Sequence[npt.NDArray[np.float64]]


@dataclass(frozen=True)
class ValueResult:
    """The result for one value: `distance` in letters, `covered` the share of its ink under boxes."""

    kind: str
    value: str
    got: str
    is_exact: bool
    distance: int
    covered: float


def normal(text: str) -> str:
    """Make apostrophes and dashes alike."""
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


def nearest(pattern: str, text: str) -> tuple[int, int, int]:
    """Return the least edit distance between the pattern and a part of the text, and where that part is.

    >>> nearest("Zoe", "to Zoé's")
    (1, 3, 6)
    """
    row = [(0, start) for start in range(len(text) + 1)]
    for count, letter in enumerate(pattern, 1):
        following = [(count, 0)]
        for at in range(1, len(text) + 1):
            following.append(
                min(
                    (row[at - 1][0] + (text[at - 1] != letter), row[at - 1][1]),
                    (row[at][0] + 1, row[at][1]),
                    (following[at - 1][0] + 1, following[at - 1][1]),
                    key=lambda entry: entry[0],
                )
            )
        row = following
    end = min(range(len(row)), key=lambda at: row[at][0])
    return row[end][0], row[end][1], end


def evaluate(
    drawn: Sequence[TrueWord],
    values: Sequence[Any],
    read: Sequence[ReadWord],
    clean: npt.NDArray[np.uint8],
    margin: float,
) -> tuple[list[ValueResult], int, tuple[int, int]]:
    """Return the results of all values, how many drawn words no box touches, and letters wrong and in all."""
    lines = _lines(drawn)
    by_line: list[list[ReadWord]] = [[] for _ in lines]
    for word in read:
        middle = word.quad[:, 1].mean()
        index = min(range(len(lines)), key=lambda each: abs(_middle(lines[each]) - middle))
        by_line[index].append(word)
    for words in by_line:
        words.sort(key=lambda word: float(word.quad[:, 0].mean()))
    results = [
        _value_result(number, value, drawn, lines, by_line, clean, margin)
        for number, value in enumerate(values)
        if value is not None
    ]
    missed = sum(not _is_touched(word, read) for word in drawn)
    wrong = letters = 0
    for line, words in zip(lines, by_line, strict=True):
        true = normal(_text(line))
        got = normal(" ".join(word.text for word in words))
        wrong += _distance(true, got)
        letters += len(true)
    return results, missed, (wrong, letters)


def _value_result(
    number: int,
    value: Any,
    drawn: Sequence[TrueWord],
    lines: Sequence[Sequence[TrueWord]],
    by_line: Sequence[Sequence[ReadWord]],
    clean: npt.NDArray[np.uint8],
    margin: float,
) -> ValueResult:
    own = [word for word in drawn if word.value == number]
    index = next(index for index, line in enumerate(lines) if own[0] in line)
    words = by_line[index]
    spaced, dense = normal(" ".join(word.text for word in words)), normal("".join(word.text for word in words))
    wanted = normal(value["text"])
    distance, start, end = nearest(wanted.replace(" ", ""), dense)
    quads: list[npt.NDArray[np.float64]] = []
    at = 0
    for word in words:
        first, last = max(start, at) - at, min(end, at + len(word.text)) - at
        if first < last:
            left, right = word.letters[first], word.letters[last - 1]
            quads.append(np.array([left[0], right[1], right[2], left[3]]))
        at += len(word.text)
    ink = np.concatenate([_ink(word, clean) for word in own])
    hidden = np.zeros(len(ink), bool)
    for quad in quads:
        hidden |= _inside(ink, quad, margin)
    return ValueResult(value["kind"], value["text"], dense[start:end], wanted in spaced, distance, float(hidden.mean()))


def _lines(drawn: Sequence[TrueWord]) -> list[list[TrueWord]]:
    lines: list[list[TrueWord]] = []
    for word in sorted(drawn, key=lambda word: word.box[1] + word.box[3]):
        middle, height = (word.box[1] + word.box[3]) / 2, word.box[3] - word.box[1]
        fitting = [line for line in lines[-4:] if abs(_middle(line) - middle) < 0.4 * height]
        if fitting:
            fitting[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box[0]) for line in lines]


def _middle(line: Sequence[TrueWord]) -> float:
    return sum(word.box[1] + word.box[3] for word in line) / (2 * len(line))


def _text(line: Sequence[TrueWord]) -> str:
    text = line[0].text
    for before, word in pairwise(line):
        # Words that lie in several elements, such as a value before a comma, have no gap.
        gap = word.box[0] - before.box[2]
        text += (" " if gap > 0.1 * (word.box[3] - word.box[1]) else "") + word.text
    return text


def _ink(word: TrueWord, clean: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    left, top, right, bottom = (int(side) for side in word.box)
    part = clean[top : bottom + 1, left : right + 1].astype(np.int16)
    y, x = np.nonzero(np.abs(part - np.median(part)) > _INK)
    return np.stack([x + left + 0.5, y + top + 0.5], axis=1)


def _inside(points: npt.NDArray[np.float64], quad: npt.NDArray[np.float64], margin: float) -> npt.NDArray[np.bool_]:
    along, across = quad[1] - quad[0], quad[3] - quad[0]
    width, height = math.hypot(*along), math.hypot(*across)
    if not width or not height:
        return np.zeros(len(points), bool)
    x, y = (points - quad[0]) @ (along / width), (points - quad[0]) @ (across / height)
    inside: npt.NDArray[np.bool_] = (x >= -margin) & (x <= width + margin) & (y >= -margin) & (y <= height + margin)
    return inside


def _is_touched(word: TrueWord, read: Sequence[ReadWord]) -> bool:
    middle = np.array([[(word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2]])
    return any(bool(_inside(middle, one.quad, 2.0)[0]) for one in read)


def _distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for count, letter in enumerate(first, 1):
        following = [count]
        for at, other in enumerate(second, 1):
            following.append(min(row[at - 1] + (letter != other), row[at] + 1, following[at - 1] + 1))
        row = following
    return row[-1]
