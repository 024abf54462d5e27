"""A token's neighbors: names that the model found and words in name lists that may belong to the same name."""

from __future__ import annotations

from collections.abc import Sequence

from ..entities import NAMES
from ..words.lexicon import GIVEN, PLACE, SURNAME, WORD, WORD_IN_SMALL
from .name_tokens import Token
from .odds import LIKELY, POSSIBLE

__all__ = ["Neighbors"]


class Neighbors:
    """A token's neighbors, as far as they may belong to the same name."""

    __slots__ = (
        "before_given",
        "before_name",
        "before_surname",
        "behind_name",
        "behind_surname",
        "beside_listed",
        "beside_name",
        "enumerated",
        "listed_neighbors",
    )

    def __init__(self, tokens: Sequence[Token], between: Sequence[str], index: int) -> None:
        self.beside_name = self.behind_name = self.before_name = self.enumerated = False
        self.before_given = self.before_surname = self.behind_surname = False
        self.beside_listed = self.listed_neighbors = 0
        token = tokens[index]
        for place in (index - 1, index + 1):
            link = between[min(place, index)] if 0 <= place < len(tokens) else ""
            if link == "list":
                other = tokens[place]
                self.listed_neighbors += other.kinds & SURNAME != 0 or other.entity == "SURNAME"
                self.enumerated = self.enumerated or (other.entity in NAMES and other.mass >= LIKELY)
            elif link == "name":
                self._see(token, tokens[place], is_before=place < index)
        if self.behind_name and not self.behind_surname and index > 1 and between[index - 2] == "name":
            # A given name, and a surname that is a given name as well.
            first, last = tokens[index - 2], tokens[index - 1]
            is_whole = last.entity == "SURNAME" or last.kinds & SURNAME != 0 or not last.kinds & GIVEN
            self.behind_surname = is_whole and first.entity in NAMES and first.mass >= LIKELY

    def _see(self, token: Token, other: Token, *, is_before: bool) -> None:
        if not is_before and other.kinds & SURNAME and not other.kinds & (WORD | WORD_IN_SMALL | PLACE):
            self.before_surname = True
        if other.entity in NAMES and other.mass >= POSSIBLE:
            if is_before:
                self.behind_surname = other.entity == "SURNAME" and not other.kinds & GIVEN
                self.behind_name = self.behind_name or other.mass > LIKELY or other.kinds & GIVEN != 0
            else:
                self.before_name = True
                self.before_given = other.kinds & GIVEN != 0
            if other.mass >= LIKELY or (is_before and other.kinds & GIVEN):
                self.beside_name = True
                return
        if other.is_name and token.is_name and not other.kinds & WORD:
            kinds = token.kinds | other.kinds
            strength = 1 if not kinds & GIVEN else 2 if kinds & (WORD | WORD_IN_SMALL) else 3
            self.beside_listed = max(self.beside_listed, strength)
