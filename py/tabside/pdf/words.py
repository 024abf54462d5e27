"""Lines and words of a page, rebuilt from the positions of its characters.

The drawing order of a page's characters is not reliable, and spaces are often not drawn. Characters of one
writing direction are turned upright, gathered into lines by their baselines, and split into words at drawn spaces and
at gaps. In letter-spaced text the usual gap between letters is not a space.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .glyphs import Glyph

__all__ = ["Line", "Placed", "Word", "direction", "lines_of", "upright", "upright_groups"]

# Shares of the font size (em).
_SAME_BASELINE = 0.3
_SPACE = 0.15
_RUN_END = 1.2
_SPACED_LEAST, _SPACED_MOST = 0.1, 1.0
_FEW = 4
_SMALL = 0.85
_SCRIPT_GAP, _SCRIPT_LENGTH = 0.5, 8
_TWICE_DRAWN = 0.12
_OVERLAID = 2.0
_STEM = 0.9
_WIDEST = 2.4
# Degrees.
_LEVEL, _FINE = 5.0, 0.2


class Placed(NamedTuple):
    """A glyph in the upright frame of its direction: its advance box from `left` to `right`, `y` its baseline."""

    glyph: Glyph
    left: float
    right: float
    y: float
    size: float

    @property
    def is_space(self) -> bool:
        return self.glyph.text.isspace()


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space between them, from left to right. Points of the upright frame."""

    glyphs: tuple[Placed, ...]
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]
    y: float
    size: float

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right


def upright_groups(glyphs: Sequence[Glyph]) -> Iterator[list[Placed]]:
    """Yield the characters of each writing direction in its upright frame, the most frequent direction first."""
    rounded = [direction(glyph) for glyph in glyphs]
    angles = Counter(rounded)
    order = {angle: rank for rank, (angle, _) in enumerate(sorted(angles.items(), key=lambda one: (-one[1], one[0])))}
    groups: list[list[Placed]] = [[] for _ in order]
    for glyph, angle in zip(glyphs, rounded, strict=True):
        groups[order[angle]].append(_upright(glyph, angle))
    yield from groups


def direction(glyph: Glyph) -> float:
    """Return the writing direction in degrees, rounded so that letters of one line share it.

    Words of scans differ by a degree or so. A long slanted line is drawn in one direction, and rounded to a degree its
    end would lie on another baseline than its beginning.
    """
    if glyph.angle == 0.0:
        return 0.0
    whole = round(glyph.angle)
    is_level = abs((glyph.angle + 45) % 90 - 45) < _LEVEL
    return float(whole % 360) if is_level else round(glyph.angle / _FINE) * _FINE % 360


def upright(glyph: Glyph) -> Placed:
    """Return a character in the upright frame of its direction."""
    return _upright(glyph, direction(glyph))


def _upright(glyph: Glyph, degrees: float) -> Placed:
    box = glyph.loose if glyph.loose.width > 0 and glyph.loose.height > 0 else glyph.box
    size = glyph.size if 0.1 < glyph.size < 2_000 else max(box.height, 1.0)
    x, y = glyph.origin
    if degrees == 0 and not glyph.lean:
        return Placed(glyph, box.left, box.right, y, size)
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)
    across, along = -x * sin + y * cos, x * cos + y * sin
    if degrees % 90 == 0 and not glyph.lean:
        ends = [corner[0] * cos + corner[1] * sin for corner in ((box.left, box.bottom), (box.right, box.top))]
        return Placed(glyph, min(ends), max(ends), across, size)
    # The box is upright around a slanted character: its advance follows from the box's larger side, without what the
    # stems take of it.
    stem = math.radians(degrees + 90 - glyph.lean)
    if abs(cos) >= abs(sin):
        advance = (box.width - _STEM * size * abs(math.cos(stem))) / abs(cos)
    else:
        advance = (box.height - _STEM * size * abs(math.sin(stem))) / abs(sin)
    return Placed(glyph, along, along + min(max(advance, 0.2 * size), _WIDEST * size), across, size)


def lines_of(placed: Sequence[Placed]) -> list[Line]:
    """Gather characters into lines, from the top down, each split into words."""
    rows: list[list[Placed]] = []
    for one in sorted(placed, key=lambda each: (-each.y, each.left)):
        if rows and rows[-1][0].y - one.y <= _SAME_BASELINE * min(rows[-1][0].size, one.size):
            rows[-1].append(one)
        else:
            rows.append([one])
    lines: list[Line] = []
    for layer in (layer for row in _with_scripts(rows) for layer in _overlaid(sorted(row, key=_place))):
        words = list(_words(_once(layer)))
        if words:
            # The baseline of the largest part, not of a superscript.
            main = max(words, key=lambda word: (word.size, word.right - word.left))
            lines.append(Line(tuple(words), main.y, main.size))
    return lines


def _place(one: Placed) -> float:
    return one.left


