"""Storage of model files between visits: the worker's own store, or this tab's memory if the page allows no more.

A page and a tabside site of the same origin share their downloads, in parts (docs/decisions/0010). The JavaScript
module web/worker/models/bare-store.js serves both.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import js
from pyodide.code import run_js
from pyodide.ffi import JsException, create_proxy

from ...env import env
from ...errors import IntegrityError
from ...model_files.manifest import ModelFile
from ...onnx_file.guard import check_onnx
from ..host import settle
from .javascript import plain_object
from .memory_store import MemoryStore

__all__ = ["Shelf", "StorageWarning"]

_BUNDLE = Path(__file__).with_name("bare-store.js")


class StorageWarning(UserWarning):
    """A model could not be stored, so the next visit will download it again."""


class Shelf:
    """Model files by key. `base` is the address below which a tabside site of this origin has `models/`."""

    patience: ClassVar[dict[str, int]] = {}
    """Changes to the schedule of retries: see web/worker/models/retry.js."""

    def __init__(self, base: str, store: Any) -> None:
        self._base = base
        self._store = store

    @classmethod
    async def open(cls, base: str, *, persistent: bool = True) -> Shelf:
        """Open the store of this origin. Without `persistent`, or if the page or browser refuses, files stay in
        memory."""
        try:
            store = await _evaluate(_BUNDLE.read_text(encoding="utf-8")).openBareStore(persistent)
        except (AttributeError, JsException):
            store = MemoryStore()
            if persistent:
                _warn("This page's content security policy, or its address without https, keeps Python from the store")
        else:
            if persistent and store.memoryOnly:
                _warn("This browser lets the page store nothing")
        return cls(base, store)

    def key(self, file: ModelFile) -> str:
        """Return a file's key. It includes the hash, so versions never mix."""
        return f"{self._base}models/{file.model_id}/{file.path}?sha256={file.sha256}"

    async def has(self, file: ModelFile) -> bool:
        """Whether the complete file is stored; its bytes are checked when they are read."""
        return bool(await self._store.has(self.key(file), file.bytes))

    async def get(self, file: ModelFile) -> Any | None:
        """Return a stored file as a Uint8Array if it matches the manifest. A mismatch is dropped."""
        return await self._store.read(self.key(file), file.bytes, file.sha256)

    async def fetch(self, url: str, file: ModelFile, on_bytes: Callable[[int], None]) -> None:
        """Download a file into the store: streamed, resumed, verified, an ONNX file also by the guard.

        `on_bytes` is called with the number of bytes received. What a cancelled or failed download received stays
        stored.

        Raises:
            OfflineError: there is no network.
            NotFoundError: the server has no such file.
            StalledError: the transfer stalled again and again.
            IntegrityError: the bytes do not match the manifest; they are discarded.
            ModelRefusedError: the model holds what is never run; it is discarded.
            DownloadError: the server fails, or does not let this page read.
        """
        options = plain_object({"headers": plain_object(env.headers(url)), "patience": plain_object(self.patience)})
        wanted = json.dumps({"path": file.path, "bytes": file.bytes, "sha256": file.sha256})
        was_kept = not self._store.memoryOnly
        controller, tell = js.AbortController.new(), create_proxy(on_bytes)
        try:
            await settle(self._store.fetch(self.key(file), wanted, url, options, tell, controller.signal))
        finally:
            controller.abort()
            tell.destroy()
        if file.role == "model":
            await self._guard(file)
        if was_kept and self._store.memoryOnly:
            _warn("This browser's storage did not take the model, most likely for want of room")

    async def _guard(self, file: ModelFile) -> None:
        try:
            data = await self.get(file)
            if data is None:
                raise IntegrityError(f"{file.path} does not stay stored. Load the model again.", file=file.path)
            check_onnx(data.to_bytes(), file.external_sizes())
        except BaseException:
            await self._store.delete(self.key(file))
            raise

    async def put(self, file: ModelFile, data: Any) -> None:
        """Store a Uint8Array that the caller has verified and no longer changes."""
        await self._store.put(self.key(file), data, file.sha256)

    async def drop(self, file: ModelFile) -> None:
        """Delete one file."""
        await self._store.delete(self.key(file))

    async def put_text(self, name: str, text: str) -> None:
        """Store a note beside the files of a model; `name` is `ID/…`."""
        await self._store.putText(f"{self._base}models/{name}", text)

    async def find_text(self, start: str, end: str) -> str | None:
        """Return a note whose name has this start and end, if there is one."""
        for key, _ in await self._listed():
            if key.startswith(f"{self._base}models/{start}") and key.endswith(end):
                text: str | None = await self._store.text(key)
                return text
        return None

    async def stored(self, files: tuple[ModelFile, ...]) -> dict[str, int]:
        """Return the size in bytes of each complete stored file by path."""
        return {file.path: file.bytes for file in files if await self.has(file)}

    async def delete(self, model_id: str, *, but: tuple[ModelFile, ...] = ()) -> int:
        """Delete a model's stored data, including unfinished and old files. Return how many bytes were freed.

        Of a model that is loaded again, the files `but` and the notes stay.
        """
        kept = {self.key(file) for file in but}
        prefix = f"{self._base}models/{model_id}/"
        freed = 0
        for key, size in await self._listed():
            is_note = "?sha256=" not in key
            if key.startswith(prefix) and key not in kept and not (but and is_note):
                await self._store.delete(key)
                freed += 0 if is_note else size
        return freed

    async def _listed(self) -> list[tuple[str, int]]:
        return [(entry["key"], entry["bytes"]) for entry in json.loads(await self._store.list())]


def _evaluate(script: str) -> Any:
    """Run the bundle. Raises JsException where the page's policy forbids it, AttributeError where the browser lacks
    what it uses."""
    # Browsers hide this from pages on plain http, except localhost.
    _ = js.crypto.subtle.digest
    return run_js(script)


def _warn(what: str) -> None:
    warnings.warn(f"{what}: models are kept in memory, for this visit only.", StorageWarning, stacklevel=3)
