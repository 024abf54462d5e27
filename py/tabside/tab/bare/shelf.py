"""Storage of model files between visits: the Cache API, or this tab's memory if storage is refused or full.

The layout is that of web/worker/models/shelf.js (docs/decisions/0010), so a page and a tabside site of the same origin
share their downloads: the bytes are stored under `KEY&start=S&bytes=N`, and a record of them, written last, under
`KEY`.
Here a file is stored only when complete and verified, in one part.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import js
from pyodide.ffi import JsException

from ...model_files.manifest import ModelFile
from .javascript import new_bytes, plain_object, sha256

__all__ = ["Shelf", "StorageWarning"]

CACHE_NAME = "tabside-models-v2"


class StorageWarning(UserWarning):
    """A model could not be stored, so the next visit will download it again."""


class Shelf:
    """Model files by key. `base` is the address below which a tabside site of this origin has `models/`."""

    def __init__(self, base: str, cache: Any | None) -> None:
        self._base = base
        self._cache = cache
        self._memory: dict[str, Any] = {}
        self._notes: dict[str, str] = {}

    @classmethod
    async def open(cls, base: str, *, persistent: bool = True) -> Shelf:
        """Open the store of this origin. Without `persistent`, or if the browser refuses, files stay in memory."""
        if not persistent:
            return cls(base, None)
        try:
            # `caches` is missing outside secure contexts and fails in sandboxed frames.
            return cls(base, await js.caches.open(CACHE_NAME))
        except (AttributeError, JsException):
            _warn("This browser lets the page store nothing")
            return cls(base, None)

    def key(self, file: ModelFile) -> str:
        """Return a file's key. It includes the hash, so versions never mix."""
        return f"{self._base}models/{file.model_id}/{file.path}?sha256={file.sha256}"

    async def has(self, file: ModelFile) -> bool:
        """Whether the complete file is stored; its bytes are checked when they are read."""
        record = await self._record(self.key(file))
        return record is not None and record.get("bytes") == file.bytes

    async def get(self, file: ModelFile) -> Any | None:
        """Return a stored file as a Uint8Array if it matches the manifest. A mismatch is dropped."""
        key = self.key(file)
        if key in self._memory:
            return self._memory[key]
        record = await self._record(key)
        if record is None:
            return None
        data = new_bytes(file.bytes)
        for start, size in record.get("parts", ()):
            part = await self._match(f"{key}&start={start}&bytes={size}")
            if part is None or start + size > file.bytes:
                break
            data.set(js.Uint8Array.new(await part.arrayBuffer()), start)
        if await sha256(data) == file.sha256:
            return data
        await self._drop(key)
        return None

    async def put(self, file: ModelFile, data: Any) -> None:
        """Store a Uint8Array that the caller has verified and no longer changes."""
        key = self.key(file)
        if self._cache is not None:
            await self._drop(key)  # remains of the site's unfinished download
            part = f"{key}&start=0&bytes={file.bytes}"
            record = {
                "bytes": file.bytes,
                "sha256": file.sha256,
                "stored_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "parts": [[0, file.bytes]],
            }
            try:
                await self._cache.put(part, _response(data, "application/octet-stream"))
                await self._cache.put(key, _response(json.dumps(record), "application/json"))
                return
            except JsException:
                await self._drop(key)
                _warn("This browser's storage did not take the model, most likely for want of room")
        self._memory[key] = data

    async def put_text(self, name: str, text: str) -> None:
        """Store a note beside the files of a model; `name` is `ID/…`."""
        key = f"{self._base}models/{name}"
        if self._cache is not None:
            with suppress(JsException):
                await self._cache.put(key, _response(text, "application/json"))
                return
        self._notes[key] = text

    async def find_text(self, start: str, end: str) -> str | None:
        """Return a note whose name has this start and end, if there is one."""
        for key in (*self._notes, *await self._keys()):
            if key.startswith(f"{self._base}models/{start}") and key.endswith(end):
                response = await self._match(key)
                return self._notes[key] if response is None else str(await response.text())
        return None

    async def stored(self, files: tuple[ModelFile, ...]) -> dict[str, int]:
        """Return the size in bytes of each complete stored file by path."""
        return {file.path: file.bytes for file in files if await self.has(file)}

    async def delete(self, model_id: str, *, but: tuple[ModelFile, ...] = ()) -> int:
        """Delete a model's stored data, including unfinished and old files. Return how many bytes were freed."""
        kept = {self.key(file) for file in but}
        prefix = f"{self._base}models/{model_id}/"
        freed = 0
        for key in await self._keys():
            file_key, _, part = key.partition("&start=")
            if key.startswith(prefix) and file_key not in kept and not (but and "?sha256=" not in key):
                freed += int(part.partition("&bytes=")[2] or 0)
                await self._cache.delete(key)  # type: ignore[union-attr]
        for key in [key for key in self._notes if key.startswith(prefix)]:
            del self._notes[key]
        for key in [key for key in self._memory if key.startswith(prefix) and key not in kept]:
            freed += self._memory.pop(key).byteLength
        return freed

    async def _record(self, key: str) -> Mapping[str, Any] | None:
        held = self._memory.get(key)
        if held is not None:
            return {"bytes": held.byteLength}
        response = await self._match(key)
        try:
            record = json.loads(str(await response.text())) if response is not None else None
        except ValueError:
            record = None
        return record if isinstance(record, dict) else None

    async def _match(self, key: str) -> Any | None:
        return await self._cache.match(key) if self._cache is not None else None

    async def _keys(self) -> list[str]:
        return [str(request.url) for request in await self._cache.keys()] if self._cache is not None else []

    async def _drop(self, key: str) -> None:
        if self._cache is None:
            return
        await self._cache.delete(key)  # record first: parts without it count as unfinished
        for each in await self._keys():
            if each.startswith(f"{key}&start="):
                await self._cache.delete(each)


def _response(body: Any, content_type: str) -> Any:
    return js.Response.new(body, plain_object({"headers": plain_object({"content-type": content_type})}))


def _warn(what: str) -> None:
    warnings.warn(f"{what}: models are kept in memory, for this visit only.", StorageWarning, stacklevel=3)
