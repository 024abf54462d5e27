"""The manifests that are at hand: those that come with tabside, and those the user adds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .env import env
from .errors import ManifestError, UnknownModelError
from .manifest import MODEL_ID, Manifest, parse_manifest

__all__ = ["add_manifest", "list_manifests", "load_manifest", "manifest_path"]

_added: dict[str, Manifest] = {}


def add_manifest(manifest: Manifest) -> None:
    """Make a manifest known that lies in no folder here; it is found before all others."""
    _added[manifest.id] = manifest


def load_manifest(model_id: str) -> Manifest:
    """Load the manifest of a model by its id.

    Looked for among those that were added, in `env.manifest_path`, in `env.local_model_path` where local models are
    allowed, and among the manifests that come with tabside.

    Raises:
        UnknownModelError: there is none.
        ManifestError: it does not fit the schema.
    """
    if model_id in _added:
        return _added[model_id]
    path = manifest_path(model_id)
    manifest = parse_manifest(_read_json(path))
    if manifest.id != model_id:
        raise ManifestError(f"The manifest {path.name} is of another model: {manifest.id}.", model=model_id)
    return manifest


def manifest_path(model_id: str) -> Path:
    """Return the manifest's own file.

    Raises:
        UnknownModelError: there is none.
    """
    if not isinstance(model_id, str) or not MODEL_ID.fullmatch(model_id):
        raise UnknownModelError('A model id reads "organisation/name".')
    for path in _candidates(model_id):
        if path.is_file():
            return path
    known = ", ".join(sorted(manifest.id for manifest in list_manifests()))
    raise UnknownModelError(
        f"There is no manifest for {model_id}. Known models: {known}. "
        "Write one (models/manifest.schema.json) and point env.manifest_path at its folder.",
        model=model_id,
    )


def list_manifests() -> list[Manifest]:
    """Load every manifest that `load_manifest` would find, sorted by id."""
    found = dict(_added)
    for folder in _folders():
        for path in sorted(folder.glob("*--*.json")):
            manifest = parse_manifest(_read_json(path))
            found.setdefault(manifest.id, manifest)
    return [found[model_id] for model_id in sorted(found)]


def _folders() -> list[Path]:
    package = Path(__file__).parent
    # The wheel carries them beside this file; a checkout has them in models/.
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
