"""Untrusted zip archives: reading is bounded, and output contains nothing but the entries."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..errors import FileError, FileProtectedError, FileTooLargeError
from .budget import Budget

__all__ = ["Entry", "confined", "read_archive", "write_archive"]

# Text may compress to a fiftieth; a higher ratio indicates a zip bomb.
MOST_GROWTH = 100
# Extracting such names would write outside the target folder.
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
# What no name has on Windows; a colon makes a drive or a stream of what stands before it.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
# Blank pictures compress further, and are harmless.
_SMALL = 16 * 1024 * 1024
_PIECE = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive, unpacked."""

    name: str
    data: bytes = field(repr=False)
    compress_type: int = zipfile.ZIP_DEFLATED
    date_time: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)


def confined(name: str) -> str:
    """Return a name for an entry that unpacks into the folder that it is unpacked in, on every system.

    >>> confined("../C:\\\\a/b:c.txt")
    '_/C__a/b_c.txt'
    """
    parts = [_FORBIDDEN.sub("_", part).rstrip(". ") or "_" for part in name.split("/") if part not in ("", ".")]
    return "/".join(parts) or "_"


def read_archive(data: bytes, budget: Budget | None = None) -> list[Entry]:
    """Unpack everything, within what is left of a budget that files in each other share.

    Raises:
        FileProtectedError: it is protected by a password.
        FileTooLargeError: its unpacked size exceeds the limit.
        FileError: it is damaged.
    """
    if data.startswith(_OLE):
        raise FileProtectedError(
            "This file is locked by a password, or of the format before 2007: save it anew, without a password. The "
            "command line opens it with its password (--password-file), Python with password=."
        )
    budget = Budget() if budget is None else budget
    entries: list[Entry] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # `ZipInfo.is_dir` raises IndexError for an empty name, and zipfile ends a name at NUL.
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            budget.take_entries(len(infos))
            if len({info.filename for info in infos}) != len(infos):
                raise FileError("This file holds two parts of the same name.")
            if not all(info.filename for info in infos):
                raise FileError("This file holds a part without a name.")
            if any(_OUTSIDE.search(info.filename) for info in infos):
                raise FileError("This file holds a part whose name leads out of it.")
            for info in infos:
                if info.flag_bits & 1:
                    raise FileProtectedError("This file is locked by a password.")
                room = min(budget.data, max(_SMALL, info.compress_size * MOST_GROWTH))
                unpacked = _unpacked(archive, info, room)
                budget.take_bytes(len(unpacked))
                entries.append(Entry(info.filename, unpacked, info.compress_type, info.date_time))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise FileError("This file is broken: it cannot be unpacked.") from None
    return entries


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """Unpack an entry of at most `room` bytes, piece by piece: one long read copies what it has again and again."""
    pieces: list[bytes] = []
    with archive.open(info) as stream:
        while piece := stream.read(_PIECE):
            room -= len(piece)
            if room < 0:
                raise FileTooLargeError("This file would unpack to far more than it should.")
            pieces.append(piece)
    return b"".join(pieces)


def write_archive(entries: Sequence[Entry]) -> bytes:
    """Pack entries in order, with their dates and nothing else of the original archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, entry.date_time)
            is_stored = entry.compress_type == zipfile.ZIP_STORED
            info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.data)
    return packed.getvalue()
