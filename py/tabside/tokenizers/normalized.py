"""A normalized text that keeps the original position of each of its code points."""

from __future__ import annotations

from collections.abc import Sequence

from .limits import check_growth, check_replacement

__all__ = ["NormalizedString"]

Change = tuple[str, int]
"""A code point of the new text: 0 replaces one, 1 is added after the one before, -n replaces one and swallows n."""


class NormalizedString:
    """A slice of the original text, as normalized so far.

    `start` and `end` count code points of the whole original. `starts[i]` and `ends[i]` are the original span of code
    point `i` of `text`; both are None while `text` is aligned one to one, which is the usual case.
    """

    __slots__ = ("end", "ends", "start", "starts", "text")

    def __init__(
        self,
        text: str,
        start: int = 0,
        end: int | None = None,
        starts: list[int] | None = None,
        ends: list[int] | None = None,
    ) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text) if end is None else end
        self.starts = starts
        self.ends = ends

    def slice(self, first: int, last: int) -> NormalizedString:
        """Return code points `first` to `last` (exclusive) of the normalized text."""
        if self.starts is None or self.ends is None or first == last:
            return NormalizedString(self.text[first:last], self.start + first)
        starts, ends = self.starts[first:last], self.ends[first:last]
        return NormalizedString(self.text[first:last], starts[0], ends[-1], starts, ends)

    def original_offsets(self, first: int, last: int) -> tuple[int, int]:
        """Return the original offsets of code points `first` to `last` of the normalized text."""
        if self.starts is None or self.ends is None or first == last:
            return self.start + first, self.start + last
        return self.starts[first], self.ends[last - 1]

    def map(self, text: str) -> None:
        """Replace the text by one of the same length, aligned code point by code point."""
        self.text = text

    def gather(self, text: str, sources: Sequence[int]) -> None:
        """Replace the text; new code point `i` takes the alignment of the current code point `sources[i]`."""
        check_growth(self.end - self.start, len(text))
        if self.starts is None or self.ends is None:
            start = self.start
            self.starts = [start + source for source in sources]
            self.ends = [start + source + 1 for source in sources]
        else:
            starts, ends = self.starts, self.ends
            self.starts = [starts[source] for source in sources]
            self.ends = [ends[source] for source in sources]
        self.text = text

    def keep(self, kept: Sequence[int]) -> None:
        """Keep only the code points whose index is in `kept`."""
        text = self.text
        if len(kept) != len(text):
            self.gather("".join([text[index] for index in kept]), kept)

    def aligned(self) -> tuple[list[int], list[int]]:
        """Return explicit lists of starts and ends."""
        if self.starts is None or self.ends is None:
            first, last = self.start, self.start + len(self.text)
            self.starts, self.ends = list(range(first, last)), list(range(first + 1, last + 1))
        return self.starts, self.ends

    def replace(self, matches: Sequence[tuple[int, int]], content: str) -> None:
        """Replace each match by `content`, aligned with the last code point it replaces.

        A match is (first, last) in code points of the normalized text. Matches are in order and do not overlap.
        """
        if not matches:
            return
        if len(content) == 1 and all(last == first + 1 for first, last in matches):
            parts: list[str] = []
            position = 0
            for first, last in matches:
                parts += (self.text[position:first], content)
                position = last
            self.text = "".join(parts) + self.text[position:]
            return
        added = len(content) * len(matches) - sum(last - first for first, last in matches)
        if added > 0:
            check_replacement(self.end - self.start, len(self.text) + added)
        starts, ends = self.aligned()
        pieces: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        position = 0
        for first, last in matches:
            pieces += (self.text[position:first], content)
            # An insertion at the very start has no source to be aligned with: it gets an empty span there.
            start, end = (starts[last - 1], ends[last - 1]) if last else (self.start, self.start)
            new_starts += starts[position:first] + [start] * len(content)
            new_ends += ends[position:first] + [end] * len(content)
            position = last
        self.text = "".join(pieces) + self.text[position:]
        self.starts, self.ends = new_starts + starts[position:], new_ends + ends[position:]

    def prepend(self, content: str) -> None:
        """Put `content` before the text, aligned with its first code point; an empty text stays empty."""
        if self.text:
            check_replacement(self.end - self.start, len(content))
            self.gather(content + self.text, [0] * len(content) + list(range(len(self.text))))

    def append(self, content: str) -> None:
        """Put `content` after the text, aligned with its last code point; an empty text stays empty."""
        if self.text:
            check_replacement(self.end - self.start, len(content))
            last = len(self.text) - 1
            self.gather(self.text + content, list(range(last + 1)) + [last] * len(content))
