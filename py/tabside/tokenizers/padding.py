"""Pad encodings to one length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import TokenizerError
from .encoding import Direction, Encoding
from .limits import check_padding

__all__ = ["Padding", "pad_encodings"]


@dataclass(frozen=True, slots=True)
class Padding:
    """Padding parameters. `length=None` pads to the longest of the batch."""

    direction: Direction = "right"
    pad_id: int = 0
    pad_type_id: int = 0
    pad_token: str = "[PAD]"
    length: int | None = None
    pad_to_multiple_of: int | None = None

    def __post_init__(self) -> None:
        if self.direction not in ("left", "right"):
            raise TokenizerError("the padding direction must be left or right")


def pad_encodings(encodings: Sequence[Encoding], padding: Padding) -> None:
    """Pad in place, overflowing parts included."""
    if not encodings:
        return
    length = max(map(len, encodings)) if padding.length is None else padding.length
    multiple = padding.pad_to_multiple_of
    if multiple:
        length += -length % multiple
    for encoding in encodings:
        check_padding(length, 1 + len(encoding.overflowing))
        encoding.pad(length, padding.direction, padding.pad_id, padding.pad_type_id, padding.pad_token)
