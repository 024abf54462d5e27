"""Placeholders such as `[GIVEN_NAME_1]`: how they are numbered, and how they lead back to the exact original.

- A placeholder is `[ENTITY_number]`. Numbers count from 1 for each entity, in the order of the text.
- The same value always has the same number. Values are the same when they differ only in case, in white space or in
  what `folding` folds.
- Each further spelling of a value gets a letter behind the number: `Ann` is `[GIVEN_NAME_1]`, `ANN` is
  `[GIVEN_NAME_1b]`. So each placeholder stands for exactly one string, and restoring needs no positions.
- A number that stands in any placeholder-shaped part of the input, or in one that other operators' work would make,
  is not given out for that entity. So nothing that was there before is ever taken for ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import InputError, RestoreError
from ..view.folding import fold

__all__ = ["ENTITY_NAME", "PLACEHOLDER", "PlaceholderMap", "PlaceholderNumbers"]

ENTITY_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
PLACEHOLDER = re.compile(r"\[([A-Z][A-Z0-9_]{0,63})_([0-9]{1,9})([a-z]{0,6})\]")


@dataclass(frozen=True, slots=True)
class PlaceholderMap:
    """What each placeholder stands for. Holds personal data: its repr shows none of it.

    `lossy` names, for each entity whose values cannot come back, the operator that replaced them. `surrogates` says
    what each invented value stands for.
    """

    originals: Mapping[str, str] = field(default_factory=dict, repr=False)
    lossy: Mapping[str, str] = field(default_factory=dict)
    surrogates: Mapping[str, str] = field(default_factory=dict, repr=False)

    def restore(self, text: str, *, partial: bool = False) -> str:
        """Put the originals back in one pass; a placeholder that is not ours stays as it is.

        An invented value counts only as whole words.

        With `partial`, what other operators replaced stays replaced.

        >>> PlaceholderMap({"[CITY_1]": "Oslo"}).restore("From [CITY_1], not [CITY_2]")
        'From Oslo, not [CITY_2]'

        Raises:
            RestoreError: an operator other than placeholder replaced something for good.
        """
        if self.lossy and not partial:
            lost = ", ".join(f"{entity} ({operator})" for entity, operator in sorted(self.lossy.items()))
            raise RestoreError(
                f"Only the operators placeholder and surrogate keep originals. These cannot be brought back: {lost}. "
                "What was encrypted comes back with decrypt and its passphrase."
            )
        pattern = _with_surrogates(self.surrogates) if self.surrogates else PLACEHOLDER
        known = {**self.originals, **self.surrogates}
        return pattern.sub(lambda match: known.get(match[0], match[0]), text)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for storing or sending; `from_dict` reads it."""
        plain: dict[str, Any] = {"version": 1, "originals": dict(self.originals), "lossy": dict(self.lossy)}
        # Whoever does not know of surrogates must not think that it has restored a text.
        return {**plain, "version": 2, "surrogates": dict(self.surrogates)} if self.surrogates else plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PlaceholderMap:
        """Build a map from `to_dict`'s data.

        Raises:
            InputError: the data has another shape.
        """
        originals: Any = data.get("originals")
        lossy: Any = data.get("lossy", {})
        surrogates: Any = data.get("surrogates", {})
        is_known = data.get("version") == (2 if surrogates else 1)
        if not is_known or not all(map(_is_text_map, (originals, lossy, surrogates))) or "" in surrogates:
            raise InputError("This is not a placeholder mapping of version 1 or 2.")
        if not all(PLACEHOLDER.fullmatch(name) for name in originals):
            raise InputError("A name in this placeholder mapping is not a placeholder.")
        return cls(dict(originals), dict(lossy), dict(surrogates))


def _with_surrogates(surrogates: Iterable[str]) -> re.Pattern[str]:
    """Match a placeholder or one of the surrogates, the longest first, grouped by their first characters."""
    groups: dict[str, list[str]] = {}
    for surrogate in sorted(surrogates, key=len, reverse=True):
        groups.setdefault(surrogate[:2], []).append(re.escape(surrogate[2:]))
    branches = "|".join(
        f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in sorted(groups.items(), key=_longest_head)
    )
    return re.compile(rf"{PLACEHOLDER.pattern}|(?<!\w)(?:{branches})(?!\w)")


def _longest_head(group: tuple[str, list[str]]) -> int:
    return -len(group[0])


class PlaceholderNumbers:
    """Gives out placeholders for one text, and remembers what each stands for."""

    def __init__(self, occupied: Iterable[str], known: Mapping[str, str] | None = None) -> None:
        """Take the texts whose placeholder-shaped parts must not be used again.

        `known` are the originals of an earlier mapping: they stay, and the same value gets the same placeholder, unless
        the new text has it already.
        """
        self.originals: dict[str, str] = dict(known or {})
        self._taken: set[tuple[str, int]] = {
            (match[1], int(match[2])) for text in occupied for match in PLACEHOLDER.finditer(text)
        }
        self._next: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._spellings: dict[tuple[str, int], dict[str, str]] = {}
        self._known: set[tuple[str, int]] = set()
        for placeholder, value in self.originals.items():
            self._learn(placeholder, value)

    def placeholder(self, entity: str, value: str) -> str:
        """Return the placeholder of a value, the same one for the same string."""
        key = (entity, _same_value(value))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._free_number(entity)
        spellings = self._spellings.setdefault((entity, number), {})
        if value not in spellings:
            spelling = len(spellings)
            while (placeholder := f"[{entity}_{number}{_letters(spelling)}]") in self.originals:
                spelling += 1
            spellings[value] = placeholder
            self.originals[placeholder] = value
        return spellings[value]

    def _learn(self, placeholder: str, value: str) -> None:
        match = PLACEHOLDER.fullmatch(placeholder)
        if match is None:
            return
        number = (match[1], int(match[2]))
        self._known.add(number)
        if number in self._taken:
            return
        if self._numbers.setdefault((match[1], _same_value(value)), number[1]) == number[1]:
            self._spellings.setdefault(number, {})[value] = placeholder

    def _free_number(self, entity: str) -> int:
        number = self._next.get(entity, 1)
        while (entity, number) in self._taken or (entity, number) in self._known:
            number += 1
        self._next[entity] = number + 1
        return number


def _same_value(value: str) -> str:
    return " ".join(fold(value).text.casefold().split())


def _letters(spelling: int) -> str:
    """Return the letters behind the number: none for the first spelling, then b, c, ... z, ba, bb, ..."""
    letters = ""
    while spelling:
        spelling, letter = divmod(spelling, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _is_text_map(data: object) -> bool:
    return isinstance(data, Mapping) and all(isinstance(k, str) and isinstance(v, str) for k, v in data.items())
