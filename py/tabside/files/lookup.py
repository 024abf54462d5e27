"""Find many values in a text, in time linear in the text and independent of their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["Lookup"]

_LONGEST_KEY = 8


class Lookup:
    """Values indexed by their first characters, built once for many texts.

    >>> list(Lookup(["a", "ab"]).find("a b ab"))
    [(0, 'a'), (4, 'ab')]
    """

    def __init__(self, values: Iterable[str]) -> None:
        known = sorted({value for value in values if value}, key=len, reverse=True)
        self._width = min(len(known[-1]), _LONGEST_KEY) if known else 0
        self._by_key: dict[str, list[str]] = {}
        for value in known:
            self._by_key.setdefault(value[: self._width], []).append(value)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each position where a value begins, with the longest such value; results may overlap."""
        width, by_key = self._width, self._by_key
        if not by_key:
            return
        for start in range(len(text) - width + 1):
            alike = by_key.get(text[start : start + width])
            if alike is not None:
                longest = next((value for value in alike if text.startswith(value, start)), None)
                if longest is not None:
                    yield start, longest
