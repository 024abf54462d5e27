"""Split where the script changes, as SentencePiece does."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import pairwise

from ..normalized import NormalizedString
from ..pre_tokenized import PreTokenizedString
from ..unicode.sets import unpack

__all__ = ["UnicodeScripts"]

_ANY = "any"
"""The space and characters without a script fit every script. Kana and the prolonged sound mark count as Han."""


@cache
def _borders() -> tuple[list[int], list[str]]:
    from ..unicode.tables import SCRIPTS

    runs = sorted((first, end, name) for name, packed in SCRIPTS.items() for first, end in unpack(packed))
    starts: list[int] = []
    names: list[str] = []
    position = 0
    for first, end, name in runs:
        if first > position:
            starts.append(position)
            names.append(_ANY)
        starts.append(first)
        names.append(name)
        position = end
    return starts, names


@cache
def _script(character: str) -> str:
    starts, names = _borders()
    return names[bisect_right(starts, ord(character)) - 1]


class UnicodeScripts:
    """Splits at script changes. Characters without a script before the first one with a script are lost, as in Rust."""

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: _cut(piece))


def _cut(piece: NormalizedString) -> list[NormalizedString]:
    borders: list[int] = []
    last = None
    for index, character in enumerate(piece.text):
        script = _script(character)
        if script == _ANY:
            continue
        if script != last:
            borders.append(index)
        last = script
    borders.append(len(piece.text))
    return [piece.slice(first, end) for first, end in pairwise(borders)]
