"""Plan a load: which files are missing, and whether they may be fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..errors import OfflineError
from .manifest import Manifest, ModelFile

__all__ = ["require_stored", "to_fetch"]


def to_fetch(manifest: Manifest, files: Iterable[ModelFile], here: Mapping[str, int]) -> list[ModelFile]:
    """Return which files a load would have to fetch, when `here` (bytes by path) is kept.

    A file that is made from another needs that one at the least.
    """
    wanted = [
        manifest.file(file.derived.source) if file.derived is not None and not _is_whole(file, here) else file
        for file in files
    ]
    return [file for file in wanted if not _is_whole(file, here)]


def require_stored(manifest: Manifest, files: Collection[ModelFile], here: Mapping[str, int]) -> None:
    """Raise OfflineError when a file would have to be fetched, for a load that may not."""
    missing = to_fetch(manifest, files, here)
    if missing:
        raise OfflineError(
            f"{missing[0].path} of {manifest.id} is not stored, and downloads are not allowed "
            "(env.allow_remote_models, local_files_only).",
            file=missing[0].path,
        )


def _is_whole(file: ModelFile, here: Mapping[str, int]) -> bool:
    return here.get(file.path) == file.bytes
