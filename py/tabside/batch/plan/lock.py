"""Keep two runs from writing into one output at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...errors import InputError
from ..errors import BusyError
from ..io.places import Folder, Place, is_special, storage_errors
from .ledger import HOME

__all__ = ["alone"]

_LOCK = "lock"


@contextmanager
def alone(parts: Folder, target: Place | None) -> Iterator[None]:
    """Hold the lock of a local output. It goes with this process, however that ends.

    Object storage has no locks: there each record is compared with what `run.json` says (see `Ledger.record`).

    Raises:
        BusyError: another run holds it.
        InputError: the output is a link, a FIFO or a device.
        StorageError: the folder cannot be written.
    """
    if target is not None and is_special(target):
        raise InputError(f"{target.name} is a link, a device or a FIFO. Choose another name.")
    if not parts.is_local:
        yield
        return
    home = Path(parts.path) / HOME
    made = [folder for folder in (home, home.parent) if not folder.exists()]
    with storage_errors():
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)
        if home in made and not (home / "run.json").exists():
            # Nothing was begun: a folder of somebody else's stays as it was.
            with suppress(OSError):
                (home / _LOCK).unlink()
                for folder in made:
                    folder.rmdir()


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: an open file cannot be opened for writing by another process there anyway.
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError as error:
            raise _busy() from error
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise _busy() from error


def _busy() -> BusyError:
    return BusyError("Another run is writing into this output. Wait for it to end, or choose another output.")
