"""Every error that tabside raises. Each has a stable code, the same on both sides of the worker.

TabsideError
 ├─ InputError               input.invalid
 │   ├─ RestoreError         input.restore
 │   ├─ DecryptError         input.decrypt
 │   ├─ TextTooLargeError    input.too-large
 │   ├─ PolicyError          policy.invalid
 │   ├─ ClassifierError      classifier.invalid
 │   └─ FileError            file.invalid
 │       ├─ FileUnsupportedError file.unsupported
 │       ├─ FileProtectedError   file.protected
 │       └─ FileTooLargeError    file.too-large
 ├─ BatchError               batch.failed
 ├─ Cancelled                cancelled
 ├─ ManifestError            manifest.invalid
 │   └─ UnknownModelError    manifest.unknown-model
 ├─ DownloadError            download.failed
 │   ├─ OfflineError         download.offline
 │   ├─ NotFoundError        download.not-found
 │   ├─ GatedError           download.gated
 │   ├─ StalledError         download.stalled
 │   └─ IntegrityError       download.integrity
 ├─ StorageError             storage.failed
 │   ├─ QuotaError           storage.quota
 │   └─ StorageRefusedError  storage.refused
 ├─ TokenizerError           tokenizer.invalid
 ├─ RuntimeUnavailableError  runtime.unavailable
 │   ├─ NoSimdError          runtime.no-simd
 │   └─ StageStalledError    runtime.stalled
 ├─ SessionError             session.failed
 │   ├─ ModelRefusedError    session.refused
 │   ├─ WrongResultsError    session.wrong-results
 │   └─ WorkerLostError      session.worker-lost
 │       ├─ DeviceLostError  session.device-lost
 │       └─ OutOfMemoryError session.out-of-memory
 ├─ UnscannedError           redaction.unscanned
 │   └─ RemovalError         redaction.left
 └─ ServerError              server.failed
     ├─ BusyError            server.busy
     ├─ UnauthorizedError    server.unauthorized
     ├─ UnsupportedRequestError server.unsupported
     └─ UpstreamError        server.upstream

Messages state what happened and what to do. They never contain the user's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

__all__ = [
    "BatchError",
    "BusyError",
    "Cancelled",
    "ClassifierError",
    "DecryptError",
    "DeviceLostError",
    "DownloadError",
    "FileError",
    "FileProtectedError",
    "FileTooLargeError",
    "FileUnsupportedError",
    "GatedError",
    "InputError",
    "IntegrityError",
    "ManifestError",
    "ModelRefusedError",
    "NoSimdError",
    "NotFoundError",
    "OfflineError",
    "OutOfMemoryError",
    "PolicyError",
    "QuotaError",
    "RemovalError",
    "RestoreError",
    "RuntimeUnavailableError",
    "ServerError",
    "SessionError",
    "StageStalledError",
    "StalledError",
    "StorageError",
    "StorageRefusedError",
    "TabsideError",
    "TextTooLargeError",
    "TokenizerError",
    "UnauthorizedError",
    "UnknownModelError",
    "UnscannedError",
    "UnsupportedRequestError",
    "UpstreamError",
    "WorkerLostError",
    "WrongResultsError",
    "from_code",
]


class TabsideError(Exception):
    """The root of all errors. `code` is stable. `details` holds facts such as file names and sizes, never user text."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, **details: str | int | float | bool | None) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, str | int | float | bool | None] = details


class InputError(TabsideError):
    """An argument cannot be used."""

    code = "input.invalid"


class RestoreError(InputError):
    """There is no mapping that would restore the original."""

    code = "input.restore"


class DecryptError(InputError):
    """The passphrase is wrong, or the encrypted data was altered."""

    code = "input.decrypt"


class TextTooLargeError(InputError):
    """A text, or a request that holds texts, is longer than the server takes."""

    code = "input.too-large"


class PolicyError(InputError):
    """A redaction policy is invalid. `details` names the `field`, and the `line` of its file if known."""

    code = "policy.invalid"


class ClassifierError(InputError):
    """A classifier's file cannot be used, or its labels and examples cannot be learned. `details` names the `field`."""

    code = "classifier.invalid"


class FileError(InputError):
    """A file is damaged, or its content does not match its name."""

    code = "file.invalid"


class FileUnsupportedError(FileError):
    """A file, or a part of it, has an unsupported format. It is refused rather than reported as clean."""

    code = "file.unsupported"


class FileProtectedError(FileError):
    """A file is protected by a password."""

    code = "file.protected"


