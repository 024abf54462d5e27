"""Convert a line's visual order to reading order, for right-to-left scripts.

The inverse of the reordering of UAX #9, for a line with one embedding level: everything is reversed, then Latin words
and digits are reversed back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from .words import Placed, Word

__all__ = ["visual_to_logical"]

_RIGHT_TO_LEFT = ("R", "AL")
_FIGURES = ("EN", "AN")
_SEPARATORS = ("ES", "CS")


def visual_to_logical(words: Sequence[Word]) -> Sequence[Word]:
    """Put a line's words, listed as they stand on the page from left to right, into reading order."""
    kinds = [[_kind(one) for one in word.glyphs] for word in words]
    flat = [kind for word in kinds for kind in word]
    right = sum(kind in _RIGHT_TO_LEFT for kind in flat)
    if not right:
        return words
    items: list[tuple[Placed | None, str]] = []
    for word, word_kinds in zip(words, kinds, strict=True):
        if items:
            items.append((None, "WS"))
        items += zip(word.glyphs, word_kinds, strict=True)
    if right >= flat.count("L"):
        items.reverse()
        turned: Sequence[str] = ("L",)
    else:
        turned = _RIGHT_TO_LEFT
    return _as_words(_turned(_turned(items, turned, _FIGURES if "L" in turned else ()), _FIGURES, ()), words[0])


def _turned(
    items: Sequence[tuple[Placed | None, str]], strong: Sequence[str], between: Sequence[str]
) -> list[tuple[Placed | None, str]]:
    """Reverse each stretch that begins and ends with a strong kind and contains no letters of the other direction."""
    result = list(items)
    start = 0
    while start < len(result):
        if result[start][1] not in strong:
            start += 1
            continue
        end = last = start
        while end < len(result) and _goes_on(result, end, strong, between):
            if result[end][1] in strong:
                last = end
            end += 1
        result[start : last + 1] = reversed(result[start : last + 1])
        start = last + 1
    return result


def _goes_on(
    items: Sequence[tuple[Placed | None, str]], at: int, strong: Sequence[str], between: Sequence[str]
) -> bool:
    kind = items[at][1]
    if kind in strong:
        return True
    if strong == _FIGURES:
        # One separator between digits belongs to the number.
        return kind in _SEPARATORS and at + 1 < len(items) and items[at + 1][1] in strong
    return kind in between or kind not in ("L", *_RIGHT_TO_LEFT)


def _as_words(items: Sequence[tuple[Placed | None, str]], like: Word) -> list[Word]:
    words: list[Word] = []
    glyphs: list[Placed] = []
    for one, _ in [*items, (None, "WS")]:
        if one is not None:
            glyphs.append(one)
        elif glyphs:
            left, right = min(each.left for each in glyphs), max(each.right for each in glyphs)
            words.append(Word(tuple(glyphs), left, right, like.y, like.size))
            glyphs = []
    return words


def _kind(one: Placed) -> str:
    return unicodedata.bidirectional(one.glyph.text[:1] or " ")