def _overlaid(row: list[Placed]) -> list[list[Placed]]:
    """Separate texts that are drawn over each other: letter by letter they would be mixed. `row` is from left to right.

    What is drawn from left to right in one go belongs together. It is another text if much of it lies over others.
    """
    reach, covered = -math.inf, 0.0
    for one in row:
        covered += max(0.0, min(reach, one.right) - one.left)
        reach = max(reach, one.right)
    size = median(one.size for one in row)
    if covered < _OVERLAID * size:
        return [row]
    layers: list[list[Placed]] = []
    for run in _drawn_in_one_go(row):
        for layer in layers:
            if _is_drawn_again(run, layer) or _common(run, layer) < _OVERLAID * size:
                layer += run
                break
        else:
            layers.append(list(run))
    return [sorted(layer, key=_place) for layer in layers]


def _drawn_in_one_go(row: Sequence[Placed]) -> Iterator[list[Placed]]:
    run: list[Placed] = []
    for one in sorted(row, key=lambda each: each.glyph.number):
        if run and not -0.5 * one.size < one.left - run[-1].right < _RUN_END * one.size:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _is_drawn_again(run: Sequence[Placed], layer: Sequence[Placed]) -> bool:
    """Whether a run repeats what stands there, as some programs do for bold text and shadows."""
    return all(any(_is_twin(other, one) for other in layer if other.glyph.text == one.glyph.text) for one in run)


def _common(run: Sequence[Placed], layer: Sequence[Placed]) -> float:
    """Return the length along which letters of both lie over each other."""
    return sum(max(0.0, min(one.right, other.right) - max(one.left, other.left)) for one in run for other in layer)


def _with_scripts(rows: Sequence[list[Placed]]) -> list[list[Placed]]:
    """Move superscripts and subscripts, which have their own baseline, into the lines that they belong to."""
    sizes = [median(one.size for one in row) for row in rows]
    merged: list[list[Placed]] = [list(row) for row in rows]
    for number, row in enumerate(rows):
        for beside in (number + 1, number - 1):
            if not 0 <= beside < len(rows) or sizes[number] > _SMALL * sizes[beside] or not merged[number]:
                continue
            base = rows[beside]
            rise = (row[0].y - base[0].y) / sizes[beside]
            if not -0.3 < rise < 0.6:
                continue
            left, right = min(one.left for one in row), max(one.right for one in row)
            reach = _SCRIPT_GAP * sizes[beside]
            if right - left < _SCRIPT_LENGTH * sizes[beside] and any(abs(left - one.right) < reach for one in base):
                merged[beside] += merged[number]
                merged[number] = []
    return [row for row in merged if row]


def _once(row: Sequence[Placed]) -> list[Placed]:
    """Drop characters drawn again at the same place, which some programs do for bold text."""
    kept: list[Placed] = []
    for one in row:
        if not any(other.glyph.text == one.glyph.text and _is_twin(other, one) for other in kept[-3:]):
            kept.append(one)
    return kept


def _is_twin(other: Placed, one: Placed) -> bool:
    near = _TWICE_DRAWN * one.size
    # Letters of a ligature stand at one place too, one right after the other.
    is_ligature = one.glyph.number - other.glyph.number == 1
    return (
        not is_ligature and abs(other.left - one.left) < near and abs(other.y - one.y) < near and one.right > one.left
    )


def _words(row: Sequence[Placed]) -> Iterator[Word]:
    runs = list(_runs(row))
    # In a run of two or three letters it shows from the rest of the line whether letters are spaced.
    of_line = _letter_spacing([gap for run in runs for gap in _gaps(run)])
    for run in runs:
        gaps = _gaps(run)
        spacing = _letter_spacing(gaps) if len(gaps) >= _FEW else of_line
        space = (_SPACE if spacing is None else 1.6 * spacing + 0.05) * median(one.size for one in run)
        word: list[Placed] = []
        for one in run:
            if word and one.left - max(each.right for each in word[-2:]) > space:
                yield _word(word)
                word = []
            word.append(one)
        if word:
            yield _word(word)


def median(numbers: Iterable[float]) -> float:
    """Return the middle one of some numbers, or the mean of the two in the middle."""
    # That of the standard library takes ten times as long.
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _gaps(run: Sequence[Placed]) -> list[float]:
    """Return the gaps between the letters of a run, in shares of its font size."""
    size = median(one.size for one in run)
    return [(later.left - earlier.right) / size for earlier, later in pairwise(run)]


def _letter_spacing(gaps: Sequence[float]) -> float | None:
    """Return the gap between nearly all letters, or None if letters are close together."""
    spaced = [gap for gap in gaps if _SPACED_LEAST < gap <= _SPACED_MOST]
    return median(spaced) if len(gaps) >= 2 and len(spaced) >= 0.75 * len(gaps) else None


def _runs(row: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Split a row at drawn spaces and at gaps wider than any letter-spacing."""
    run: list[Placed] = []
    for one in row:
        gap = one.left - run[-1].right if run else 0.0
        if one.is_space or gap > _RUN_END * max(one.size, run[-1].size if run else 0.0):
            if run:
                yield run
            run = [] if one.is_space else [one]
        else:
            run.append(one)
    if run:
        yield run


def _word(glyphs: Sequence[Placed]) -> Word:
    size = median(one.size for one in glyphs)
    return Word(
        tuple(glyphs), min(one.left for one in glyphs), max(one.right for one in glyphs),
        median(one.y for one in glyphs), size,
    )  # fmt: skip
