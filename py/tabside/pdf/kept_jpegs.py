"""Pictures that were JPEG and of which pixels were removed: compressed as JPEG again, as they were.

The engine writes a changed picture as 8-bit RGB without loss, ten times as large as the photo that it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import platform
from ..errors import TabsideError
from .annotations import entry

if TYPE_CHECKING:
    from ..pictures.picture import Codec

__all__ = ["Jpeg", "compress_again", "jpegs_of"]

_COLORS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3}


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A picture before redaction: its size in pixels, whether it is grey, and its file."""

    width: int
    height: int
    is_grey: bool
    data: bytes = field(repr=False)


def jpegs_of(writer: Any) -> list[Jpeg]:
    """Return the JPEG pictures of a document, without those of whose size there are others, compressed otherwise."""
    found: list[Jpeg] = []
    others: set[tuple[int, int]] = set()
    for one in _pictures(writer):
        size = _size(one)
        channels = _channels(one)
        if entry(one, "/Filter") in ("/DCTDecode", ["/DCTDecode"]) and channels:
            found.append(Jpeg(*size, channels == 1, bytes(one._data)))
        else:
            others.add(size)
    return [one for one in found if (one.width, one.height) not in others]


async def compress_again(writer: Any, jpegs: Sequence[Jpeg]) -> int:
    """Compress each picture that has the size of one of `jpegs` and is none any more. Return how many.

    What cannot be compressed here stays as it is.
    """
    by_size = {(one.width, one.height): one for one in jpegs}
    changed = 0
    codec: Codec | None = None
    for one in list(_pictures(writer)) if by_size else ():
        was = by_size.get(_size(one))
        if was is None or entry(one, "/Filter") != "/FlateDecode" or _channels(one) != 3:
            continue
        codec = codec or platform.picture_codec()
        try:
            data = await _compressed(codec, one.get_data(), was)
        except (TabsideError, ImportError, ValueError):
            continue
        if len(data) < len(one._data):
            _put(one, data, is_grey=was.is_grey)
            changed += 1
    return changed


async def _compressed(codec: Codec, pixels: bytes, was: Jpeg) -> bytes:
    import numpy as np

    from ..pictures.picture import Picture

    frame = np.frombuffer(pixels, np.uint8).reshape(was.height, was.width, 3)
    how = (await codec.decode(was.data, "JPEG")).how
    return await codec.encode(Picture("JPEG", [np.ascontiguousarray(frame[..., 0]) if was.is_grey else frame], how))


def _put(picture: Any, data: bytes, *, is_grey: bool) -> None:
    from pypdf.generic import NameObject

    for key in ("/DecodeParms", "/Decode", "/Length"):
        if key in picture:
            del picture[key]
    # pypdf keeps a decoded copy of a stream, and would write that one.
    picture._data = data
    picture.decoded_self = None
    picture[NameObject("/Filter")] = NameObject("/DCTDecode")
    picture[NameObject("/ColorSpace")] = NameObject("/DeviceGray" if is_grey else "/DeviceRGB")


def _pictures(writer: Any) -> Sequence[Any]:
    from pypdf.generic import StreamObject

    streams = (one for one in writer._objects if isinstance(one, StreamObject))
    return [one for one in streams if one.get("/Subtype") == "/Image" and entry(one, "/BitsPerComponent") == 8]


def _size(picture: Any) -> tuple[int, int]:
    return int(entry(picture, "/Width") or 0), int(entry(picture, "/Height") or 0)


def _channels(picture: Any) -> int:
    """Return 1 for grey, 3 for RGB, and 0 for others, such as CMYK."""
    space = entry(picture, "/ColorSpace")
    if isinstance(space, list) and len(space) > 1 and space[0] == "/ICCBased":
        return {1: 1, 3: 3}.get(int(entry(space[1].get_object(), "/N") or 0), 0)
    return _COLORS.get(str(space[0] if isinstance(space, list) and space else space), 0)
