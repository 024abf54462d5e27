"""Choose between the browser tab and CPython. No other module asks which one this is.

Each function returns the implementation for this platform. Both are imported late: a tab has no
sockets, and CPython has no `js`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import RuntimeUnavailableError
from .types import Device

if TYPE_CHECKING:
    from .model_files.files import Files, Storage
    from .model_files.manifest import Manifest
    from .pictures.picture import Codec
    from .runtime.base import Runtime, Session
    from .runtime.cipher import Cipher

__all__ = [
    "IN_TAB",
    "all_remembered",
    "ask_hub",
    "default_cipher",
    "default_device",
    "default_files",
    "default_runtime",
    "dtype_device",
    "load_numpy",
    "load_onnx",
    "local_repository",
    "newest_revision",
    "picture_codec",
    "remembered",
    "storage",
]

IN_TAB = sys.platform == "emscripten"


def default_device() -> Device:
    """Return the device that `auto` means before anything is loaded: `wasm` in a tab, else `cpu`."""
    return "wasm" if IN_TAB else "cpu"


def dtype_device(device: Device) -> Device:
    """Return the device whose default dtype a load uses: `device`, or the meaning of `auto`."""
    return default_device() if device == "auto" else device


def default_files(*, local_files_only: bool = False) -> Files:
    """Return the provider of model files: the browser's storage, or a folder on disk."""
    if IN_TAB:
        from .tab.choice import web_files

        return web_files(local_files_only=local_files_only)
    from .disk.files import CachedFiles

    return CachedFiles(local_files_only=local_files_only)


def storage() -> Storage:
    """Return the storage of model files."""
    if IN_TAB:
        from .tab.choice import web_files

        return web_files()
    from .disk.files import DiskStorage

    return DiskStorage()


def default_runtime() -> Runtime:
    """Return the runtime. Nothing is loaded before its first session.

    Raises:
        RuntimeUnavailableError: no runtime is available.
    """
    if IN_TAB:
        from .tab.choice import web_runtime

        return web_runtime()
    from .runtime.native import NativeRuntime

    return NativeRuntime()


def default_cipher() -> Cipher:
    """Return the cipher: WebCrypto, or the package cryptography."""
    if IN_TAB:
        from .tab.cipher import WebCipher

        return WebCipher()
    from .runtime.cipher import NativeCipher

    return NativeCipher()


def picture_codec() -> Codec:
    """Return what decodes and encodes pictures: the browser, or Pillow."""
    if IN_TAB:
        from .tab.pictures import BrowserCodec

        return BrowserCodec()
    from .pictures.pillow import PillowCodec

    return PillowCodec()


async def load_onnx(
    source: Path | bytes, *, device: Device, session_options: Mapping[str, Any], external: Mapping[str, int]
) -> Session:
    """Load an ONNX file that no manifest describes. `session_options` are attributes of onnxruntime's SessionOptions.

    `external` has the names and sizes of the files beside it that hold its weights; in a tab none is read.

    Raises:
        SessionError: onnxruntime refused the file.
        RuntimeUnavailableError: there is no runtime for it here.
    """
    if IN_TAB:
        from .tab.choice import load_onnx as load

        return await load(source, session_options=session_options)
    from .runtime.native import NativeRuntime

    return await NativeRuntime().load(source, device=device, session_options=session_options, external=external)


async def load_numpy() -> None:
    """Load NumPy on platforms that load it late: a tab has it only on demand.

    Raises:
        RuntimeUnavailableError: it cannot be loaded.
    """
    if IN_TAB:
        from .tab.packages import load_numpy as load

        await load()


async def ask_hub(
    model_id: str,
    *,
    revision: str | None,
    subfolder: str | None,
    model_file_name: str | None,
    local_files_only: bool,
) -> Manifest:
    """Return the manifest of a hub model: a remembered one, or one generated from the hub's answers.

    Raises:
        UnknownModelError, NotFoundError, GatedError, OfflineError, DownloadError, ManifestError, StorageError: as in
            `tabside.hub.find_manifest`.
    """
    if IN_TAB:
        from .tab.choice import find_manifest

        return await find_manifest(
            model_id,
            revision=revision,
            subfolder=subfolder,
            model_file_name=model_file_name,
            local_files_only=local_files_only,
        )
    from .disk.connections import cancellable
    from .disk.revisions import resolve

    return await cancellable(
        lambda stop: resolve(
            model_id,
            revision=revision,
            subfolder=subfolder,
            model_file_name=model_file_name,
            allow_remote=not local_files_only,
            stop=stop,
        )
    )


def local_repository(
    model_id: str, subfolder: str | None = None, model_file_name: str | None = None
) -> Manifest | None:
    """Return the manifest of a repository at a path, or in `env.local_model_path` if local models are allowed."""
    if IN_TAB:
        return None
    from .disk.revisions import local

    return local(model_id, subfolder=subfolder, model_file_name=model_file_name)


def remembered(model_id: str) -> Manifest | None:
    """Return the manifest of a hub model resolved before, by `id` or `id@commit`. Does not ask the hub."""
    if IN_TAB:
        from .tab.choice import known_models

        return next((one for key, one in known_models().items() if model_id in (key, one.id)), None)
    from .disk.revisions import recall

    name, _, commit = model_id.partition("@")
    return recall(name, revision=commit or None)


async def newest_revision(model_id: str) -> str:
    """Return the commit that `main` has at the hub now.

    Raises:
        RuntimeUnavailableError: this is a tab, which keeps no revisions beyond the page.
        The errors of `ask_hub`.
    """
    if IN_TAB:
        raise RuntimeUnavailableError("In a tab, delete the model and load it again to get its newest revision.")
    from .disk.connections import cancellable
    from .disk.revisions import newest

    return await cancellable(lambda stop: newest(model_id, stop=stop))


def all_remembered() -> Iterable[Manifest]:
    """Return the manifests of all hub models resolved before."""
    if IN_TAB:
        from .tab.choice import known_models

        return list(known_models().values())
    from .disk import revisions

    return revisions.remembered()
