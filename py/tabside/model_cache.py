"""`tabside.models`: the stored models. In `env.cache_dir` on CPython, in the browser's storage in a tab."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass

from . import hub, platform
from .model_files.load_plan import to_fetch
from .model_files.manifest import Manifest, ModelFile

__all__ = ["CachedModel", "ModelCache", "models"]


@dataclass(frozen=True, slots=True)
class CachedModel:
    """A model that is stored, whole or in part. `bytes` is its size; `dtypes` can be loaded without a download."""

    id: str
    task: str
    bytes: int
    dtypes: tuple[str, ...]


class ModelCache:
    """The stored models. Sizes come from the storage's index; only `verify` reads the files.

    `tabside.sync.models` is the blocking version.
    """

    async def is_cached(self, model: str, *, dtype: str | None = None) -> bool:
        """Whether loading a dtype (`auto` by default) needs no download."""
        manifest = hub.load_manifest(model)
        here = await platform.storage().stored(manifest)
        return not to_fetch(manifest, _files_to_load(manifest, dtype), here)

    async def size(self, model: str, *, dtype: str | None = None) -> int:
        """Return how many bytes loading a dtype (`auto` by default) reads, stored or not."""
        return sum(file.bytes for file in _files_to_load(hub.load_manifest(model), dtype))

    async def list(self) -> builtins.list[CachedModel]:
        """Return the known models with stored files, by id."""
        found = []
        for manifest in hub.list_manifests():
            here = await platform.storage().stored(manifest)
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
        return await platform.storage().delete(hub.load_manifest(model))

    async def newer_revision(self, model: str) -> str | None:
        """Ask the hub whether a model's branch `main` has moved. Return the new commit, or None.

        A model with a manifest of its own is pinned, so there is nothing newer.

        Raises:
            UnknownModelError: nothing is known of the model here.
            OfflineError, DownloadError: the hub cannot be reached, or fails.
        """
        manifest = hub.load_manifest(model)
        if not manifest.is_generated or manifest.revision == "local":
            return None
        commit = await platform.newest_revision(manifest.id)
        return None if commit == manifest.revision else commit

    async def update(self, model: str) -> str | None:
        """Take the newest revision of a model from now on, and delete the files of the stored one.

        Return the new commit, or None if there is nothing newer. The weights are downloaded by the next load. Raises
        the errors of `newer_revision`.
        """
        manifest = hub.load_manifest(model)
        commit = await self.newer_revision(model)
        if commit is not None:
            await platform.storage().delete(manifest)
            await hub.find_manifest(manifest.id)
        return commit

    async def verify(self, model: str) -> Mapping[str, str]:
        """Read a model's files again and return the state of each: `ok`, `missing` or `altered`.

        Browser storage drops altered files, so that the next load fetches them again. On disk they stay.
        """
        manifest, storage = hub.load_manifest(model), platform.storage()
        here = await storage.stored(manifest)
        return {
            file.path: "missing" if file.path not in here else "ok" if await storage.is_intact(file) else "altered"
            for file in manifest.files
        }


def _files_to_load(manifest: Manifest, dtype: str | None) -> list[ModelFile]:
    return manifest.files_to_load(manifest.model_file(dtype, platform.default_device()))


models = ModelCache()
