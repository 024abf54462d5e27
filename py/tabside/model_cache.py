"""Which models are kept on this machine: `tabside.models`. On CPython; in a tab the page's engine keeps them."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from . import hub
from .env import env
from .errors import RuntimeUnavailableError
from .manifest import Manifest, ModelFile

__all__ = ["CachedModel", "ModelCache", "models"]

_OWN_FILES = (".verified.json", "manifest.json")


@dataclass(frozen=True, slots=True)
class CachedModel:
    """A model that is on disk, whole or in part. `bytes` is what it takes there; `dtypes` can be loaded as they are."""

    id: str
    task: str
    bytes: int
    dtypes: tuple[str, ...]


class ModelCache:
    """The models in `env.cache_dir`. Sizes come from a look at the disk; only `verify` reads the files."""

    def is_cached(self, model: str, *, dtype: str | None = None) -> bool:
        """Say whether a load would download nothing, for a dtype (`auto` by default)."""
        manifest = _manifest(model)
        return not self._missing(manifest, manifest.files_to_load(manifest.model_file(dtype, "cpu")))

    def size(self, model: str, *, dtype: str | None = None) -> int:
        """Return how many bytes a load reads for a dtype (`auto` by default), whether or not they are here."""
        manifest = _manifest(model)
        return sum(file.bytes for file in manifest.files_to_load(manifest.model_file(dtype, "cpu")))

    def list(self) -> builtins.list[CachedModel]:
        """Return the known models of which something is on disk, by id."""
        _require_disk()
        found = []
        for manifest in hub.list_manifests():
            here = [file for file in manifest.files if _is_there(file)]
            if not here:
                continue
            dtypes = {str(file.dtype): file for file in manifest.files if file.role == "model"}
            loadable = (
                name for name, file in dtypes.items() if not self._missing(manifest, manifest.files_to_load(file))
            )
            found.append(CachedModel(manifest.id, manifest.task, sum(file.bytes for file in here), tuple(loadable)))
        return found

    def delete(self, model: str) -> int:
        """Delete a model's files; return how many bytes that freed. What tabside did not put there stays."""
        manifest = _manifest(model)
        root = env.cache_dir / manifest.id
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
        return freed

    def verify(self, model: str) -> Mapping[str, str]:
        """Read a model's files again and say of each: `ok`, `missing` or `altered`. Changes nothing."""
        from .transfer import is_intact

        states = {}
        for file in _manifest(model).files:
            path = hub.local_path(file)
            states[file.path] = "missing" if not path.is_file() else "ok" if is_intact(path, file) else "altered"
        return states

    def _missing(self, manifest: Manifest, files: Iterable[ModelFile]) -> builtins.list[ModelFile]:
        """Return which files a load would have to fetch: one that is made from another needs that one at the least."""
        wanted = [
            manifest.file(file.derived.source) if file.derived is not None and not _is_there(file) else file
            for file in files
        ]
        return [file for file in wanted if not _is_there(file)]


def _manifest(model: str) -> Manifest:
    _require_disk()
    return hub.load_manifest(model)


def _require_disk() -> None:
    if sys.platform == "emscripten":
        raise RuntimeUnavailableError("In a tab models are kept by the page's engine; ask it (engine.plan).")


def _is_there(file: ModelFile) -> bool:
    path = hub.local_path(file)
    return path.is_file() and path.stat().st_size == file.bytes


models = ModelCache()