class FileTooLargeError(FileError):
    """A file exceeds the size limit, packed or unpacked."""

    code = "file.too-large"


class BatchError(TabsideError):
    """Some of many inputs failed. The results of the others are kept.

    `results` is the regular result, with None for each failed input. `errors` maps the numbers of failed inputs to
    their
    errors.
    """

    code = "batch.failed"

    def __init__(
        self,
        message: str,
        *,
        results: Any = (),
        errors: Mapping[int, TabsideError] | None = None,
        **details: str | int | float | bool | None,
    ) -> None:
        super().__init__(message, **details)
        self.results = results
        self.errors: Mapping[int, TabsideError] = errors or {}


class Cancelled(TabsideError):
    """The caller cancelled the call."""

    code = "cancelled"


class ManifestError(TabsideError):
    """A model's manifest does not match its schema."""

    code = "manifest.invalid"


class UnknownModelError(ManifestError):
    """No manifest has this model id."""

    code = "manifest.unknown-model"


class DownloadError(TabsideError):
    """A file could not be fetched from any of its sources."""

    code = "download.failed"


class OfflineError(DownloadError):
    """The network is off, or downloads are not allowed, and the file is not stored."""

    code = "download.offline"


class NotFoundError(DownloadError):
    """The server has no such file."""

    code = "download.not-found"


class GatedError(DownloadError):
    """The model's authors require acceptance of their terms before download."""

    code = "download.gated"


class StalledError(DownloadError):
    """No bytes arrived for too long, or the body ended early."""

    code = "download.stalled"


class IntegrityError(DownloadError):
    """The bytes do not match the manifest. They were discarded."""

    code = "download.integrity"


class StorageError(TabsideError):
    """The storage could not read or write the bytes."""

    code = "storage.failed"


class QuotaError(StorageError):
    """The storage is full."""

    code = "storage.quota"


class StorageRefusedError(StorageError):
    """This browser (or profile) does not let the page store anything."""

    code = "storage.refused"


class TokenizerError(TabsideError):
    """A tokenizer file is invalid, or uses an unsupported feature."""

    code = "tokenizer.invalid"


class RuntimeUnavailableError(TabsideError):
    """No available runtime can run the model."""

    code = "runtime.unavailable"


class NoSimdError(RuntimeUnavailableError):
    """This browser has no WebAssembly SIMD."""

    code = "runtime.no-simd"


class StageStalledError(RuntimeUnavailableError):
    """A stage of the start did not finish in time."""

    code = "runtime.stalled"


class SessionError(TabsideError):
    """onnxruntime refused the model or failed while running it."""

    code = "session.failed"


class ModelRefusedError(SessionError):
    """The model's file contains something that is never run: external data, unknown domains, absurd sizes."""

    code = "session.refused"


class WrongResultsError(SessionError):
    """The runtime fails the manifest's canary, so none of its results are used."""

    code = "session.wrong-results"


class WorkerLostError(SessionError):
    """The worker ended during a call."""

    code = "session.worker-lost"


class DeviceLostError(WorkerLostError):
    """The browser took the graphics device away."""

    code = "session.device-lost"


class OutOfMemoryError(WorkerLostError):
    """onnxruntime ran out of memory."""

    code = "session.out-of-memory"


class UnscannedError(TabsideError):
    """Some of the text could not be scanned, so none of it is reported as clean."""

    code = "redaction.unscanned"


class RemovalError(UnscannedError):
    """A value that was to be removed is still in a file; `details` says where, and never what."""

    code = "redaction.left"


class ServerError(TabsideError):
    """A server of tabside's did not do what it was asked; nothing was passed on."""

    code = "server.failed"


class BusyError(ServerError):
    """More is asked of the server at once than it takes."""

    code = "server.busy"


class UnauthorizedError(ServerError):
    """The server's token is missing or wrong."""

    code = "server.unauthorized"


class UnsupportedRequestError(ServerError):
    """The request holds what cannot be read here, so nothing of it was sent on."""

    code = "server.unsupported"


class UpstreamError(ServerError):
    """The upstream server could not be reached, or its answer ended early or cannot be read."""

    code = "server.upstream"


def from_code(code: str, message: str, **details: str | int | float | bool | None) -> TabsideError:
    """Build the error with this code. An unknown code gives a plain TabsideError.

    >>> type(from_code("storage.quota", "Free some space.")).__name__
    'QuotaError'
    """
    classes = [TabsideError]
    for cls in classes:
        if cls.code == code:
            return cls(message, **details)
        classes.extend(cls.__subclasses__())
    return TabsideError(message, **details)
