"""Which models are kept here: `tabside.models`. On CPython in `env.cache_dir`, in a tab in the browser's storage."""

from __future__ import annotations

import asyncio
import builtins
import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from . import hub
from .env import env
from .errors import OfflineError
from .model_files.manifest import Manifest, ModelFile

if TYPE_CHECKING:
    from .types import Device

__all__ = ["CachedModel", "ModelCache", "models", "require_stored"]

_OWN_FILES = (".verified.json", "manifest.json", "listing.json")


@dataclass(frozen=True, slots=True)
class CachedModel:
    """A model that is kept, whole or in part. `bytes` is what it takes; `dtypes` can be loaded as they are."""

    id: str
    task: str
    bytes: int
    dtypes: tuple[str, ...]


class Storage(Protocol):
    """Where files are kept: a folder on CPython, the browser's storage in a tab."""

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        """Return, by path, the bytes of the files that are kept; nothing is read."""
        ...

    async def is_intact(self, file: ModelFile) -> bool:
        """Read a file that is kept, and compare its hash."""
        ...

    async def delete(self, manifest: Manifest) -> int:
        """Delete what is kept of a model; return how many bytes that freed."""
        ...


class ModelCache:
    """The models that are kept here. Sizes come from a look at the storage; only `verify` reads the files.

    `tabside.sync.models` is the same, blocking.
    """

    async def is_cached(self, model: str, *, dtype: str | None = None) -> bool:
        """Say whether a load would download nothing, for a dtype (`auto` by default)."""
        manifest = hub.load_manifest(model)
        here = await _storage().stored(manifest)
        return not to_fetch(manifest, _files_to_load(manifest, dtype), here)

    async def size(self, model: str, *, dtype: str | None = None) -> int:
        """Return how many bytes a load reads for a dtype (`auto` by default), whether or not they are here."""
        return sum(file.bytes for file in _files_to_load(hub.load_manifest(model), dtype))

    async def list(self) -> builtins.list[CachedModel]:
        """Return the known models of which something is kept, by id."""
        found = []
        for manifest in hub.list_manifests():
            here = await _storage().stored(manifest)
            if not here:
                continue
            dtypes = {str(file.dtype): file for file in manifest.files if file.role == "model"}
            loadable = (
                name for name, file in dtypes.items() if not to_fetch(manifest, manifest.files_to_load(file), here)
            )
            found.append(CachedModel(manifest.id, manifest.task, sum(here.values()), tuple(loadable)))
        return found

    async def delete(self, model: str) -> int:
        """Delete a model's files; return how many bytes that freed. What tabside did not put there stays."""
        return await _storage().delete(hub.load_manifest(model))

    async def verify(self, model: str) -> Mapping[str, str]:
        """Read a model's files again and say of each: `ok`, `missing` or `altered`.

        A browser's storage drops what is altered, so that the next load fetches it again; on disk it stays.
        """
        manifest, storage = hub.load_manifest(model), _storage()
        here = await storage.stored(manifest)
        return {
            file.path: "missing" if file.path not in here else "ok" if await storage.is_intact(file) else "altered"
            for file in manifest.files
        }


class DiskStorage:
    """The local model folder where that is allowed and has a file, else `env.cache_dir`."""

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        return {
            file.path: hub.local_path(file).stat().st_size for file in manifest.files if hub.local_path(file).is_file()
        }

    async def is_intact(self, file: ModelFile) -> bool:
        from .disk.transfer import is_intact

        return await asyncio.to_thread(is_intact, hub.local_path(file), file)

    async def delete(self, manifest: Manifest) -> int:
        from .disk.revisions import forget

        # Where several revisions of a model may lie, each has its own folder.
        root = env.cache_dir / manifest.files[0].model_id
        freed = 0
        for name in (*(file.path for file in manifest.files), *_OWN_FILES):
            path = root / name
            with suppress(FileNotFoundError):
                freed += path.stat().st_size
                path.unlink()
        folders = {parent for file in manifest.files for parent in (root / file.path).parents if root in parent.parents}
        for folder in (*sorted(folders, key=lambda folder: -len(folder.parts)), root, root.parent):
            # One that is not empty holds something else.
            with suppress(OSError):
                folder.rmdir()
        forget(manifest)
        return freed


def to_fetch(manifest: Manifest, files: Iterable[ModelFile], here: Mapping[str, int]) -> builtins.list[ModelFile]:
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


def _files_to_load(manifest: Manifest, dtype: str | None) -> list[ModelFile]:
    device: Device = "wasm" if sys.platform == "emscripten" else "cpu"
    return manifest.files_to_load(manifest.model_file(dtype, device))


def _storage() -> Storage:
    storage: Storage
    if sys.platform == "emscripten":
        from .tab.host import web_files

        storage = web_files()
    else:
        storage = DiskStorage()
    return storage


models = ModelCache()
