"""The common form of all formats: segments of text with editable pieces, and a function that writes the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["Document", "Segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A text that is read as a unit, such as a cell or a paragraph, in pieces that are separate in the file.

    - `place`: its position, for people: `row 3, email`, `$.users[0].name`, `word/comments.xml`.
    - `context`: text that precedes it for the recognizers and the model, such as a column's head; it is not changed.
    - `column`: segments of one column share this; the entity of most of them applies to all.
    - `entity`: its entity whatever it contains, such as an author's name.
    - `is_label`: it names a field: it is not scanned, and changes only if it equals a value found elsewhere.
    - `fixed`: the numbers of pieces that are read with the others and never written.
    """

    place: str
    pieces: Sequence[str] = field(repr=False)
    context: str = field(default="", repr=False)
    column: str | None = None
    entity: str | None = None
    fixed: frozenset[int] = frozenset()
    is_label: bool = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `rebuild` takes each segment's pieces, changed or not, and returns the file's bytes.

    `parts` returns, for bytes of this format, everything in them that can contain text, unpacked, to search for
    remaining values. `names` stay unchanged, since other parts of the file refer to them, such as bookmarks.
    """

    segments: Sequence[Segment]
    rebuild: Callable[[Sequence[Sequence[str]]], bytes] = field(repr=False)
    media_type: str
    warnings: Sequence[str] = ()
    parts: Callable[[bytes], Sequence[bytes]] = field(default=lambda data: (data,), repr=False)
    names: Sequence[str] = field(default=(), repr=False)
