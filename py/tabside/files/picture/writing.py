"""Write a picture from its painted pixels, and verify that the found values are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import UnscannedError
from ...ocr.box import Box
from ...ocr.page import Page
from ...pictures.picture import Codec, Picture
from .confusions import skeleton, skeleton_matches

if TYPE_CHECKING:
    from ...ocr.reader import Reader

__all__ = ["write_painted"]

_LEAST_LETTERS = 4


async def write_painted(
    codec: Codec, picture: Picture, pages: Sequence[Page], boxes: Sequence[Sequence[Box]], values: Iterable[str],
    reader: Reader,
) -> bytes:  # fmt: skip
    """Paint the boxes of each frame and write the picture. Its file is then read again around the boxes.

    Raises:
        UnscannedError: one of the values can still be read there.
    """
    result = await codec.encode(_painted(picture, boxes))
    written = await codec.decode(result, picture.format)
    gone = set(values)
    for frame, page, painted_over in zip(_same_size(written, picture), pages, boxes, strict=True):
        if painted_over and await _is_left(frame, page, painted_over, gone, reader):
            raise UnscannedError("A value that was found can still be read beside its box.")
    return result


def _painted(picture: Picture, boxes: Sequence[Sequence[Box]]) -> Picture:
    from .painting import painted

    return replace(picture, frames=[painted(frame, own) for frame, own in zip(picture.frames, boxes, strict=True)])


def _same_size(written: Picture, picture: Picture) -> Sequence[Any]:
    if [frame.shape[:2] for frame in written.frames] != [frame.shape[:2] for frame in picture.frames]:
        raise UnscannedError("The picture was not written as it should be.")
    return written.frames


async def _is_left(frame: Any, page: Page, boxes: Sequence[Box], values: Iterable[str], reader: Reader) -> bool:
    """Whether a value can be read in the lines that boxes touch, in the file as it was written."""
    left = await reader.read(frame, rotation=page.rotation, near=boxes)
    bare = skeleton(left.text)
    telling = (value for value in values if sum(ch.isalnum() for ch in value) >= _LEAST_LETTERS)
    return any(True for value in telling for _ in skeleton_matches(left.text, value, bare))
