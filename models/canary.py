#!/usr/bin/env python3
"""Regenerate the canaries of the manifests: `python3 models/canary.py [MODEL …]`. Needs requirements/test.txt."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "py"))

from tabside.env import env  # noqa: E402 - the path comes first
from tabside.hub import list_manifests, load_manifest  # noqa: E402
from tabside.publishing import formatted, make_canary  # noqa: E402

__all__ = ["main", "make_canaries"]

MANIFESTS = ROOT / "models" / "manifests"
CACHE = ROOT / "models" / ".cache"


def make_canaries(model_id: str) -> dict[str, Any]:
    """Return the model's manifest with a new canary for each of its model files."""
    manifest = load_manifest(model_id)
    data: dict[str, Any] = json.loads(_path(model_id).read_text(encoding="utf-8"))
    for file in data["files"]:
        if file["role"] == "model":
            file["canary"] = asyncio.run(make_canary(manifest, manifest.file(file["path"])))
    return data


def _path(model_id: str) -> Path:
    return MANIFESTS / f"{model_id.replace('/', '--')}.json"


def main(arguments: Sequence[str]) -> int:
    """Write the canaries of the named models, or of all."""
    env.cache_dir = CACHE
    for model_id in arguments or [manifest.id for manifest in list_manifests()]:
        _path(model_id).write_text(formatted(make_canaries(model_id)), encoding="utf-8")
        print(_path(model_id))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
