"""Write a command's output files atomically, and never over a file that is still needed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..disk.whole_file import NEW_FILE, PRIVATE, check_kind, write_whole
from ..errors import InputError

__all__ = ["PRIVATE", "Outputs", "Reservation", "mode_of"]


class Outputs:
    """The files that a command may write. `reads` are those that it reads: none of them is ever written over."""

    def __init__(self, reads: Iterable[str | Path | None]) -> None:
        self._reads = [Path(path) for path in reads if path is not None and str(path) != "-"]
        self._claimed: list[Path] = []

    def claim(self, path: Path | None) -> None:
        """Take a path for an output, before anything is read or written.

        Raises:
            InputError: it is an input, key, policy or other output of this command, or a link, folder, device or FIFO.
        """
        if path is None:
            return
        check_kind(path)
        for read in self._reads:
            if _same(path, read):
                raise InputError(f"{path}: the result would take the place of {read}; say another name.")
        if any(_same(path, claimed) for claimed in self._claimed):
            raise InputError(f"{path}: two results would have this name; say another one.")
        self._claimed.append(path)

    def write(self, path: Path, data: bytes, mode: int | None = None) -> None:
        """Write a file, claimed before or not. See `write_whole`.

        Raises:
            InputError: see `claim`.
        """
        if not any(path == claimed for claimed in self._claimed):
            self.claim(path)
        write_whole(path, data, mode)


class Reservation:
    """A new file that is held from before the work until it is written, so that no other run has it meanwhile."""

    def __init__(self, path: Path) -> None:
        """Create it, empty, for its owner alone.

        Raises:
            InputError: it is there already. OSError: it cannot be made.
        """
        self.path = path
        self._is_written = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, NEW_FILE, PRIVATE)
        except FileExistsError:
            raise InputError(
                f"{path} is there already, and may be the only way back to other texts: choose a new name."
            ) from None
        self._identity = os.fstat(handle).st_ino
        os.close(handle)

    def write(self, data: bytes) -> None:
        """Replace what was written so far."""
        write_whole(self.path, data, PRIVATE)
        self._identity = self.path.stat().st_ino
        self._is_written = True

    def release(self) -> None:
        """Remove the file if nothing was written into it."""
        with suppress(OSError):
            if not self._is_written and self.path.lstat().st_ino == self._identity:
                self.path.unlink()


def mode_of(files: Iterable[str]) -> int | None:
    """Return who may read all of some files: the mode that a result of them has. None: as for any new file."""
    modes = [stat.S_IMODE(Path(file).stat().st_mode) for file in files if file != "-" and Path(file).is_file()]
    if not modes or sys.platform == "win32":
        return None
    shared = 0o666
    for mode in modes:
        shared &= mode
    return (shared & ~_umask()) | PRIVATE


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _same(one: Path, other: Path) -> bool:
    """Whether two names are of one file, or would be."""
    try:
        return one.samefile(other)
    except OSError:
        return _folded(one) == _folded(other)


def _folded(path: Path) -> str:
    # File systems of Windows and macOS do not tell a.txt from A.TXT.
    return os.path.realpath(path).casefold()
