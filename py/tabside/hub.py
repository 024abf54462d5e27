"""Resolve a model's id to its manifest, its verified files and a session.

`mirror` is what set-up calls before anything is installed: importing this module needs the standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import platform
from .errors import IntegrityError
from .model_files.catalog import manifest_at_hand, manifest_path, manifests_at_hand, unknown_model
from .model_files.files import Files
from .model_files.manifest import MODEL_ID, License, Manifest, ModelFile, Source
from .model_files.manifest_reader import parse_manifest
from .platform import default_files
from .runtime.base import Session
from .types import Device, ProgressCallback

if TYPE_CHECKING:
    from .disk.files import CachedFiles, local_path

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
    "load_session",
    "local_path",
    "manifest_path",
    "mirror",
    "parse_manifest",
]


def __getattr__(name: str) -> Any:
    # Late: a tab has no sockets, which `disk` imports.
    if name in ("CachedFiles", "local_path"):
        from .disk import files

        return getattr(files, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


async def find_manifest(
    model_id: str,
    *,
    revision: str | None = None,
    subfolder: str | None = None,
    model_file_name: str | None = None,
    local_files_only: bool = False,
) -> Manifest:
    """Return the manifest of a model: one at hand, or one made from the hub's answers.

    - `revision`: a branch, tag or commit at the hub; `main` when None. A manifest at hand pins its own.
    - `subfolder`: where the hub's model keeps its weights, `onnx` when None.
    - `model_file_name`: what the weights are called instead of `model`, or the whole name of one file.

    On CPython `model_id` may also be the path of a folder laid out as on the hub, or of an ONNX file in one.

    Raises:
        UnknownModelError: there is no such model.
        ManifestError: it does not fit the schema, or pins another revision.
        OfflineError: nothing is known of it here, and the hub may not be asked, or is out of reach.
        GatedError, NotFoundError, DownloadError, StorageError: the hub does not say what it has, or it cannot be kept.
    """
    known = manifest_at_hand(model_id) or platform.local_repository(model_id, subfolder, model_file_name)
    if known is not None:
        known.require_revision(revision)
        return known
    if not MODEL_ID.fullmatch(model_id):
        raise unknown_model(model_id, {})
    return await platform.ask_hub(
        model_id,
        revision=revision,
        subfolder=subfolder,
        model_file_name=model_file_name,
        local_files_only=local_files_only,
    )


def load_manifest(model_id: str) -> Manifest:
    """Return the manifest of a model that is known here by its id; the hub is not asked.

    Searched in this order: manifests that were added, `env.manifest_path`, `env.local_model_path` where local models
    are allowed, the manifests that come with tabside, and the models that the hub was asked for before. Of these,
    `id@commit` names one revision.

    Raises:
        UnknownModelError: there is none.
        ManifestError: it does not fit the schema.
    """
    known = manifest_at_hand(model_id) or platform.local_repository(model_id) or platform.remembered(model_id)
    if known is None:
        raise unknown_model(model_id, {manifest.id: manifest for manifest in list_manifests()})
    return known


def list_manifests() -> list[Manifest]:
    """Return every manifest that `load_manifest` would find, sorted by id; of the hub's models one revision each."""
    found = dict(manifests_at_hand())
    for manifest in platform.all_remembered():
        found.setdefault(manifest.id, manifest)
    return [found[model_id] for model_id in sorted(found)]


async def load_session(
    manifest: Manifest,
    model: ModelFile,
    *,
    device: Device = "auto",
    local_files_only: bool = False,
    session_options: Mapping[str, Any] | None = None,
    progress_callback: ProgressCallback | None = None,
) -> tuple[Session, Files]:
    """Bring what a session needs, and make it. Return it with the files, to read the tokenizer from.

    Raises:
        DownloadError, StorageError: a file cannot be had or kept (see their subclasses).
        SessionError, RuntimeUnavailableError, WrongResultsError: nothing here can run the model.
    """
    files = platform.default_files(local_files_only=local_files_only)
    needed = manifest.files_to_load(model)
    await files.ensure(manifest, needed, progress_callback)
    runtime = platform.default_runtime()
    try:
        session = await runtime.create_session(model, device=device, session_options=session_options)
    except IntegrityError:
        # The browser dropped or damaged the file after `ensure`: fetch it once more.
        await files.ensure(manifest, needed, progress_callback)
        session = await runtime.create_session(model, device=device, session_options=session_options)
    return session, files


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
    fetch(manifest, manifest.published(), Path(directory), on_progress=on_progress)
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
