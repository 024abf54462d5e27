"""Partial downloads, named after the final file so that the next process can resume them.

The part of a large file is locked while it is written. Without such locks (Windows), or if another process holds the
lock, a part gets a name of its own and is not resumed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model_files.manifest import ModelFile

__all__ = ["Part", "open_part", "parts_in"]

PREFIX = ".part-"
# Smaller files are fetched again.
LEAST_BYTES = 1 << 20
OLD_S = 7 * 24 * 3600.0
"""Parts that were not resumed for this long are deleted."""


@dataclass(slots=True)
class Part:
    """An open part. `is_shared`: it has the file's own name and is locked; `keep`: it stays to be continued."""

    handle: Any
    path: Path
    is_shared: bool
    keep: bool = False
    is_moved: bool = False

    def finish(self, target: Path) -> None:
        """Move a shared part to its place while it is still locked."""
        if self.is_shared:
            self.handle.flush()
            os.fchmod(self.handle.fileno(), 0o644)
            self.path.replace(target)
            self.is_moved = True

    def settle(self, target: Path) -> None:
        """Move a part of its own name, once it is closed: an open file cannot be moved everywhere."""
        if not self.is_moved:
            self.path.chmod(0o644)
            self.path.replace(target)
            self.is_moved = True

    def discard(self) -> None:
        """Delete the part unless it was moved, or stays to be continued."""
        if not (self.is_moved or self.keep):
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def open_part(folder: Path, file: ModelFile) -> Part:
    """Open the part of a file in the folder of its place, and delete parts there that are long abandoned.

    Raises:
        OSError: the folder is not writable.
    """
    for old in parts_in(folder):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > OLD_S:
                old.unlink()
    if file.bytes >= LEAST_BYTES:
        shared = _locked(folder / f"{PREFIX}{file.sha256[:32]}")
        if shared is not None:
            return shared
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
    return Part(os.fdopen(descriptor, "w+b"), Path(name), is_shared=False)


def parts_in(folder: Path) -> Iterator[Path]:
    """Yield the parts in a folder."""
    yield from folder.glob(f"{PREFIX}*")


def _locked(path: Path) -> Part | None:
    """Open and lock a part, None if another process has it."""
    try:
        import fcntl
    except ImportError:
        return None
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.fdopen(os.open(path, flags, 0o600), "r+b")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Another process may have finished it, and moved it away, between opening and locking.
        if os.stat(path).st_ino == os.fstat(handle.fileno()).st_ino:
            return Part(handle, path, is_shared=True)
    except OSError:
        pass
    handle.close()
    return None
