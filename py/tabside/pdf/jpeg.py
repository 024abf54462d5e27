"""Remove the metadata of cameras and programs from JPEG streams (ITU-T T.81, annex B; EXIF, XMP, comments)."""

from __future__ import annotations

__all__ = ["without_metadata"]

_START, _SCAN, _END, _COMMENT = 0xD8, 0xDA, 0xD9, 0xFE
_APPLICATION = range(0xE0, 0xF0)
# JFIF, ICC profile and Adobe's colour transform affect the appearance.
_KEPT = (0xE0, 0xE2, 0xEE)


def without_metadata(data: bytes) -> tuple[bytes, int]:
    """Return a JPEG without application data and comments that do not affect its appearance, and their number.

    Invalid JPEG data is returned unchanged.

    >>> without_metadata(bytes.fromhex("ffd8 fffe0004 6869 ffda"))
    (b'\\xff\\xd8\\xff\\xda', 1)
    """
    if data[:2] != b"\xff\xd8":
        return data, 0
    kept = bytearray(data[:2])
    at, dropped = 2, 0
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return data, 0
        marker = data[at + 1]
        if marker in (_SCAN, _END):
            break
        if marker == 0xFF:
            at += 1
            continue
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if (
            marker == _COMMENT
            or (marker in _APPLICATION and marker not in _KEPT)
            or (marker == 0xE2 and data[at + 4 : at + 8] == b"MPF\0")
        ):
            dropped += 1
        else:
            kept += data[at : at + length]
        at += length
    return bytes(kept) + data[at:], dropped
