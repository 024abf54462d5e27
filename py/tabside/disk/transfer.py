"""Download from a source into a file that is either complete and verified or absent. Standard library only."""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from ..env import env
from ..errors import (
    Cancelled,
    DownloadError,
    IntegrityError,
    NotFoundError,
    OfflineError,
    QuotaError,
    StalledError,
    StorageError,
)
from ..model_files.manifest import ModelFile
from ..model_files.repository import gated
from .connections import Limits, Stop, opener
from .parts import Part, open_part

__all__ = ["Sink", "copy_http", "integrity_error", "is_intact", "storing"]

CHUNK_BYTES = 1 << 18


class Sink:
    """An open temporary file that counts and hashes its input."""

    def __init__(self, handle: Any, file: ModelFile, stop: threading.Event, on_bytes: Callable[[int], None]) -> None:
        self._handle = handle
        self._digest = hashlib.sha256()
        self._stop = stop
        self._on_bytes = on_bytes
        self.file = file
        self.received = 0
        self.was_resumed = False

    def take_up(self) -> None:
        """Count and hash the bytes that an earlier, broken-off download left in the file."""
        self._handle.seek(0)
        while data := self._handle.read(CHUNK_BYTES):
            self._digest.update(data)
            self.received += len(data)
        if self.received > self.file.bytes:
            self.restart()
        self.was_resumed = self.received > 0
        self._on_bytes(self.received)

    def is_right(self) -> bool:
        """Whether the bytes so far are the whole file."""
        return self.received == self.file.bytes and self._digest.hexdigest() == self.file.sha256

    def write(self, data: bytes) -> None:
        """Write the next bytes.

        Raises:
            Cancelled: the caller cancelled.
            IntegrityError: there are more bytes than the manifest states.
        """
        if self._stop.is_set():
            raise Cancelled(f"The download of {self.file.path} was cancelled.")
        if self.received + len(data) > self.file.bytes:
            raise integrity_error(self.file, "is longer than its manifest says; it was thrown away")
        self._handle.write(data)
        self._digest.update(data)
        self.received += len(data)
        self._on_bytes(self.received)

    def restart(self) -> None:
        """Discard the bytes so far, for a server that cannot resume."""
        self._handle.seek(0)
        self._handle.truncate()
        self._digest = hashlib.sha256()
        self.received = 0
        self.was_resumed = False

    def verify(self) -> None:
        """Raise IntegrityError unless length and sha256 match the manifest."""
        if self.received != self.file.bytes:
            raise integrity_error(self.file, "is shorter than its manifest says; it was thrown away")
        if self._digest.hexdigest() != self.file.sha256:
            raise integrity_error(self.file, "does not have the sha256 of its manifest; it was thrown away")


def integrity_error(file: ModelFile, what: str) -> IntegrityError:
    return IntegrityError(f"{file.path} of {file.model_id} {what}.", file=file.path)


@contextmanager
def storing(target: Path, file: ModelFile, stop: threading.Event, on_bytes: Callable[[int], None]) -> Iterator[Sink]:
    """Provide a sink for `file`. On exit, verify it and move it to `target` in one step.

    What a large file has so far stays for the next attempt if a transfer breaks off, or the process ends; the sink then
    starts with it. After any other error no part of the file remains.

    Raises:
        IntegrityError: the bytes do not match the manifest.
        QuotaError: the disk (or the quota, or the process' file size limit) is full.
        StorageError: the folder is not writable.
    """
    part: Part | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = open_part(target.parent, file)
        with part.handle:
            sink = Sink(part.handle, file, stop, on_bytes)
            if part.is_shared:
                sink.take_up()
            try:
                yield sink
                sink.verify()
                part.finish(target)
            except (OfflineError, StalledError, Cancelled, KeyboardInterrupt):
                part.keep = part.is_shared and sink.received > 0
                raise
        part.settle(target)
    except OSError as error:
        raise _storage_error(error, file) from error
    finally:
        if part is not None:
            part.discard()


