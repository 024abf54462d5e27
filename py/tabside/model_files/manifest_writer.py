"""Write the JSON of a manifest that was made of a repository's own files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..env import env
from ..errors import InputError
from .manifest import License, Manifest, ModelFile
from .manifest_reader import TASKS

__all__ = ["hub_license", "manifest_json"]

_DEVICES = ("wasm", "webgpu", "cpu")
_HUB = "https://huggingface.co"


def manifest_json(manifest: Manifest, models: Sequence[ModelFile], license: License) -> dict[str, Any]:
    """Return the JSON of a manifest with these weights only, the first being the default where no other is.

    Raises:
        InputError: it is of a task that pages do not run, or uses what tabside does not support.
    """
    if "unsupported" in manifest.options:
        raise InputError(f"This model uses {manifest.options['unsupported']}, which tabside does not support.")
    if manifest.task not in TASKS:
        raise InputError(f"This is a model for {manifest.task}, which the page does not run.")
    dtypes = {model.dtype for model in models}
    files = [file for model in models for file in manifest.files_to_load(model)]
    return {
        "schema_version": 1,
        "id": manifest.id,
        "revision": manifest.revision,
        "task": manifest.task,
        "title": manifest.title,
        "summary": manifest.summary,
        "license": {"spdx": license.spdx, "url": license.url, "attribution": license.attribution},
        "max_length": manifest.max_length,
        "labels": None if manifest.labels is None else list(manifest.labels),
        "default_dtype": {
            device: wished if (wished := manifest.default_dtype[device]) in dtypes else models[0].dtype
            for device in _DEVICES
        },
        "options": dict(manifest.options),
        "files": [_file(file) for file in dict.fromkeys(files)],
        "sources": [{"type": "hub"}],
    }


def hub_license(manifest: Manifest) -> License:
    """Return the license of a hub's model with an address of HTTPS: a hub of one's own may have none."""
    host = env.remote_host.rstrip("/")
    url = f"{host if host.startswith('https://') else _HUB}/{manifest.id}"
    return replace(manifest.license, url=url, attribution=f"{manifest.id}, by {manifest.license.attribution}")


def _file(file: ModelFile) -> dict[str, Any]:
    plain: dict[str, Any] = {"path": file.path, "bytes": file.bytes, "sha256": file.sha256, "role": file.role}
    if file.role == "model":
        plain["dtype"] = file.dtype
        if file.external:
            plain["external"] = [part.path for part in file.external]
    return plain
