"""The model store of a page whose content security policy forbids scripts: in memory, for this visit only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsException

from ...errors import DownloadError, IntegrityError, NotFoundError, OfflineError, StalledError
from .javascript import plain_object, sha256

__all__ = ["MemoryStore"]

_SILENCE_S = 60.0
# A hub's status codes for missing files and for files not shown to this visitor.
_MISSING = (401, 403, 404, 410)


class MemoryStore:
    """Implements what `shelf.Shelf` asks of web/worker/models/bare-store.js, without parts, retries or storage."""

    memoryOnly = True

    def __init__(self) -> None:
        self._files: dict[str, Any] = {}
        self._texts: dict[str, str] = {}

    async def has(self, key: str, size: int) -> bool:
        return key in self._files and self._files[key].byteLength == size

    async def read(self, key: str, size: int, digest: str) -> Any | None:
        return self._files.get(key)

    async def fetch(
        self, key: str, file: str, url: str, options: Any, on_loaded: Callable[[int], None], signal: Any
    ) -> None:
        """Download a whole file at once.

        Raises:
            OfflineError: there is no network.
            NotFoundError: the server has no such file.
            StalledError: it does not come within a minute, or ends early.
            IntegrityError: the bytes do not match the manifest; they are discarded.
            DownloadError: the server fails, or does not let this page read.
        """
        wanted = json.loads(file)
        address = js.URL.new(url)
        details = {"file": wanted["path"], "source": f"{address.origin}{address.pathname}"}
        where = f"{wanted['path']} from {address.origin}"
        request = {"headers": options.headers, "signal": signal, "cache": "no-store", "referrerPolicy": "no-referrer"}
        try:
            response = await asyncio.wait_for(js.fetch(url, plain_object(request)), _SILENCE_S)
            status = int(response.status)
            data = js.Uint8Array.new(await asyncio.wait_for(response.arrayBuffer(), _SILENCE_S))
        except TimeoutError:
            raise StalledError(f"{where} did not come within {_SILENCE_S:.0f} s. Try again.", **details) from None
        except JsException:
            if js.navigator.onLine is False:
                raise OfflineError(f"There is no network to fetch {where}. Connect and try again.", **details) from None
            raise DownloadError(
                f"{where} could not be fetched: the connection failed, or the server does not let other sites read it "
                "(CORS), or this page's content security policy does not allow it.",
                **details,
            ) from None
        if status != 200:
            failure = NotFoundError if status in _MISSING else DownloadError
            raise failure(f"The server answered with status {status} for {where}.", status=status, **details)
        if data.byteLength < wanted["bytes"]:
            raise StalledError(f"{where} ends early. Try again later.", **details)
        if data.byteLength > wanted["bytes"] or await sha256(data) != wanted["sha256"]:
            raise IntegrityError(f"{where} is not the file that its manifest names; it was thrown away.", **details)
        on_loaded(data.byteLength)
        self._files[key] = data

    async def put(self, key: str, data: Any, digest: str) -> None:
        self._files[key] = data

    async def putText(self, key: str, text: str) -> None:
        self._texts[key] = text

    async def text(self, key: str) -> str | None:
        return self._texts.get(key)

    async def list(self) -> str:
        files = [{"key": key, "bytes": data.byteLength, "finished": True} for key, data in self._files.items()]
        return json.dumps([*files, *({"key": key, "bytes": 0, "finished": True} for key in self._texts)])

    async def delete(self, key: str) -> None:
        self._files.pop(key, None)
        self._texts.pop(key, None)