def _storage_error(error: OSError, file: ModelFile) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return QuotaError(f"There is no room for {file.path} ({file.bytes:,} bytes). Free some and try again.")
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return StorageError(f"{file.path} cannot be stored in the model cache: {reason}.", file=file.path)


def is_intact(path: Path, file: ModelFile) -> bool:
    """Whether the bytes at `path` match the manifest."""
    try:
        if path.stat().st_size != file.bytes:
            return False
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def copy_http(url: str, sink: Sink, stop: Stop) -> None:
    """Fetch `url` into `sink`, resuming when a body ends early.

    Raises:
        OfflineError: the host is unreachable.
        NotFoundError: the host has no such file.
        GatedError: access requires acceptance of the authors' terms.
        StalledError: the transfer stalled more than `Limits.attempts` times.
        IntegrityError: the host announces a length other than the manifest's.
        Cancelled: `stop` is set. The connection is shut then.
    """
    for attempt in range(1, Limits.attempts + 1):
        if sink.received == sink.file.bytes:
            return
        try:
            _copy_once(url, sink, stop)
            return
        except (OfflineError, StalledError) as error:
            if stop.is_set():
                raise Cancelled(f"The download of {sink.file.path} was cancelled.") from None
            if isinstance(error, OfflineError) or attempt == Limits.attempts:
                raise


def _copy_once(url: str, sink: Sink, stop: Stop) -> None:
    headers = {"User-Agent": "tabside", "Accept-Encoding": "identity", **env.headers(url)}
    if sink.received:
        headers["Range"] = f"bytes={sink.received}-"
    with stop.watching(), _open(urllib.request.Request(url, headers=headers), sink.file, stop) as response:
        if sink.received and response.status != 206:
            sink.restart()
        announced = response.headers.get("Content-Length")
        if announced is not None and announced != str(sink.file.bytes - sink.received):
            raise integrity_error(sink.file, "has another length at the hub than in its manifest")
        _drain(response, sink)
    if announced is not None and sink.received < sink.file.bytes:
        raise _stalled(sink.file, "ended early")


def _drain(response: http.client.HTTPResponse, sink: Sink) -> None:
    mark_s, mark_bytes = monotonic(), sink.received
    while True:
        try:
            data = response.read1(CHUNK_BYTES)
        except TimeoutError as error:
            raise _stalled(sink.file, f"sent nothing for {Limits.silence_s:g} s") from error
        except (http.client.HTTPException, OSError) as error:
            raise _stalled(sink.file, "ended early") from error
        if not data:
            return
        sink.write(data)
        if monotonic() - mark_s >= Limits.silence_s:
            if sink.received - mark_bytes < Limits.least_bytes_per_s * Limits.silence_s:
                raise _stalled(sink.file, "came too slowly")
            mark_s, mark_bytes = monotonic(), sink.received


def _stalled(file: ModelFile, what: str) -> StalledError:
    return StalledError(f"The download of {file.path} {what}.", file=file.path)


def _open(request: urllib.request.Request, file: ModelFile, stop: Stop) -> Any:
    try:
        return opener(stop).open(request, timeout=Limits.silence_s)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 401 or error.headers.get("X-Error-Code") == "GatedRepo":
            raise gated(file.model_id.partition("@")[0]) from error
        if error.code in (404, 410):
            raise NotFoundError(f"The hub has no {file.path} of {file.model_id}.", file=file.path) from error
        raise DownloadError(f"The hub answered {error.code} for {file.path}.", file=file.path) from error
    except urllib.error.URLError as error:
        raise OfflineError("The hub cannot be reached. Check the network, or env.remote_host.") from error
    except TimeoutError as error:
        raise _stalled(file, f"sent nothing for {Limits.silence_s:g} s") from error
    except (http.client.HTTPException, OSError) as error:
        raise _stalled(file, "ended before it began") from error
