"""Hub models without a manifest: resolved once, then remembered with their commit. CPython only. Blocks.

A branch keeps its first resolved commit (until the model is deleted), so that two loads never mix two commits, and a
load from storage makes no request.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path

from ..env import env
from ..errors import Cancelled, ManifestError, OfflineError
from ..model_files.manifest import MODEL_ID, PATH, Manifest
from ..model_files.repository import (
    COMMIT,
    LISTING,
    Entry,
    Found,
    Repository,
    repository_from_json,
    repository_to_json,
)
from ..model_files.repository_manifest import manifest_of
from .asking import ask
from .connections import Stop
from .hugging_face import snapshot
from .store import ModelStore, write_atomically
from .transfer import storing

__all__ = ["LISTING", "forget", "listing_of", "local", "newest", "recall", "remembered", "resolve"]

MAIN = "main"
# Weights of other frameworks, which may be large.
_NEVER_READ = (".bin", ".ckpt", ".gguf", ".h5", ".msgpack", ".ot", ".pt", ".pth", ".safetensors")
# Two loads that start together must use the same commit.
_turn = threading.Lock()


def resolve(
    model_id: str,
    *,
    revision: str | None = None,
    subfolder: str | None = None,
    model_file_name: str | None = None,
    allow_remote: bool = True,
    stop: Stop | None = None,
) -> Manifest:
    """Return the manifest of a hub model, remembered or else requested from the hub.

    The small files it is made from are then stored and verified. Once `stop` is set, the call ends within a second.

    Raises:
        OfflineError: nothing is remembered, and downloads are not allowed or the hub is unreachable.
        UnknownModelError, NotFoundError, GatedError, DownloadError, IntegrityError: as in `repository.inquire`.
        ManifestError, StorageError: it cannot be used, or not stored.
        Cancelled: `stop` is set.
    """
    stop = stop or Stop()
    with _in_turn(stop):
        known = recall(model_id, revision=revision, subfolder=subfolder, model_file_name=model_file_name)
        if known is not None:
            return known
        if not (allow_remote and env.allow_remote_models):
            kept = _of_hugging_face(model_id, revision or MAIN)
            if kept is not None:
                return _kept(kept, revision or MAIN, subfolder, model_file_name)
            why = "env.allow_remote_models is False" if not env.allow_remote_models else "local_files_only is set"
            raise OfflineError(f"{model_id} is not stored here, and downloads are not allowed: {why}.", model=model_id)
        try:
            found = ask(model_id, revision or MAIN, stop)
        except OfflineError:
            kept = _of_hugging_face(model_id, revision or MAIN)
            if kept is None:
                raise
            found = kept
        return _kept(found, revision or MAIN, subfolder, model_file_name)


@contextmanager
def _in_turn(stop: Stop) -> Iterator[None]:
    while not _turn.acquire(timeout=0.1):
        if stop.is_set():
            raise Cancelled("The call was cancelled while another asked the hub.")
    try:
        yield
    finally:
        _turn.release()


def newest(model_id: str, revision: str = MAIN, *, stop: Stop | None = None) -> str:
    """Return the commit that a revision has at the hub now. Raises the errors of `resolve`."""
    if not env.allow_remote_models:
        raise OfflineError("The hub may not be asked: env.allow_remote_models is False.", model=model_id)
    return ask(model_id, revision, stop or Stop()).repository.commit


def listing_of(manifest: Manifest) -> Repository:
    """Return the stored listing of a hub's model.

    Raises:
        ManifestError: there is none: the model has a manifest of its own, or was never resolved.
    """
    path = env.cache_dir / f"{manifest.id}@{manifest.revision}" / LISTING
    try:
        return repository_from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise ManifestError(f"No listing of the hub is stored for {manifest.id}.", model=manifest.id) from error


def _kept(found: Found, revision: str, subfolder: str | None, model_file_name: str | None) -> Manifest:
    manifest = manifest_of(found, subfolder, model_file_name)
    _keep(found, manifest, revision)
    return manifest


def _of_hugging_face(model_id: str, revision: str) -> Found | None:
    """Return a model that huggingface_hub downloaded: its hashes are those of the files there."""
    known = snapshot(model_id, revision)
    if known is None:
        return None
    commit, folder = known
    return _folder_found(folder, Repository(model_id, commit, None, None, ()))


def recall(
    model_id: str, *, revision: str | None = None, subfolder: str | None = None, model_file_name: str | None = None
) -> Manifest | None:
    """Return the manifest of a model resolved earlier, or None if there is none or a part of it is damaged."""
    if not MODEL_ID.fullmatch(model_id):
        return None
    commit = _commits(model_id).get(revision or MAIN, revision or "")
    # The value becomes part of a path.
    return _recalled(model_id, commit, subfolder, model_file_name) if COMMIT.fullmatch(commit) else None


def local(model_id: str, *, subfolder: str | None = None, model_file_name: str | None = None) -> Manifest | None:
    """Return the manifest of a repository on this machine, laid out as on the hub.

    `model_id` is the path of a folder or of an ONNX file in one, or an id in `env.local_model_path`. The hashes are
    those of the current files: the files there belong to the user. Only files that a load may need are hashed.
    """
    path = Path(model_id).expanduser()
    if model_id.endswith(".onnx") and path.is_file():
        top = path.parent.parent if path.parent.name == "onnx" else path.parent
        return _local(top.absolute(), str(top.absolute()), "onnx" if path.parent.name == "onnx" else "", path.name)
    if _names_a_folder(model_id) and path.is_dir():
        return _local(path.absolute(), str(path.absolute()), subfolder, model_file_name)
    root = Path(env.local_model_path) / model_id
    is_name = MODEL_ID.fullmatch(model_id) or PATH.fullmatch(model_id)
    if not (env.allow_local_models and is_name and root.is_dir()):
        return None
    return _local(root, model_id, subfolder, model_file_name)


def _names_a_folder(model_id: str) -> bool:
    """Whether this can only be a path: an id of the hub must never be taken for a folder that happens to be here."""
    return model_id.startswith(("/", "./", "../", "~", ".\\", "..\\")) or Path(model_id).is_absolute()


def _local(root: Path, model_id: str, subfolder: str | None, model_file_name: str | None) -> Manifest:
    found = _folder_found(root, Repository(model_id, "", None, None, ()))
    return manifest_of(found, subfolder, model_file_name)


def _folder_found(root: Path, of: Repository) -> Found:
    """Describe a folder laid out as on the hub by the hashes of its current files."""
    entries = []
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.stat().st_size):
        name = path.relative_to(root).as_posix()
        if PATH.fullmatch(name) and path.suffix not in _NEVER_READ:
            status = path.stat()
            entries.append(Entry(name, status.st_size, "", _digest(path, status.st_size, status.st_mtime_ns)))
    repository = replace(of, entries=tuple(entries))
    texts = {entry.path: (root / entry.path).read_bytes() for entry in repository.configs()}
    tokenizer = repository.tokenizer()
    if tokenizer is not None:
        texts[tokenizer.path] = (root / tokenizer.path).read_bytes()
    return Found(repository, texts)


@lru_cache(maxsize=1024)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    """Return a file's SHA-256. A file of the same size and time is not read again; `is_intact` reads it when used."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()


