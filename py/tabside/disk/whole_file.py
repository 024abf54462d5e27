"""Write a file atomically: follow no link, flush before the rename, and replace only regular files."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from ..errors import InputError

__all__ = ["NEW_FILE", "PRIVATE", "check_kind", "write_whole"]

PRIVATE = 0o600
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a file in one step, so that it is there whole or as it was before, whatever happens.

    `mode`: who may read it; when None, as for any new file. It is written under a name that nobody can guess, through
    no link, and is on the disk before it gets its own name.

    Raises:
        InputError: a link, folder, device or FIFO is there. OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f".part-{os.urandom(12).hex()}"
    try:
        with os.fdopen(os.open(part, NEW_FILE, 0o666 if mode is None else PRIVATE), "wb") as handle:
            handle.write(data)
            handle.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(handle.fileno(), mode)
            os.fsync(handle.fileno())
        check_kind(path)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _flush_folder(path.parent)


def check_kind(path: Path) -> None:
    """Raise InputError for a path where a link, folder, device or FIFO is."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return
        raise
    if not stat.S_ISREG(mode):
        kinds = ((stat.S_ISLNK, "a link"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a FIFO"))
        kind = next((name for is_kind, name in kinds if is_kind(mode)), "a device")
        raise InputError(f"{path} is {kind}, which is not replaced; say another name.")


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
