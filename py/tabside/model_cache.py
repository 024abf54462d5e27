"""`tabside.models`: the stored models. In `env.cache_dir` on CPython, in the browser's storage in a tab."""

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
    """A model that is stored, whole or in part. `bytes` is its size; `dtypes` can be loaded without a download."""

    id: str
    task: str
    bytes: int
    dtypes: tuple[str, ...]


class Storage(Protocol):
    """Interface to the stored files: a folder on CPython, the browser's storage in a tab."""

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        """Return the size in bytes of each stored file by path, without reading the files."""
        ...

    async def is_intact(self, file: ModelFile) -> bool:
        """Read a stored file and compare its hash."""
        ...

    async def delete(self, manifest: Manifest) -> int:
        """Delete a model's stored files. Return how many bytes were freed."""
        ...


class ModelCache:
    """The stored models. Sizes come from the storage's index; only `verify` reads the files.

    `tabside.sync.models` is the blocking version.
    """

    async def is_cached(self, model: str, *, dtype: str | None = None) -> bool:
        """Whether loading a dtype (`auto` by default) needs no download."""
        manifest = hub.load_manifest(model)
        here = await _storage().stored(manifest)
        return not to_fetch(manifest, _files_to_load(manifest, dtype), here)

    async def size(self, model: str, *, dtype: str | None = None) -> int:
        """Return how many bytes loading a dtype (`auto` by default) reads, stored or not."""
        return sum(file.bytes for file in _files_to_load(hub.load_manifest(model), dtype))

    async def list(self) -> builtins.list[CachedModel]:
        """Return the known models with stored files, by id."""
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
        """Delete a model's files and return how many bytes were freed. Files not written by tabside stay."""
        return await _storage().delete(hub.load_manifest(model))

    async def verify(self, model: str) -> Mapping[str, str]:
        """Read a model's files again and return the state of each: `ok`, `missing` or `altered`.

        Browser storage drops altered files, so that the next load fetches them again. On disk they stay.
        """
        manifest, storage = hub.load_manifest(model), _storage()
        here = await storage.stored(manifest)
        return {
            file.path: "missing" if file.path not in here else "ok" if await storage.is_intact(file) else "altered"
            for file in manifest.files
        }


class DiskStorage:
    """The local model folder if allowed and the file is there, else `env.cache_dir`."""

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        return {
            file.path: hub.local_path(file).stat().st_size for file in manifest.files if hub.local_path(file).is_file()
        }

    async def is_intact(self, file: ModelFile) -> bool:
        from .disk.transfer import is_intact

        return await asyncio.to_thread(is_intact, hub.local_path(file), file)

    async def delete(self, manifest: Manifest) -> int:
        from .disk.revisions import forget

        # If several revisions of a model are stored, each has its own folder.
        root = env.cache_dir / manifest.files[0].model_id
        freed = 0
        for name in (*(file.path for file in manifest.files), *_OWN_FILES):
            path = root / name
            with suppress(FileNotFoundError):
                freed += path.stat().st_size
                path.unlink()
        folders = {parent for file in manifest.files for parent in (root / file.path).parents if root in parent.parents}
        for folder in (*sorted(folders, key=lambda folder: -len(folder.parts)), root, root.parent):
            # A folder that is not empty holds other files.
            with suppress(OSError):
                folder.rmdir()
        forget(manifest)
        return freed


def to_fetch(manifest: Manifest, files: Iterable[ModelFile], here: Mapping[str, int]) -> builtins.list[ModelFile]:
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
