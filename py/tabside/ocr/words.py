"""Group the recognized letters of one line into words, with the position of each letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .box import Box
from .recognition import Letter

__all__ = ["Piece", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word that has no place in a text yet; see `page.Word`."""

    text: str = field(repr=False)
    box: Box
    edges: tuple[float, ...]
    scores: tuple[float, ...]


def pieces(letters: Sequence[Letter], box: Box) -> list[Piece]:
    """Cut a line at its spaces.

    A letter reaches half way to the next one, a word to the middle of the space beside it or to the line's edge: the
    places of letters are rough, and a box that ends inside of a letter would leave some of it to be seen.
    """
    between = [0.0, *((left.at + right.at) / 2 for left, right in pairwise(letters)), box.width]
    found: list[Piece] = []
    start = 0
    for end in range(len(letters) + 1):
        if end < len(letters) and not letters[end].text.isspace():
            continue
        if end > start:
            left = letters[start - 1].at if start else 0.0
            right = letters[end].at if end < len(letters) else box.width
            word = letters[start:end]
            found.append(
                Piece(
                    "".join(letter.text for letter in word),
                    box,
                    (left, *between[start + 1 : end], right),
                    tuple(letter.score for letter in word),
                )
            )
        start = end + 1
    return found
