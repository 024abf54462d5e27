"""Model files in browser storage, through tabside's worker."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pyodide.ffi import create_proxy

from .. import errors
from ..env import env
from ..model_files.load_plan import require_stored
from ..model_files.manifest import Manifest, ModelFile
from ..types import Progress, ProgressCallback
from .host import host, settle

__all__ = ["WebFiles"]


class WebFiles:
    """Model files in browser storage, through the worker. The model's bytes never enter Python's memory."""

    def __init__(self, *, local_files_only: bool = False) -> None:
        self.local_files_only = local_files_only

    async def read_text(self, file: ModelFile) -> str:
        return str(await settle(host().readText(file.model_id, file.path)))

    async def ensure(
        self, manifest: Manifest, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None
    ) -> None:
        # The worker stores what a session needs, including the weights.
        model = next((file for file in files if file.role == "model"), None) or manifest.model_file(None, "wasm")
        if self.local_files_only or not env.allow_remote_models:
            require_stored(manifest, files, await self.stored(manifest))
        if progress_callback is None:
            await settle(host().ensure(model.model_id, model.dtype))
            return
        fields = Progress.__dataclass_fields__

        def report(data: str) -> None:
            progress_callback(Progress(**{key: value for key, value in json.loads(data).items() if key in fields}))

        proxy = create_proxy(report)
        try:
            await settle(host().ensure(model.model_id, model.dtype, proxy))
        finally:
            proxy.destroy()

    async def stored(self, manifest: Manifest) -> dict[str, int]:
        """Return the size in bytes of each stored file by path."""
        try:
            paths = json.loads(await settle(host().stored(manifest.id)))
        except errors.UnknownModelError:
            return {}  # this site does not have the model
        return {file.path: file.bytes for file in manifest.files if file.path in paths}

    async def is_intact(self, file: ModelFile) -> bool:
        """Read a stored file and compare its hash. A damaged one is dropped."""
        return bool(await settle(host().isIntact(file.model_id, file.path)))

    async def delete(self, manifest: Manifest) -> int:
        """Delete a model's files. Return how many bytes were freed."""
        freed = sum((await self.stored(manifest)).values())
        await settle(host().deleteModel(manifest.id))
        return freed
