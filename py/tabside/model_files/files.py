"""Interfaces to a model's files: one that loads them, and one that stores them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..types import ProgressCallback
from .manifest import Manifest, ModelFile

__all__ = ["Files", "Storage"]


class Files(Protocol):
    """Makes a model's files available to the runtime."""

    async def read_text(self, file: ModelFile) -> str:
        """Return a small text file, such as the tokenizer, after `ensure` has stored it."""
        ...

    async def ensure(
        self, manifest: Manifest, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None
    ) -> None:
        """Make sure that `files`, all of this manifest, are stored and verified.

        Raises:
            DownloadError: a file cannot be had from any source (see its subclasses).
            StorageError: it cannot be stored.
        """
        ...


class Storage(Protocol):
    """Stores model files: a folder on CPython, the browser's storage in a tab."""

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        """Return the size in bytes of each stored file, by path; no file is read."""
        ...

    async def is_intact(self, file: ModelFile) -> bool:
        """Read a stored file and compare its SHA-256."""
        ...

    async def delete(self, manifest: Manifest) -> int:
        """Delete a model's files; return the number of bytes freed."""
        ...
