"""Write a hub model as a site offers it to its pages: its files, and a manifest with hashes of pieces and canaries."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .. import hub, platform
from ..disk.pieces import with_pieces
from ..disk.store import write_atomically
from ..errors import OfflineError
from ..model_files.manifest_reader import parse_manifest
from ..model_files.manifest_writer import hub_license, manifest_json
from ..model_files.named_revision import named_revision
from ..types import ProgressCallback
from .canaries import make_canary

__all__ = ["formatted", "mirror_for_pages"]


async def mirror_for_pages(
    name: str,
    folder: Path,
    *,
    dtypes: Sequence[str] = (),
    subfolder: str | None = None,
    progress_callback: ProgressCallback | None = None,
) -> Path:
    """Write a model to `folder/{org}/{name}/`, with its manifest last. Return that folder.

    - `name`: `org/name` or `org/name@revision` at the hub (`env.remote_host`).
    - `dtypes`: the weights to take; without any, those that a page uses by default.

    An earlier version there is replaced. Files are verified against the hub's hashes on their way.

    Raises:
        InputError: the model is one that pages do not run.
        UnknownModelError, ManifestError: there is no such model, or no such weights.
        DownloadError, StorageError: its files cannot be had or kept.
    """
    model_id, revision = named_revision(name)
    if revision is None:
        # A branch that was resolved before stays where it was: here its newest commit is wanted.
        with suppress(OfflineError):
            revision = await platform.newest_revision(model_id)
    manifest = await hub.find_manifest(model_id, revision=revision, subfolder=subfolder)
    models = [manifest.model_file(dtype, "wasm", subfolder) for dtype in (*dtypes, *([] if dtypes else [None]))]
    plain = manifest_json(manifest, models, hub_license(manifest))
    files = list(dict.fromkeys(file for model in models for file in manifest.files_to_load(model)))
    await hub.default_files().ensure(manifest, files, progress_callback)
    for model in models:
        canary = await make_canary(manifest, model)
        if canary is not None:
            next(file for file in plain["files"] if file["path"] == model.path)["canary"] = canary
    target = folder / model_id
    shutil.rmtree(target, ignore_errors=True)
    for file in files:
        path = target / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(hub.local_path(file), path)
    made = with_pieces(plain, target)
    parse_manifest(made)
    write_atomically(target / "manifest.json", formatted(made))
    return target


def formatted(data: Any) -> str:
    """Return JSON with lists of numbers on one line each."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return re.sub(r"\[[-\d.,\s]+\]", _on_one_line, text) + "\n"


def _on_one_line(numbers: re.Match[str]) -> str:
    return f"[{', '.join(re.findall(r'[-.0-9]+', numbers[0]))}]"
