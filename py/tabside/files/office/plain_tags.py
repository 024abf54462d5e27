"""Tags that are passed over without reading their attributes one by one.

A part has few kinds of tags and may have hundreds of thousands of tags. Once a tag has shown that its attributes are on
no list, another one that differs in values alone is read only if a value looks like text.
"""

from __future__ import annotations

from .vocabulary import may_be_words

__all__ = ["PlainTags"]

_MOST_KNOWN = 1_000
Shape = tuple[str, ...]


class PlainTags:
    """The shapes of such tags in one scope of namespaces: all that stands outside quotation marks."""

    def __init__(self) -> None:
        self._known: set[Shape] = set()

    def passes(self, raw: str) -> bool | None:
        """Whether no value of a tag may be an address, words or a placeholder; None for an unknown shape."""
        pieces = raw.split('"')
        if tuple(pieces[::2]) not in self._known:
            return None
        values = "\0".join(pieces[1::2])
        return "@" not in values and "&" not in values and not may_be_words(values)

    def learn(self, raw: str) -> None:
        """Remember the shape of a tag. One with other quotation marks or declarations is read each time."""
        if "'" not in raw and "xmlns" not in raw and len(self._known) < _MOST_KNOWN:
            self._known.add(tuple(raw.split('"')[::2]))
