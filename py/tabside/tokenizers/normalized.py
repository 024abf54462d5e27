"""A text that was changed and still knows where each of its code points came from."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["NormalizedString"]

Change = tuple[str, int]
"""A code point of the new text: 0 replaces one, 1 is added after the one before, -n replaces one and swallows n."""


class NormalizedString:
    """A slice of the original text, as normalized so far.

    `start` and `end` count code points of the whole original. `starts[i]` and `ends[i]` say the same of code point `i`
    of `text`; both are None as long as `text` is aligned one to one, which is the cheap and usual case.
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
        """Return where code points `first` to `last` of the normalized text stand in the original."""
        if self.starts is None or self.ends is None or first == last:
            return self.start + first, self.start + last
        return self.starts[first], self.ends[last - 1]

    def map(self, text: str) -> None:
        """Put `text` in place, whose code points stand one for one for those there now."""
        self.text = text

    def gather(self, text: str, sources: Sequence[int]) -> None:
        """Put `text` in place; its code point `i` is aligned as code point `sources[i]` is now."""
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
        """Drop every code point whose index is not among `kept`."""
        text = self.text
        if len(kept) != len(text):
            self.gather("".join([text[index] for index in kept]), kept)

    def aligned(self) -> tuple[list[int], list[int]]:
        """Return the starts and ends, made explicit."""
        if self.starts is None or self.ends is None:
            first, last = self.start, self.start + len(self.text)
            self.starts, self.ends = list(range(first, last)), list(range(first + 1, last + 1))
        return self.starts, self.ends

    def replace(self, matches: Sequence[tuple[int, int]], content: str) -> None:
        """Put `content` in place of each match; it is aligned as the last code point of what it replaces.

        A match is (first, last) in code points of the normalized text, in order and without overlap.
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
        starts, ends = self.aligned()
        pieces: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        position = 0
        for first, last in matches:
            pieces += (self.text[position:first], content)
            # What is inserted before everything has nothing to be aligned with: an empty span at the very start.
            start, end = (starts[last - 1], ends[last - 1]) if last else (self.start, self.start)
            new_starts += starts[position:first] + [start] * len(content)
            new_ends += ends[position:first] + [end] * len(content)
            position = last
        self.text = "".join(pieces) + self.text[position:]
        self.starts, self.ends = new_starts + starts[position:], new_ends + ends[position:]

    def prepend(self, content: str) -> None:
        """Put `content` before the text, aligned with its first code point; an empty text stays empty."""
        if self.text:
            self.gather(content + self.text, [0] * len(content) + list(range(len(self.text))))

    def append(self, content: str) -> None:
        """Put `content` after the text, aligned with its last code point; an empty text stays empty."""
        if self.text:
            last = len(self.text) - 1
            self.gather(self.text + content, list(range(last + 1)) + [last] * len(content))
