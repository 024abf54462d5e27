"""The available manifests: those shipped with tabside, and those that the user or the page adds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..env import env
from ..errors import ManifestError, UnknownModelError
from .manifest import MODEL_ID, Manifest
from .manifest_reader import parse_manifest

__all__ = ["add_manifest", "manifest_at_hand", "manifest_path", "manifests_at_hand", "unknown_model"]

_added: dict[str, Manifest] = {}


def add_manifest(manifest: Manifest) -> None:
    """Add a manifest that lies in no folder here; it takes precedence over all others."""
    _added[manifest.id] = manifest


def manifest_at_hand(model_id: str) -> Manifest | None:
    """Return the manifest of a model that was added or lies in a folder, None where there is none.

    Raises:
        UnknownModelError: the id is not a string.
        ManifestError: it does not fit the schema.
    """
    if model_id in _added:
        return _added[model_id]
    if not isinstance(model_id, str):
        raise UnknownModelError('A model id reads "organisation/name".')
    path = _path(model_id)
    if path is None:
        return None
    manifest = parse_manifest(_read_json(path))
    if manifest.id != model_id:
        raise ManifestError(f"The manifest {path.name} belongs to another model: {manifest.id}.", model=model_id)
    return manifest


def manifests_at_hand() -> Mapping[str, Manifest]:
    """Return every manifest that was added or lies in a folder, by id."""
    found = dict(_added)
    for folder in _folders():
        for path in sorted(folder.glob("*--*.json")):
            manifest = parse_manifest(_read_json(path))
            found.setdefault(manifest.id, manifest)
    return found


def manifest_path(model_id: str) -> Path:
    """Return the path of a manifest's file.

    Raises:
        UnknownModelError: there is none.
    """
    path = _path(model_id)
    if path is None:
        raise unknown_model(model_id, manifests_at_hand())
    return path


def unknown_model(model_id: str, known: Mapping[str, Manifest]) -> UnknownModelError:
    """Return the error for a model without a manifest; its message names the known ones."""
    if not MODEL_ID.fullmatch(model_id):
        return UnknownModelError('A model id reads "organisation/name".')
    return UnknownModelError(
        f"There is no manifest for {model_id}. Known models: {', '.join(sorted(known))}. "
        "Write one (models/manifest.schema.json) and point env.manifest_path at its folder.",
        model=model_id,
    )


def _path(model_id: str) -> Path | None:
    if not MODEL_ID.fullmatch(model_id):
        return None
    return next((path for path in _candidates(model_id) if path.is_file()), None)


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
