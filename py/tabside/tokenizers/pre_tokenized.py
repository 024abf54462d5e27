"""A text split into the pieces that the model tokenizes one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from .normalized import NormalizedString

__all__ = ["Behavior", "Match", "PreTokenizedString", "Split", "cut", "matches_of"]

Behavior = Literal["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
Match = tuple[int, int, bool]
"""(first, last, whether the pattern matched here), in code points of the normalized text; together they cover it."""

Split = tuple[NormalizedString, int | None]
"""A piece, and the id where an added token is already known to stand here."""


class PreTokenizedString:
    """The pieces of a text, in order."""

    __slots__ = ("splits",)

    def __init__(self, splits: list[Split]) -> None:
        self.splits = splits

    def split(self, pieces_of: Callable[[int, NormalizedString], Iterable[NormalizedString]]) -> None:
        """Replace each piece that is not an added token by the result of `pieces_of(index, piece)`.

        Empty pieces are dropped.
        """
        splits: list[Split] = []
        for index, split in enumerate(self.splits):
            if split[1] is not None:
                splits.append(split)
            else:
                splits += [(piece, None) for piece in pieces_of(index, split[0]) if piece.text]
        self.splits = splits


def matches_of(spans: Iterable[tuple[int, int]], length: int) -> list[Match]:
    """Return a pattern's matches and the gaps between them.

    >>> matches_of([(1, 2)], 4)
    [(0, 1, False), (1, 2, True), (2, 4, False)]
    """
    matches: list[Match] = []
    position = 0
    for first, last in spans:
        if position != first:
            matches.append((position, first, False))
        matches.append((first, last, True))
        position = last
    if position != length:
        matches.append((position, length, False))
    return matches


def cut(matches: list[Match], behavior: Behavior) -> list[tuple[int, int]]:
    """Return the remaining pieces, depending on the behavior for the delimiter.

    >>> the_final = [(0, 3, False), (3, 4, True), (4, 9, False), (9, 10, True), (10, 11, True)]
    >>> cut(the_final, "removed"), cut(the_final, "merged_with_previous")
    ([(0, 3), (4, 9)], [(0, 4), (4, 10), (10, 11)])
    """
    if behavior == "removed":
        return [(first, last) for first, last, matched in matches if not matched]
    if behavior == "isolated":
        return [(first, last) for first, last, _ in matches]
    backwards = behavior == "merged_with_next"
    pieces: list[tuple[int, int]] = []
    previous = False
    for first, last, matched in reversed(matches) if backwards else matches:
        joins = matched == previous if behavior == "contiguous" else matched and not previous
        if joins and pieces:
            pieces[-1] = (first, pieces[-1][1]) if backwards else (pieces[-1][0], last)
        else:
            pieces.append((first, last))
        previous = matched
    if backwards:
        pieces.reverse()
    return pieces
