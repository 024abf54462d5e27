"""Model files on CPython: in the local model folder or the cache, downloaded when they are missing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..env import env
from ..errors import InputError
from ..model_files.manifest import Manifest, ModelFile
from ..types import Progress, ProgressCallback
from .connections import Stop, cancellable
from .download import fetch, make
from .parts import parts_in
from .revisions import forget
from .store import ModelStore
from .transfer import integrity_error, is_intact

__all__ = ["CachedFiles", "DiskStorage", "local_path"]

_OWN_FILES = (".verified.json", "manifest.json", "listing.json")


def local_path(file: ModelFile) -> Path:
    """Return the path of a file on CPython: in the folder that the model was loaded from, in the local model folder if
    allowed and present, else in the cache.
    """
    if Path(file.model_id).is_absolute():
        return Path(file.model_id) / file.path
    if env.allow_local_models:
        local = Path(env.local_model_path) / file.model_id / file.path
        if local.is_file():
            return local
    return env.cache_dir / file.model_id / file.path


def _is_local(file: ModelFile) -> bool:
    path = local_path(file)
    if not Path(file.model_id).is_absolute() and path == env.cache_dir / file.model_id / file.path:
        return False
    # A file of the user must neither be deleted nor run unverified.
    if not is_intact(path, file):
        raise integrity_error(file, f"at {path} is not the file that the manifest names")
    return True


class CachedFiles:
    """Files in `env.cache_dir`, downloaded when missing."""

    def __init__(self, *, local_files_only: bool = False) -> None:
        self.local_files_only = local_files_only

    async def read_text(self, file: ModelFile) -> str:
        return await asyncio.to_thread(local_path(file).read_text, encoding="utf-8")

    async def ensure(
        self, manifest: Manifest, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None
    ) -> None:
        loop = asyncio.get_running_loop()

        def report(progress: Progress) -> None:
            if progress_callback is not None:
                loop.call_soon_threadsafe(progress_callback, progress)

        remote = env.allow_remote_models and not self.local_files_only
        await cancellable(lambda stop: _bring(manifest, files, report, stop, remote))


def _bring(
    manifest: Manifest,
    files: Sequence[ModelFile],
    report: ProgressCallback,
    stop: Stop,
    allow_remote: bool,
) -> None:
    """Fetch the published files, then make the derived ones."""
    wanted = [file for file in files if not _is_local(file)]
    to_make = {
        file: manifest.file(file.derived.source)
        for file in wanted
        if file.derived is not None and not ModelStore(env.cache_dir, file.model_id).has(file)
    }
    to_fetch = [file for file in wanted if file not in to_make]
    to_fetch += [source for source in to_make.values() if source not in to_fetch and not _is_local(source)]
    fetch(manifest, to_fetch, env.cache_dir, on_progress=report, stop=stop, allow_remote=allow_remote)
    for file, source in to_make.items():
        make(file, local_path(source), env.cache_dir, stop=stop)


class DiskStorage:
    """The local model folder if allowed and the file is there, else `env.cache_dir`."""

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        return {file.path: local_path(file).stat().st_size for file in manifest.files if local_path(file).is_file()}

    async def is_intact(self, file: ModelFile) -> bool:
        return await asyncio.to_thread(is_intact, local_path(file), file)

    async def delete(self, manifest: Manifest) -> int:
        if Path(manifest.files[0].model_id).is_absolute():
            raise InputError("A folder of your own is not deleted here.")
        # If several revisions of a model are stored, each has its own folder.
        root = env.cache_dir / manifest.files[0].model_id
        freed = 0
        for name in (*(file.path for file in manifest.files), *_OWN_FILES):
            path = root / name
            with suppress(FileNotFoundError):
                freed += path.stat().st_size
                path.unlink()
        for folder in {(root / file.path).parent for file in manifest.files}:
            for part in parts_in(folder):
                with suppress(OSError):
                    freed += part.stat().st_size
                    part.unlink()
        folders = {parent for file in manifest.files for parent in (root / file.path).parents if root in parent.parents}
        for folder in (*sorted(folders, key=lambda folder: -len(folder.parts)), root, root.parent):
            # A folder that is not empty holds other files.
            with suppress(OSError):
                folder.rmdir()
        forget(manifest)
        return freed
