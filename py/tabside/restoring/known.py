"""The placeholders and surrogates from which a text may be restored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from .forms import BRACKETS, EXACT, squashed

__all__ = ["Known", "KnownMapping"]

_WHOLE = "|".join(re.escape(bracket.opening) for bracket in BRACKETS)
_BEGUN = "|".join(
    sorted({re.escape(bracket.opening[:end]) for bracket in BRACKETS for end in range(1, len(bracket.opening))})
)
# A bracket counts where words follow, or the text so far ends: a text of nothing but brackets takes no time.
_OPENINGS = rf"(?:{_WHOLE})(?=[ \u200b\u200c\u200d\u2060\ufeff\u00ad]{{0,8}}(?:[A-Za-z]|\Z))|(?:{_BEGUN})\Z"
_TAIL = re.compile(r"[0-9]{0,9}[a-z]{0,6}['’]?s?")
# Backslashes before each underscore, a number of nine digits, six letters, an ending, spaces and the longest brackets.
_AROUND = 2 + 9 + 6 + 2 + 8 + 16


class KnownMapping(Protocol):
    """The interface of a mapping, which a `PlaceholderMap` implements."""

    @property
    def originals(self) -> Mapping[str, str]: ...

    @property
    def surrogates(self) -> Mapping[str, str]: ...

    @property
    def literal(self) -> Iterable[str]: ...


class Known:
    """A table of originals that can grow while a text is restored. Contains personal data; its repr shows none.

    `originals` maps placeholders to values, `surrogates` maps invented values to values; `add` accepts later ones.
    `literal` lists placeholders as `(entity, number)` that the caller's own text already contained in some loose
    form: for those only the exact form counts.
    """

    def __init__(
        self,
        originals: Mapping[str, str] | None = None,
        surrogates: Mapping[str, str] | None = None,
        literal: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.originals: dict[str, str] = {}
        self.surrogates: dict[str, str] = {}
        self.literal: set[tuple[str, str]] = set(literal)
        self.longest = 0
        self.spaced: dict[str, str] = {}
        self.by_head: dict[str, list[str]] = {}
        self._entities: dict[str, str | None] = {}
        self._numbers: dict[str, set[str]] = {}
        self._has_digit_end = False
        self._start: re.Pattern[str] | None = None
        self.add(originals or {}, surrogates or {})

    @classmethod
    def of(cls, mapping: KnownMapping) -> Known:
        """Take a redaction's mapping; of what it names `literal` only the exact form counts."""
        known = cls(mapping.originals, mapping.surrogates)
        known.add_literal(mapping.literal)
        return known

    def __repr__(self) -> str:
        return f"Known({len(self.originals)} placeholders, {len(self.surrogates)} surrogates)"

    def add(self, originals: Mapping[str, str], surrogates: Mapping[str, str] | None = None) -> None:
        """Add further placeholders and surrogates."""
        for placeholder, value in originals.items():
            if placeholder in self.originals:
                continue
            self.originals[placeholder] = value
            match = EXACT.fullmatch(placeholder)
            if match is not None:
                self._add_entity(match[1])
                self._numbers.setdefault(match[1], set()).add(match[2])
        for surrogate, value in (surrogates or {}).items():
            if surrogate and surrogate not in self.surrogates:
                self.surrogates[surrogate] = value
                group = self.by_head.setdefault(surrogate[:2], [])
                group.append(surrogate)
                group.sort(key=len, reverse=True)
                self.longest = max(self.longest, len(surrogate) + 1)
                self._start = None

    def add_literal(self, placeholders: Iterable[str]) -> None:
        """Take in placeholders of which only the exact form counts."""
        matches = map(EXACT.fullmatch, placeholders)
        self.literal |= {(match[1], match[2]) for match in matches if match is not None}

    def entity(self, words: str) -> str | None:
        """Return the one entity that the words name, in any case and with any separators, or None."""
        return self._entities.get(squashed(words))

    def can_join_number(self) -> bool:
        """Whether a number may follow the words directly: not if an entity's own name ends in a digit."""
        return not self._has_digit_end

    def is_cut_short(self, entity: str, number: str) -> bool:
        """Whether a longer number starts with this one, so that the end of a text may have cut it."""
        return any(other != number and other.startswith(number) for other in self._numbers.get(entity, ()))

    def can_begin(self, body: str) -> bool:
        """Whether more characters could complete a placeholder that starts with this text."""
        if len(body) > self.longest:
            return False
        so_far = squashed(body)
        return any(
            name.startswith(so_far) or (so_far.startswith(name) and _TAIL.fullmatch(so_far, len(name)) is not None)
            for name in self._entities
        )

    @property
    def start(self) -> re.Pattern[str]:
        """Prefilter: positions of a plain text where a written form can start."""
        if self._start is None:
            letters = {name[0] for name in self._entities}
            letters |= {letter.upper() for letter in letters}
            words = rf"|(?<![A-Za-z0-9_])[{re.escape(''.join(sorted(letters)))}]" if letters else ""
            heads = {re.escape(head[0]) for head in self.by_head}
            surrogates = rf"|(?<!\w)(?:{'|'.join(sorted(heads))})" if heads else ""
            self._start = re.compile(f"{_OPENINGS}{words}{surrogates}")
        return self._start

    def _add_entity(self, entity: str) -> None:
        name = squashed(entity)
        if name in self._entities:
            if self._entities[name] != entity:
                self._entities[name] = None
            return
        self._entities[name] = entity
        self._has_digit_end = self._has_digit_end or entity[-1].isdigit()
        self.longest = max(self.longest, len(entity) + entity.count("_") + _AROUND)
        words = entity.split("_")
        if len(words) > 1 and all(words):
            for spelling in (" ".join(words), " ".join(word.capitalize() for word in words)):
                self.spaced[f"{spelling} "] = entity
        self._start = None
