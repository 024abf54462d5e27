"""The common form of all formats: segments of text with editable pieces, and a function that writes the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Document", "Place", "Role", "Segment"]

Role = Literal["text", "number", "label", "mention"]
"""The way a segment is read.

- `text`: by the recognizers and the model.
- `number`: by the recognizers alone: a value of figures, in which a model can only guess.
- `label`: not at all. It names a field, and changes only where it is, as a whole, something that was found elsewhere.
- `mention`: not at all. Names, addresses and numbers that were found elsewhere are replaced in it, the rest stays.
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A text that is read as one, such as a cell or a paragraph, in pieces that the file holds apart.

    - `place`: where it stands, for people: `row 3, email`, `$.users[0].name`, `word/comments.xml`.
    - `context`: what stands before it for the recognizers and the model, such as a column's head; it is not changed.
    - `column`: segments of one column share this; what most of them are, the others are too.
    - `entity`: what it is whatever it says, such as an author's name.
    - `fixed`: the numbers of pieces that are read with the others and never written.
    - `soft`: the numbers of pieces that only continue the piece before, such as a character that is written as a
      reference. A redacted file need not have them any more.
    - `is_copy`: it repeats what stands elsewhere in the file, such as the cache of a chart, and follows it.
    - `limit`: the most characters that its text may have, such as 31 in the name of a sheet; None for no limit.
    """

    place: str
    pieces: Sequence[str] = field(repr=False)
    context: str = field(default="", repr=False)
    column: str | None = None
    entity: str | None = None
    fixed: frozenset[int] = frozenset()
    role: Role = "text"
    soft: frozenset[int] = frozenset()
    is_copy: bool = False
    limit: int | None = None

    @property
    def text(self) -> str:
        return self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a segment in the decoded text of a file, and how another text is written there."""

    start: int
    end: int
    write: Callable[[str], str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `rebuild` takes each segment's pieces, changed or not, and returns the file's bytes.

    `parts` returns, for bytes of this format, everything in them that can contain text, unpacked, to search for
    remaining values. `names` stay unchanged, since other parts of the file refer to them, such as bookmarks.
    `places`, one for each segment, are known of formats that are text; empty for others.
    """

    segments: Sequence[Segment]
    rebuild: Callable[[Sequence[Sequence[str]]], bytes] = field(repr=False)
    media_type: str
    warnings: Sequence[str] = ()
    parts: Callable[[bytes], Sequence[bytes]] = field(default=lambda data: (data,), repr=False)
    names: Sequence[str] = field(default=(), repr=False)
    places: Sequence[Place] = field(default=(), repr=False)
