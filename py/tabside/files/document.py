"""What every format is read into: segments of text whose pieces can be changed, and a way to write the file again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["Document", "Segment"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A text that is read as one, such as a cell or a paragraph, in pieces that the file holds apart.

    - `place`: where it stands, for people: `row 3, email`, `$.users[0].name`, `word/comments.xml`.
    - `context`: what stands before it for the recognizers and the model, such as a column's head; it is not changed.
    - `column`: segments of one column share this; what most of them are, the others are too.
    - `entity`: what it is whatever it says, such as an author's name.
    - `is_label`: it names a field: it is not read, and changes only where it is something that was found elsewhere.
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
    """A file that was read. `rebuild` takes each segment's pieces, changed or not, and gives the file's bytes.

    `parts` gives, for bytes of this format, everything in them that can hold text, unpacked: where values that were
    left behind are looked for. `names` stay as they are, for others in the file refer to them, such as bookmarks.
    """

    segments: Sequence[Segment]
    rebuild: Callable[[Sequence[Sequence[str]]], bytes] = field(repr=False)
    media_type: str
    warnings: Sequence[str] = ()
    parts: Callable[[bytes], Sequence[bytes]] = field(default=lambda data: (data,), repr=False)
    names: Sequence[str] = field(default=(), repr=False)
