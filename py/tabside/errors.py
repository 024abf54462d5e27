"""Every error that tabside raises, each with a code that stays the same on both sides of the worker.

TabsideError
 ├─ InputError               input.invalid
 │   ├─ RestoreError         input.restore
 │   ├─ DecryptError         input.decrypt
 │   ├─ PolicyError          policy.invalid
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
 └─ UnscannedError           redaction.unscanned

Messages say what happened and what to do. They never carry any of the user's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

__all__ = [
    "BatchError",
    "Cancelled",
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
    "RestoreError",
    "RuntimeUnavailableError",
    "SessionError",
    "StageStalledError",
    "StalledError",
    "StorageError",
    "StorageRefusedError",
    "TabsideError",
    "TokenizerError",
    "UnknownModelError",
    "UnscannedError",
    "WorkerLostError",
    "WrongResultsError",
    "from_code",
]


class TabsideError(Exception):
    """The root of the tree. `code` is stable; `details` holds facts (file names, sizes), never text."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, **details: str | int | float | bool | None) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, str | int | float | bool | None] = details


class InputError(TabsideError):
    """What the caller passed cannot be used."""

    code = "input.invalid"


class RestoreError(InputError):
    """There is no mapping that would bring the original back."""

    code = "input.restore"


class DecryptError(InputError):
    """The passphrase does not open what was encrypted, or that was altered."""

    code = "input.decrypt"


class PolicyError(InputError):
    """A redaction policy is not valid. `details` names the `field`, and the `line` of its file where that is known."""

    code = "policy.invalid"


class FileError(InputError):
    """A file is broken, or not what its name says."""

    code = "file.invalid"


class FileUnsupportedError(FileError):
    """A file, or a part of it, is of a kind that cannot be read here, so nothing of it is passed off as clean."""

    code = "file.unsupported"


class FileProtectedError(FileError):
    """A file is locked by a password."""

    code = "file.protected"


class FileTooLargeError(FileError):
    """A file holds, or would unpack to, more than is read."""

    code = "file.too-large"


class BatchError(TabsideError):
    """Some of many inputs failed; the others' results are not lost.

    `results` is what the call would have given, None where an input failed; `errors` maps the numbers of those to what
    went wrong.
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
    """The caller asked for a stop."""

    code = "cancelled"


class ManifestError(TabsideError):
    """A model's manifest does not fit its schema."""

    code = "manifest.invalid"


class UnknownModelError(ManifestError):
    """No manifest has this id."""

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
    """The authors of the model show its files only to those who have accepted their terms."""

    code = "download.gated"


class StalledError(DownloadError):
    """No byte came for too long, or the body ended early."""

    code = "download.stalled"


class IntegrityError(DownloadError):
    """The bytes are not the ones the manifest names; they were thrown away."""

    code = "download.integrity"


class StorageError(TabsideError):
    """Storage did not take or give the bytes."""

    code = "storage.failed"


class QuotaError(StorageError):
    """There is not enough room."""

    code = "storage.quota"


class StorageRefusedError(StorageError):
    """This browser (or this profile) lets the page store nothing."""

    code = "storage.refused"


class TokenizerError(TabsideError):
    """A tokenizer file is broken, or asks for something that is not supported."""

    code = "tokenizer.invalid"


class RuntimeUnavailableError(TabsideError):
    """No runtime here can run the model."""

    code = "runtime.unavailable"


class NoSimdError(RuntimeUnavailableError):
    """This browser has no WebAssembly SIMD."""

    code = "runtime.no-simd"


class StageStalledError(RuntimeUnavailableError):
    """A stage of the start did not end in time."""

    code = "runtime.stalled"


class SessionError(TabsideError):
    """onnxruntime refused the model or failed while running it."""

    code = "session.failed"


class ModelRefusedError(SessionError):
    """The model's file holds what is never run: data outside the file, unknown domains, absurd sizes."""

    code = "session.refused"


class WrongResultsError(SessionError):
    """What runs the model answers the manifest's canary wrongly, so nothing that it says is used."""

    code = "session.wrong-results"


class WorkerLostError(SessionError):
    """The worker ended while a call was in flight."""

    code = "session.worker-lost"


class DeviceLostError(WorkerLostError):
    """The browser took the graphics device away."""

    code = "session.device-lost"


class OutOfMemoryError(WorkerLostError):
    """onnxruntime found no more memory."""

    code = "session.out-of-memory"


class UnscannedError(TabsideError):
    """Some of the text could not be scanned, so nothing is passed off as clean."""

    code = "redaction.unscanned"


def from_code(code: str, message: str, **details: str | int | float | bool | None) -> TabsideError:
    """Build the error that has this code; one that is not known here becomes a plain TabsideError.

    >>> type(from_code("storage.quota", "Free some space.")).__name__
    'QuotaError'
    """
    classes = [TabsideError]
    for cls in classes:
        if cls.code == code:
            return cls(message, **details)
        classes.extend(cls.__subclasses__())
    return TabsideError(message, **details)
