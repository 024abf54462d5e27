"""Download one file into the tab's memory: streamed, counted, resumed, verified."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import js
from pyodide.ffi import JsException

from ...env import env
from ...errors import DownloadError, IntegrityError, NotFoundError, OfflineError, StalledError
from ...model_files.manifest import ModelFile
from .javascript import new_bytes, plain_object, sha256

__all__ = ["Patience", "fetch_file"]

# A hub's status codes for missing files and for files not shown to this visitor.
_MISSING = (401, 403, 404, 410)
# The same request may succeed after these: RFC 9110, RFC 6585.
_PASSING = (408, 425, 429)


class Patience:
    """Timeouts in seconds, and the number of attempts."""

    silence_s = 30.0
    pause_s = 1.0
    attempts = 3


class _Again(Exception):
    """A temporary failure. `failure` is raised if retrying does not help."""

    def __init__(self, failure: DownloadError) -> None:
        super().__init__(failure.message)
        self.failure = failure


class _Body:
    """The start of a file, growing in JavaScript's memory."""

    def __init__(self, file: ModelFile, on_bytes: Callable[[int], None]) -> None:
        self.file = file
        self.data = new_bytes(file.bytes)
        self.received = 0
        self._on_bytes = on_bytes

    def append(self, chunk: Any) -> None:
        if self.received + chunk.byteLength > self.file.bytes:
            raise _wrong(self.file, "is longer than its manifest says")
        self.data.set(chunk, self.received)
        self.received += chunk.byteLength
        self._on_bytes(self.received)


async def fetch_file(url: str, file: ModelFile, on_bytes: Callable[[int], None]) -> Any:
    """Return the file at `url` as a Uint8Array. `on_bytes` is called with the number of bytes received.

    Raises:
        OfflineError: there is no network.
        NotFoundError: the server has no such file.
        StalledError: the transfer stalled more than `Patience.attempts` times.
        IntegrityError: the bytes do not match the manifest; they are discarded.
        DownloadError: the server fails, or does not let this page read.
    """
    body = _Body(file, on_bytes)
    for attempt in range(1, Patience.attempts + 1):
        before = body.received
        try:
            await _attempt(url, body)
            break
        except _Again as again:
            if attempt == Patience.attempts or js.navigator.onLine is False:
                raise again.failure from None
            # A server that sends nothing needs a pause; after a broken transfer, ask again at once.
            await asyncio.sleep(Patience.pause_s * attempt if body.received == before else 0)
    if await sha256(body.data) != file.sha256:
        raise _wrong(file, "does not have the sha256 of its manifest")
    return body.data


async def _attempt(url: str, body: _Body) -> None:
    controller = js.AbortController.new()
    options: dict[str, Any] = {"signal": controller.signal, "cache": "no-store", "referrerPolicy": "no-referrer"}
    resumed = {"range": f"bytes={body.received}-"} if body.received else {}
    options["headers"] = plain_object({**env.headers(url), **resumed})
    try:
        response = await _within(js.fetch(url, plain_object(options)), url, body)
        _check(response, url, body)
        reader = response.body.getReader()
        while not (step := await _within(reader.read(), url, body)).done:
            body.append(step.value)
    finally:
        controller.abort()
    if body.received < body.file.bytes:
        raise _Again(StalledError(f"{_where(body.file, url)} ends early.", **_details(body.file, url)))


async def _within(promise: Any, url: str, body: _Body) -> Any:
    """Await a promise, at most for the silence timeout."""
    file = body.file
    try:
        return await asyncio.wait_for(promise, Patience.silence_s)
    except TimeoutError:
        waited = f"No byte of {_where(file, url)} came for {Patience.silence_s:.0f} s. Try again."
        raise _Again(StalledError(waited, **_details(file, url))) from None
    except JsException:
        if js.navigator.onLine is False:
            offline = f"There is no network, and {file.path} is not stored here yet. Connect and try again."
            raise _Again(OfflineError(offline, **_details(file, url))) from None
        broken = (
            f"{_where(file, url)} could not be fetched: the connection failed, or the server does not let other sites "
            "read it (CORS), or this page's content security policy does not allow it."
        )
        raise _Again(DownloadError(broken, **_details(file, url))) from None


def _check(response: Any, url: str, body: _Body) -> None:
    """Raise unless the response is usable. Start over if the server sends the whole file."""
    file, status = body.file, int(response.status)
    if status in _MISSING:
        raise NotFoundError(f"The server has no {_where(file, url)}.", status=status, **_details(file, url))
    if status in _PASSING or status >= 500:
        failed = f"The server answered with status {status} for {_where(file, url)}. Try again later."
        raise _Again(DownloadError(failed, status=status, **_details(file, url)))
    if status not in (200, 206):
        refused = f"The server answered with status {status} for {_where(file, url)}."
        raise DownloadError(refused, status=status, **_details(file, url))
    # Other origins may hide this header; then the hash decides.
    given = response.headers.get("content-range")
    if status == 200 or (given and not str(given).startswith(f"bytes {body.received}-")):
        body.received = 0
    if status == 206 and not body.received:
        raise _Again(DownloadError(f"The server sent another part of {_where(file, url)}.", **_details(file, url)))


def _wrong(file: ModelFile, what: str) -> IntegrityError:
    return IntegrityError(f"{file.path} of {file.model_id} {what}; it was thrown away.", file=file.path)


def _where(file: ModelFile, url: str) -> str:
    return f"{file.path} from {js.URL.new(url).origin}"


def _details(file: ModelFile, url: str) -> dict[str, str]:
    address = js.URL.new(url)
    return {"file": file.path, "source": f"{address.origin}{address.pathname}"}
