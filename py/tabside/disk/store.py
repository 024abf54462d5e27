"""The folder of verified model files, with a record of past verifications. Standard library only."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import QuotaError
from ..model_files.manifest import ModelFile
from .transfer import is_intact

__all__ = ["ModelStore"]

STAMP = ".verified.json"


class ModelStore:
    """The files of one model in `directory/{id}/`.

    Hashing 15 MB at every start would be noticeable. A stamp beside the files therefore records what was verified and
    when:
    a file with the same sha256 in the manifest, the same size and the same modification time is not hashed again.
    """

    def __init__(self, directory: Path, model_id: str) -> None:
        self.directory = directory
        self.model_id = model_id
        self.root = directory / model_id
        self._stamps = self._read_stamps()

    def path(self, file: ModelFile) -> Path:
        return self.root / file.path

    def has(self, file: ModelFile) -> bool:
        """Whether the file is stored and intact. A damaged one is deleted."""
        path = self.path(file)
        try:
            status = path.stat()
        except OSError:
            return False
        if status.st_size == file.bytes and self._stamps.get(file.path) == [file.sha256, status.st_mtime_ns]:
            return True
        if is_intact(path, file):
            self.remember(file)
            return True
        with suppress(OSError):
            path.unlink()
        return False

    def remember(self, file: ModelFile) -> None:
        """Record that the file was verified in its current state."""
        self._stamps[file.path] = [file.sha256, self.path(file).stat().st_mtime_ns]
        # A read-only cache folder only costs a hash at each start.
        with suppress(OSError):
            write_atomically(self.root / STAMP, json.dumps(self._stamps, indent=1))

    def require_room(self, files: Iterable[ModelFile]) -> None:
        """Raise QuotaError before the first byte if the disk has no room for the files."""
        wanted = sum(file.bytes for file in files)
        folder = next(folder for folder in (self.root, *self.root.absolute().parents) if folder.exists())
        free = shutil.disk_usage(folder).free
        if free < wanted:
            raise QuotaError(
                f"{self.model_id} needs {wanted:,} bytes and the disk has {free:,}. Free some and try again.",
                wanted=wanted,
                free=free,
            )

    def _read_stamps(self) -> dict[str, Any]:
        try:
            stamps = json.loads((self.root / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return stamps if isinstance(stamps, dict) else {}


def write_atomically(path: Path, text: str) -> None:
    """Write a small text file atomically: readers see the old one or the new one."""
    descriptor, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise QuotaError("The disk is full. Free some room and try again.") from error
        raise
