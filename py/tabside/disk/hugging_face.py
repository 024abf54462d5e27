"""The cache folder of huggingface_hub (https://huggingface.co/docs/huggingface_hub/guides/manage-cache), read only."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from ..env import env
from ..model_files.manifest import MODEL_ID, Manifest, ModelFile
from ..model_files.repository import COMMIT
from .store import ModelStore
from .transfer import CHUNK_BYTES, is_intact, storing

__all__ = ["snapshot", "take_over"]


def take_over(manifest: Manifest, file: ModelFile, store: ModelStore) -> bool:
    """Copy a file with the right SHA-256 from huggingface_hub's cache, if it is there. Return whether it was.

    Raises:
        QuotaError, StorageError: it cannot be stored.
    """
    if file.derived is not None or not any(source.type == "hub" for source in manifest.sources):
        return False
    root = _repository(manifest.id)
    if root is None:
        return False
    # Large files are called by their SHA-256 there, all by their path and commit.
    for path in (root / "blobs" / file.sha256, root / "snapshots" / manifest.revision / file.path):
        if path.is_file() and is_intact(path, file):
            store.require_room([file])
            with (
                path.open("rb") as source,
                storing(store.path(file), file, threading.Event(), lambda received: None) as sink,
            ):
                sink.restart()
                while data := source.read(CHUNK_BYTES):
                    sink.write(data)
            store.remember(file)
            return True
    return False


def snapshot(model_id: str, revision: str) -> tuple[str, Path] | None:
    """Return the commit of a revision that huggingface_hub has, and the folder of its files."""
    root = _repository(model_id)
    if root is None:
        return None
    commit = revision
    if not COMMIT.fullmatch(revision):
        try:
            commit = (root / "refs" / revision).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
    folder = root / "snapshots" / commit
    return (commit, folder) if COMMIT.fullmatch(commit) and folder.is_dir() else None


def _repository(model_id: str) -> Path | None:
    """Return the folder of a model, None if there is none or it must not be read."""
    if not env.use_hugging_face_cache or not MODEL_ID.fullmatch(model_id):
        return None
    folder = _cache() / f"models--{model_id.replace('/', '--')}"
    return folder if folder.is_dir() else None


def _cache() -> Path:
    for name, inside in (("HF_HUB_CACHE", ""), ("HUGGINGFACE_HUB_CACHE", ""), ("HF_HOME", "hub")):
        named = os.environ.get(name)
        if named:
            return Path(named).expanduser() / inside
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "huggingface" / "hub"