def remembered() -> Iterator[Manifest]:
    """Yield the manifests, with the weights in `onnx`, of all models resolved so far."""
    for path in sorted(env.cache_dir.glob(f"*/*@*/{LISTING}")):
        name, _, commit = path.parent.name.rpartition("@")
        manifest = _recalled(f"{path.parent.parent.name}/{name}", commit)
        if manifest is not None:
            yield manifest


def forget(manifest: Manifest) -> None:
    """Forget the branches of a model that resolved to this commit. The caller deletes the files."""
    path = _commits_path(manifest.id)
    if not path.is_file():
        return
    kept = {name: commit for name, commit in _commits(manifest.id).items() if commit != manifest.revision}
    if kept:
        write_atomically(path, json.dumps(kept, indent=1))
    else:
        path.unlink(missing_ok=True)


def _recalled(
    model_id: str, commit: str, subfolder: str | None = None, model_file_name: str | None = None
) -> Manifest | None:
    root = env.cache_dir / f"{model_id}@{commit}"
    try:
        repository = repository_from_json(json.loads((root / LISTING).read_text(encoding="utf-8")))
        if (repository.id, repository.commit) != (model_id, commit):
            return None
        texts = {entry.path: (root / entry.path).read_bytes() for entry in repository.configs()}
        # A stored file that changed is useless: fetch everything again.
        if any(sha256(texts[entry.path]).hexdigest() != entry.sha256 for entry in repository.configs()):
            return None
        return manifest_of(Found(repository, texts), subfolder, model_file_name)
    except (OSError, ValueError, RecursionError, ManifestError):
        return None


def _keep(found: Found, manifest: Manifest, revision: str) -> None:
    repository = found.repository
    store = ModelStore(env.cache_dir, f"{repository.id}@{repository.commit}")
    for file in manifest.files:
        if file.path not in found.texts or store.has(file):
            continue
        with storing(store.path(file), file, threading.Event(), lambda received: None) as sink:
            sink.restart()
            sink.write(found.texts[file.path])
        store.remember(file)
    # Written last: this record states that everything is there.
    write_atomically(store.root / LISTING, json.dumps(repository_to_json(repository)))
    commits = {**_commits(repository.id), revision: repository.commit}
    write_atomically(_commits_path(repository.id), json.dumps(commits, indent=1))


def _commits_path(model_id: str) -> Path:
    return env.cache_dir / f"{model_id}@.json"


def _commits(model_id: str) -> dict[str, str]:
    """Return the commit of each revision resolved so far."""
    try:
        commits = json.loads(_commits_path(model_id).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return commits if isinstance(commits, dict) and all(isinstance(one, str) for one in commits.values()) else {}
