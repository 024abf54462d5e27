"""Placeholders such as `[GIVEN_NAME_1]`: their numbering, and the exact restoration of the original.

- A placeholder is `[ENTITY_number]`. Numbers count from 1 for each entity, in the order of the text.
- The same value always has the same number. Values that differ only in case, white space or characters that `folding`
  folds are the same.
- Each further spelling of a value has a letter after the number: `Ann` is `[GIVEN_NAME_1]`, `ANN` is
  `[GIVEN_NAME_1b]`. Each placeholder therefore stands for exactly one string, and restoring needs no positions.
- A number that occurs in any placeholder-shaped part of the input, or of the other operators' output, is not assigned
  for that entity. Text that was there before is therefore never taken for our placeholder.
- With a tag, five random letters per mapping, a placeholder is `[ENTITY_TAG_number]`, which no other mapping has.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import InputError, RestoreError
from ..view.folding import fold

if TYPE_CHECKING:
    from ...restoring import Restoration

__all__ = ["ENTITY_NAME", "PLACEHOLDER", "TAG", "PlaceholderMap", "PlaceholderNumbers", "new_tag", "next_spelling"]

ENTITY_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
PLACEHOLDER = re.compile(r"\[([A-Z][A-Z0-9_]{0,63})_([0-9]{1,9})([a-z]{0,6})\]")

# Without vowels the letters form no word. No digit at the end, where the number begins.
_TAG_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_TAG_LENGTH = 5
TAG = re.compile(f"[{_TAG_LETTERS}]{{{_TAG_LENGTH}}}")
_PAIR = re.compile("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")


@dataclass(frozen=True, slots=True)
class PlaceholderMap:
    """The original of each placeholder. Contains personal data; its repr shows none of it.

    - `lossy` maps each entity whose values cannot be restored to the operator that replaced them.
    - `surrogates` maps each invented value to its original.
    - `literal` lists placeholders that the text's author had already written in another form: `city_1`. For these
      only the exact form is restored.
    - `tag`, if not empty, is part of every placeholder of this mapping.
    - `cuts` lists, for a value that a file stores in several pieces, such as runs, where each further piece begins.
    - `written` is how a file wrote a value, where its format has other ways: `AT&T` for `AT&amp;T` in HTML. Bytes that
      are no UTF-8 are lone surrogates, as in PEP 383.
    """

    originals: Mapping[str, str] = field(default_factory=dict, repr=False)
    lossy: Mapping[str, str] = field(default_factory=dict)
    surrogates: Mapping[str, str] = field(default_factory=dict, repr=False)
    literal: frozenset[str] = frozenset()
    tag: str = ""
    cuts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict, repr=False)

    def restore(self, text: str, *, partial: bool = False) -> str:
        """Restore the originals in one pass. Only exact placeholders of this mapping are replaced.

        An invented value is matched as whole words only.

        With `partial`, values replaced by other operators stay replaced. `restoration` restores edited forms too.

        >>> PlaceholderMap({"[CITY_1]": "Oslo"}).restore("From [CITY_1], not [CITY_2]")
        'From Oslo, not [CITY_2]'

        Raises:
            RestoreError: an operator other than placeholder replaced a value for good.
        """
        return self.restorer(partial=partial)(text)

    def restorer(self, *, partial: bool = False) -> Callable[[str], str]:
        """Return `restore` for many texts, such as the cells of a table; it prepares once.

        Raises:
            RestoreError: an operator other than placeholder replaced a value for good.
        """
        self._check_lossless(partial)
        known = {**self.originals, **self.surrogates} if self.surrogates else self.originals
        exact = self._exact()

        def original(match: re.Match[str]) -> str:
            return known.get(match[0], match[0])

        return lambda text: exact.sub(original, text)

    def restoration(self, text: str, *, partial: bool = False, strict: bool = False) -> Restoration:
        """Restore the originals, and report the restored values and the unknown placeholders.

        Exact placeholders come first, so that an unedited text is restored exactly; then the forms that editors and
        language models turn them into. `strict`: only exact ones. `partial`: as in `restore`.

        >>> done = PlaceholderMap({"[CITY_1]": "Oslo"}).restoration("[CITY\\\\_1], {city 1}, [CITY_2]")
        >>> done.text, done.restored, done.unknown
        ('Oslo, Oslo, [CITY_2]', ('[CITY_1]',), ('[CITY_2]',))

        Raises:
            RestoreError: an operator other than placeholder replaced a value for good.
        """
        from ...restoring.edited import restore_edited

        self._check_lossless(partial)
        return restore_edited(
            text, self.originals, literal=self.literal, exact=self._exact(), surrogates=self.surrogates, strict=strict
        )

    def _check_lossless(self, partial: bool) -> None:
        if self.lossy and not partial:
            lost = ", ".join(f"{entity} ({operator})" for entity, operator in sorted(self.lossy.items()))
            raise RestoreError(
                f"Only the operators placeholder and surrogate keep originals. These cannot be brought back: {lost}. "
                "What was encrypted comes back with decrypt and its passphrase."
            )

    def _exact(self) -> re.Pattern[str]:
        return _with_surrogates(self.surrogates) if self.surrogates else PLACEHOLDER

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; `from_dict` reads it.

        A value with two adjacent lone surrogates, which JSON reads as one character, is a list of pieces.
        """
        originals = {name: _pieces(value) for name, value in self.originals.items()}
        surrogates = {name: _pieces(value) for name, value in self.surrogates.items()}
        is_cut = any(isinstance(value, list) for value in (*originals.values(), *surrogates.values()))
        plain: dict[str, Any] = {"version": 1, "originals": originals, "lossy": dict(self.lossy)}
        if surrogates:
            # A reader that does not know surrogates must not believe that it restored the text.
            plain |= {"version": 2, "surrogates": surrogates}
        if is_cut:
            plain["version"] = 3
        if self.literal:
            plain["literal"] = sorted(self.literal)
        if self.tag:
            plain["tag"] = self.tag
        if self.cuts:
            plain["cuts"] = {name: list(at) for name, at in self.cuts.items()}
        if self.written:
            plain["written"] = dict(self.written)
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PlaceholderMap:
        """Build a map from the data of `to_dict`.

        Raises:
            InputError: the data has another shape.
        """
        if not isinstance(data, Mapping):
            raise InputError("A placeholder mapping is an object.")
        version = data.get("version")
        originals = _joined(data.get("originals"))
        lossy: Any = data.get("lossy", {})
        surrogates = _joined(data.get("surrogates", {}))
        literal: Any = data.get("literal", [])
        tag: Any = data.get("tag", "")
        is_known = version in ((2, 3) if surrogates else (1, 3)) and not isinstance(version, bool)
        if not is_known or not all(map(_is_text_map, (originals, lossy, surrogates))) or "" in surrogates:
            raise InputError("This is not a placeholder mapping of version 1, 2 or 3.")
        names = [*originals, *(literal if isinstance(literal, list) else [None])]
        if not all(isinstance(name, str) and PLACEHOLDER.fullmatch(name) for name in names):
            raise InputError("A name in this placeholder mapping is not a placeholder.")
        if not isinstance(tag, str) or not (tag == "" or ENTITY_NAME.fullmatch(tag)):
            raise InputError("The tag of this placeholder mapping is not one.")
        cuts: Any = data.get("cuts", {})
        if not _are_cuts(cuts, originals):
            raise InputError("The cuts of this placeholder mapping are not positions in its values.")
        written: Any = data.get("written", {})
        if not _is_text_map(written) or not written.keys() <= originals.keys():
            raise InputError("What this placeholder mapping says was written is no text for each placeholder.")
        pieces = {name: tuple(at) for name, at in cuts.items()}
        return cls(originals, dict(lossy), surrogates, frozenset(literal), tag, pieces, dict(written))


