"""The manifests of models: shipped with tabside, added by the user, or generated from the hub."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ..env import env
from ..errors import ManifestError, UnknownModelError
from .manifest import MODEL_ID, Manifest, parse_manifest

__all__ = ["add_manifest", "find_manifest", "list_manifests", "load_manifest", "manifest_path"]

_added: dict[str, Manifest] = {}


def add_manifest(manifest: Manifest) -> None:
    """Register a manifest that is in no folder here. It takes precedence over all others."""
    _added[manifest.id] = manifest


async def find_manifest(
    model_id: str, *, revision: str | None = None, subfolder: str | None = None, local_files_only: bool = False
) -> Manifest:
    """Return the manifest of a model: one that is available here, or one generated from the hub.

    - `revision`: a branch, tag or commit on the hub; None means `main`. An available manifest pins its own.
    - `subfolder`: the folder of the weights in the hub's repository; None means `onnx`.

    Raises:
        UnknownModelError: there is no such model.
        ManifestError: it does not match the schema, or pins another revision.
        OfflineError: the model is unknown here, and the hub must not be asked or is unreachable.
        GatedError, NotFoundError, DownloadError, StorageError: the hub's answer cannot be obtained or stored.
    """
    known = _at_hand(model_id, subfolder)
    if known is not None:
        known.require_revision(revision)
        return known
    if not MODEL_ID.fullmatch(model_id):
        raise _unknown(model_id)
    if sys.platform == "emscripten":
        from ..tab.host import find_manifest as find

        return await find(model_id, revision=revision, subfolder=subfolder, local_files_only=local_files_only)
    import asyncio

    from ..disk.revisions import resolve

    return await asyncio.to_thread(
        resolve, model_id, revision=revision, subfolder=subfolder, allow_remote=not local_files_only
    )


def load_manifest(model_id: str) -> Manifest:
    """Load the manifest of a model known here, by id. Does not ask the hub.

    Searches the added manifests, `env.manifest_path`, `env.local_model_path` if local models are
    allowed, the manifests shipped with tabside, and the hub models resolved so far. For
    the latter, `id@commit` selects a revision.

    Raises:
        UnknownModelError: there is none.
        ManifestError: it does not match the schema.
    """
    known = _at_hand(model_id)
    if known is None and sys.platform != "emscripten":
        from ..disk.revisions import recall

        name, _, commit = model_id.partition("@")
        known = recall(name, revision=commit or None)
    elif known is None:
        from ..tab.host import known_models

        known = next((one for key, one in known_models().items() if model_id in (key, one.id)), None)
    if known is None:
        raise _unknown(model_id)
    return known


def _at_hand(model_id: str, subfolder: str | None = None) -> Manifest | None:
    if model_id in _added:
        return _added[model_id]
    if not isinstance(model_id, str):
        raise UnknownModelError('A model id reads "organisation/name".')
    path = _path(model_id)
    if path is not None:
        manifest = parse_manifest(_read_json(path))
        if manifest.id != model_id:
            raise ManifestError(f"The manifest {path.name} is of another model: {manifest.id}.", model=model_id)
        return manifest
    if env.allow_local_models and sys.platform != "emscripten":
        from ..disk.revisions import local

        return local(model_id, subfolder=subfolder)
    return None


def manifest_path(model_id: str) -> Path:
    """Return the path of the manifest file.

    Raises:
        UnknownModelError: there is none.
    """
    path = _path(model_id)
    if path is None:
        raise _unknown(model_id)
    return path


def _path(model_id: str) -> Path | None:
    if not MODEL_ID.fullmatch(model_id):
        return None
    return next((path for path in _candidates(model_id) if path.is_file()), None)


def _unknown(model_id: str) -> UnknownModelError:
    if not MODEL_ID.fullmatch(model_id):
        return UnknownModelError('A model id reads "organisation/name".')
    known = ", ".join(sorted(manifest.id for manifest in list_manifests()))
    return UnknownModelError(
        f"There is no manifest for {model_id}. Known models: {known}. "
        "Write one (models/manifest.schema.json) and point env.manifest_path at its folder.",
        model=model_id,
    )


def list_manifests() -> list[Manifest]:
    """Load every manifest that `load_manifest` can find, sorted by id, with one revision per hub model."""
    found = dict(_added)
    for folder in _folders():
        for path in sorted(folder.glob("*--*.json")):
            manifest = parse_manifest(_read_json(path))
            found.setdefault(manifest.id, manifest)
    if sys.platform != "emscripten":
        from ..disk.revisions import remembered

        asked = remembered()
    else:
        from ..tab.host import known_models

        asked = iter(known_models().values())
    for manifest in asked:
        found.setdefault(manifest.id, manifest)
    return [found[model_id] for model_id in sorted(found)]


def _folders() -> list[Path]:
    package = Path(__file__).parents[1]
    # The wheel has them in the package, a checkout in models/.
    folders = [package / "manifests", package.parents[1] / "models" / "manifests"]
    return ([Path(env.manifest_path)] if env.manifest_path is not None else []) + folders


def _candidates(model_id: str) -> list[Path]:
    name = model_id.replace("/", "--") + ".json"
    paths = [folder / name for folder in _folders()]
    if env.allow_local_models:
        paths.insert(0, Path(env.local_model_path) / model_id / "manifest.json")
    return paths


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ManifestError(f"The manifest {path.name} cannot be read as JSON.", file=path.name) from error
