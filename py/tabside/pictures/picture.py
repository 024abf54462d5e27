"""A picture as pixels, and the interface to decoders and encoders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = ["MOST_PIXELS", "Codec", "Picture", "format_of"]

_FORMATS: Mapping[str, str] = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "webp": "WEBP",
    "tif": "TIFF",
    "tiff": "TIFF",
}
"""Formats by the endings of names."""
MOST_PIXELS = 120_000_000
"""The limit per frame. A4 at 600 dpi has 35 million pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Decoded frames, each a uint8 array: grey (H, W) or RGB (H, W, 3); one but for TIFF files of several pages.

    `how` is what the codec needs to write it in the same way, such as tables of JPEG; no text of the file is in it.
    """

    format: str
    frames: Sequence[Any] = field(repr=False)
    how: Mapping[str, Any] = field(default_factory=dict, repr=False)
    warnings: Sequence[str] = ()


def format_of(name: str) -> str | None:
    """Return the format of a picture's file by its name's ending, or None where it is no picture's.

    >>> format_of("scan.JPG"), format_of("letter.docx")
    ('JPEG', None)
    """
    return _FORMATS.get(name.rpartition(".")[2].lower()) if "." in name else None


class Codec(Protocol):
    """Decodes and encodes pictures: Pillow on CPython, the browser in a tab."""

    async def decode(self, data: bytes, format: str) -> Picture:
        """Decode a picture, upright as its EXIF says.

        Raises:
            FileError: it is broken, or no picture of this format.
            FileTooLargeError: it has too many pixels or frames.
            FileUnsupportedError: this format cannot be decoded or encoded here, or it is animated.
        """
        ...

    async def encode(self, picture: Picture) -> bytes:
        """Write pixels alone: no EXIF, no thumbnail, no texts, no colour profile."""
        ...
