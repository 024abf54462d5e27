"""From a redacted file, also one that was edited meanwhile, back to one with the originals in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .document import Segment
from .formats import open_document
from .redaction import name_for

if TYPE_CHECKING:
    from ..redaction.placeholders import PlaceholderMap

__all__ = ["FileRestoration", "restore_file"]


@dataclass(frozen=True, slots=True)
class FileRestoration:
    """A restored file. `restored` counts the pieces of text (cells, paragraphs) that something came back to."""

    data: bytes = field(repr=False)
    name: str
    media_type: str
    restored: int
    warnings: Sequence[str]


def restore_file(data: bytes, name: str, mapping: PlaceholderMap, *, partial: bool = False) -> FileRestoration:
    """Put the originals back in a redacted file of the kind that its name says.

    What the redaction changed beside that stays: a number in JSON comes back as a string, a PDF as text alone. A
    placeholder that an editor cut into runs costs its paragraph the formatting inside it.

    Raises:
        FileError: the file cannot be read.
        RestoreError: an operator other than placeholder replaced something for good, and not `partial`.
    """
    document = open_document(data, name)

    def restore(text: str) -> str:
        return mapping.restore(text, partial=partial)

    pieces = [_restored(segment, restore(segment.text), [restore(piece) for piece in segment.pieces])
              for segment in document.segments]  # fmt: skip
    changed = sum(list(segment.pieces) != written for segment, written in zip(document.segments, pieces, strict=True))
    return FileRestoration(
        data=document.rebuild(pieces) if changed else data,
        name=name_for(name, document) if changed else name,
        media_type=document.media_type,
        restored=changed,
        warnings=list(dict.fromkeys(document.warnings)),
    )


def _restored(segment: Segment, whole: str, pieces: list[str]) -> list[str]:
    """Return the restored pieces, or all in the first where a placeholder lies across them."""
    return pieces if "".join(pieces) == whole else [whole, *("" for _ in segment.pieces[1:])]
