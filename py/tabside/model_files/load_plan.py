"""Plan a load: which files are missing, and whether they may be fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..errors import OfflineError
from .manifest import Manifest, ModelFile

__all__ = ["require_stored", "to_fetch"]


def to_fetch(manifest: Manifest, files: Iterable[ModelFile], here: Mapping[str, int]) -> list[ModelFile]:
    """Return the files that a load must fetch, given the stored ones `here` (bytes by path).

    A derived file needs at least the file it is made from.
    """
    wanted = [
        manifest.file(file.derived.source) if file.derived is not None and not _is_whole(file, here) else file
        for file in files
    ]
    return [file for file in wanted if not _is_whole(file, here)]


def require_stored(manifest: Manifest, files: Collection[ModelFile], here: Mapping[str, int]) -> None:
    """Raise OfflineError if a load that must not download would have to."""
    missing = to_fetch(manifest, files, here)
    if missing:
        raise OfflineError(
            f"{missing[0].path} of {manifest.id} is not stored, and downloads are not allowed "
            "(env.allow_remote_models, local_files_only).",
            file=missing[0].path,
        )


def _is_whole(file: ModelFile, here: Mapping[str, int]) -> bool:
    return here.get(file.path) == file.bytes