def _are_cuts(cuts: Any, originals: Mapping[str, str]) -> bool:
    return isinstance(cuts, Mapping) and all(
        name in originals
        and isinstance(at, list)
        and all(type(one) is int and 0 < one <= len(originals[name]) for one in at)
        and sorted(at) == at
        for name, at in cuts.items()
    )


def new_tag() -> str:
    """Draw a tag. Two mappings share one with a chance of one in three million."""
    return "".join(secrets.choice(_TAG_LETTERS) for _ in range(_TAG_LENGTH))


def _pieces(value: str) -> str | list[str]:
    pieces = _PAIR.split(value)
    return value if len(pieces) == 1 else pieces


def _joined(values: Any) -> Any:
    """Join values that are lists of pieces. Values of other shapes are left for validation."""
    if not isinstance(values, Mapping):
        return values
    return {
        name: "".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
        for name, value in values.items()
    }


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


def next_spelling(placeholder: str, taken: Container[str]) -> str:
    """Return the next free spelling of a placeholder.

    >>> next_spelling("[SURNAME_1]", {"[SURNAME_1]", "[SURNAME_1b]"})
    '[SURNAME_1c]'
    """
    match = PLACEHOLDER.fullmatch(placeholder)
    if match is None:
        raise InputError("This is not a placeholder.")
    spelling = 1
    while (own := f"[{match[1]}_{match[2]}{_letters(spelling)}]") in taken:
        spelling += 1
    return own


class PlaceholderNumbers:
    """Assigns placeholders for one text, and records the original of each."""

    def __init__(self, occupied: Iterable[str], known: Mapping[str, str] | None = None) -> None:
        """Take the texts whose placeholder-shaped parts must not be used again.

        `known` are the originals of an earlier mapping. They are kept, and the same value gets the same placeholder,
        unless the new text contains it already.
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
            self._spellings.setdefault(number, {}).setdefault(value, placeholder)

    def _free_number(self, entity: str) -> int:
        number = self._next.get(entity, 1)
        while (entity, number) in self._taken or (entity, number) in self._known:
            number += 1
        self._next[entity] = number + 1
        return number


def _same_value(value: str) -> str:
    return " ".join(fold(value).text.casefold().split())


def _letters(spelling: int) -> str:
    """Return the letters after the number: none for the first spelling, then b, c, ... z, ba, bb, ..."""
    letters = ""
    while spelling:
        spelling, letter = divmod(spelling, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _is_text_map(data: object) -> bool:
    return isinstance(data, Mapping) and all(isinstance(k, str) and isinstance(v, str) for k, v in data.items())
