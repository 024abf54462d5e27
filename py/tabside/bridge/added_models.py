"""The call that describes a model added by the user: build a manifest from its files. Nothing is downloaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import ManifestError
from ..model_files.manifest import License, Manifest
from ..model_files.manifest_writer import manifest_json
from ..model_files.repository import Entry, Found, Repository
from ..model_files.repository_manifest import manifest_of
from .state import BridgeState

__all__ = ["describe_model"]

_NOT_YET = "0" * 64
"""Stands for a SHA-256 that the worker fills in once it has read the file."""
_ADDED = License("unknown", "https://spdx.org/licenses/", "Added by you")


async def describe_model(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of files laid out as on the hub, with empty hashes. Of several weights one is taken.

    Raises:
        ManifestError: a file is broken, or something that a model needs is missing.
        InputError: it is of a task that the page does not run.
    """
    entries = tuple(Entry(file["path"], file["bytes"], "", _NOT_YET) for file in params["files"])
    texts = {path: text.encode() for path, text in params["texts"].items()}
    tag, license = (_said(params["texts"].get("README.md", ""), name) for name in ("pipeline_tag", "license"))
    manifest = _manifest(Found(Repository(params["model"], "", tag, license, entries), texts))
    manifest = replace(manifest, revision="local", summary="Added in this browser.")
    plain = manifest_json(manifest, [manifest.model_file(device="wasm")], replace(_ADDED, spdx=manifest.license.spdx))
    if tag is None and manifest.task == "text-classification" and len(manifest.labels or ()) == 1:
        plain["task"] = "text-ranking"  # one label classifies nothing
    return plain


def _said(readme: str, name: str) -> str | None:
    """Return what the front matter of a model card says of `pipeline_tag` or `license`.

    >>> _said("---\\nlicense: mit\\n---\\n# A model", "license")
    'mit'
    """
    card = re.match(r"---\r?\n(.*?)\r?\n---", readme, re.DOTALL)
    found = card and re.search(rf"^{name}:[ ]*([A-Za-z0-9][A-Za-z0-9._-]*)\s*$", card[1], re.MULTILINE)
    return found[1] if found else None


def _manifest(found: Found) -> Manifest:
    """Find the weights where repositories have them: in onnx/, at the top, or as the only ONNX file anywhere."""
    weights = [entry.path for entry in found.repository.entries if entry.path.endswith(".onnx")]
    if not weights:
        raise ManifestError("There is no ONNX file among these files. Weights of PyTorch have to be exported first.")
    places: list[tuple[str | None, str | None]] = [(None, None), ("", None)]
    if len(weights) == 1:
        folder, _, only = weights[0].rpartition("/")
        places.append((folder, only))
    for subfolder, name in places:
        manifest = manifest_of(found, subfolder, name)
        if any(file.role == "model" for file in manifest.files):
            return manifest
    raise ManifestError("There are several ONNX files, none of them called model.onnx: choose one, with its folder.")
