"""Lists of text that is always private (deny) or never (allow): exact values, wildcards, regular expressions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..detection import Detection
from ..view.folding import fold
from .patterns import compile_safely, compile_wildcard

__all__ = ["ALLOW_LIST", "DENY_LIST", "ListEntry", "TextList"]

ALLOW_LIST = "allow_list"
DENY_LIST = "deny_list"

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry: the text to match, `how` ("exact", "wildcard" or "regex"), and its entity.

    Exact entries match whole words. An allow entry without an entity applies to all; a deny entry finds its entity.
    """

    text: str
    how: str = "exact"
    entity: str | None = None
    ignore_case: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as a policy writes it."""
        plain: dict[str, Any] = {self.how: self.text, "ignore_case": self.ignore_case}
        return {**plain, "entity": self.entity} if self.entity else plain

    def pattern(self) -> re.Pattern[str]:
        """Return the compiled wildcard or regular expression.

        Raises:
            PolicyError: it could take long; see `patterns`.
        """
        compile_entry = compile_wildcard if self.how == "wildcard" else compile_safely
        return compile_entry(self.text, self.ignore_case)


@dataclass(frozen=True, slots=True)
class TextList:
    """Prepared entries. Exact ones are indexed by their first word, so that many cost no more than a few."""

    entries: Sequence[ListEntry]
    # First word -> the lengths of texts that begin with it, longest first -> the texts, by their folded case.
    _exact: dict[str, dict[int, dict[str, list[tuple[str, ListEntry]]]]] = field(init=False, repr=False, compare=False)
    _patterns: list[tuple[re.Pattern[str], ListEntry]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exact: dict[str, dict[int, dict[str, list[tuple[str, ListEntry]]]]] = {}
        for entry in self.entries:
            text = fold(entry.text).text.strip()
            first = _WORD.match(text)
            if entry.how == "exact" and first is not None:
                by_length = exact.setdefault(first[0].casefold(), {}).setdefault(len(text), {})
                by_length.setdefault(text.casefold(), []).append((text, entry))
        exact = {word: dict(sorted(by_length.items(), reverse=True)) for word, by_length in exact.items()}
        patterns = [(entry.pattern(), entry) for entry in self.entries if entry.how != "exact"]
        object.__setattr__(self, "_exact", exact)
        object.__setattr__(self, "_patterns", patterns)

    def find(self, text: str) -> Iterator[tuple[int, int, ListEntry]]:
        """Yield matching stretches of a folded text with their entry; of exact ones the longest at each position."""
        if self._exact:
            for match in _WORD.finditer(text):
                for length, values in self._exact.get(match[0].casefold(), {}).items():
                    end = match.start() + length
                    entry = _same(text[match.start() : end], values)
                    if entry is not None and not _is_inside(text, end):
                        yield match.start(), end, entry
                        break
        for pattern, entry in self._patterns:
            for match in pattern.finditer(text):
                if match.start() < match.end():
                    yield match.start(), match.end(), entry

    def without(self, detections: Sequence[Detection], text: str) -> list[Detection]:
        """Return the detections not contained in a stretch of this list, except those of a deny list.

        A detection that extends beyond a stretch is kept: `Ann Lee` is not `Ann Lee-Smith`.
        """
        stretches = sorted(self.find(text), key=lambda stretch: stretch[:2])
        if not stretches:
            return list(detections)
        starts = [start for start, _, _ in stretches]
        longest = max(end - start for start, end, _ in stretches)
        holding: list[list[int]] = []
        void: set[int] = set()
        for found in detections:
            inside: list[int] = []
            index = bisect_right(starts, found.end - 1) - 1
            while index >= 0 and starts[index] > found.start - longest:
                start, end, entry = stretches[index]
                if end > found.start and not (start <= found.start and found.end <= end):
                    void.add(index)
                elif end > found.start and found.source != DENY_LIST and entry.entity in (None, found.entity):
                    inside.append(index)
                index -= 1
            holding.append(inside)
        return [found for found, inside in zip(detections, holding, strict=True) if void.issuperset(inside)]

    def detections(self, text: str) -> Iterator[Detection]:
        """Yield the deny list's detections in a folded text."""
        for start, end, entry in self.find(text):
            yield Detection(
                entry.entity or "CUSTOM", start, end, 1.0, DENY_LIST, True, (f"other: deny list, {entry.how}",)
            )


def _same(text: str, values: Mapping[str, Sequence[tuple[str, ListEntry]]]) -> ListEntry | None:
    """Return the first entry that a stretch of text is."""
    for value, entry in values.get(text.casefold(), ()):
        if entry.ignore_case or text == value:
            return entry
    return None


def _is_inside(text: str, end: int) -> bool:
    """Whether a word continues here."""
    return 0 < end < len(text) and (text[end].isalnum() or text[end] == "_") and text[end - 1].isalnum()
