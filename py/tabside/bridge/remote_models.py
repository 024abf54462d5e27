"""The call that asks a hub about a model, for pages that allow it: the worker fetches, Python reads the answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..env import env
from ..errors import ManifestError
from ..model_files.manifest_writer import hub_license, manifest_json
from ..model_files.named_revision import named_revision
from ..model_files.repository import Answer, Found, inquire
from ..model_files.repository_manifest import manifest_of
from ..tab.host import settle
from .state import BridgeState

__all__ = ["find_remote_model"]


async def find_remote_model(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of a hub's model, `org/name` or `org/name@revision`, with all of its weights.

    Raises:
        UnknownModelError, NotFoundError, GatedError, DownloadError, IntegrityError: as in `repository.inquire`.
        ManifestError, InputError: pages cannot run it.
    """
    env.remote_host = params["host"]
    manifest = manifest_of(await _asked(bridge, params["model"]))
    models = [file for file in manifest.files if file.role == "model"]
    if not models:
        manifest.model_file(device="wasm")  # names what was passed over
        raise ManifestError(f"{manifest.id} has no weights in onnx/.", model=manifest.id)
    # Two revisions are two models: each has its own files and its own sessions.
    return manifest_json(manifest, models, hub_license(manifest)) | {"id": params["model"]}


async def _asked(bridge: BridgeState, name: str) -> Found:
    model_id, revision = named_revision(name)
    questions = inquire(model_id, revision or "main")
    address = next(questions)
    while True:
        status, headers, body = await settle(bridge.host.askHub(address))
        try:
            address = questions.send(Answer(int(status), body.to_bytes(), json.loads(headers)))
        except StopIteration as end:
            found: Found = end.value
            return found
