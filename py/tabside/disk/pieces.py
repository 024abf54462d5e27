"""Hashes of a file's pieces, for manifests: only a damaged piece is downloaded again. Standard library only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

__all__ = ["PIECE_BYTES", "piece_hashes", "with_pieces", "without_pieces"]

PIECE_BYTES = 1 << 20
"""The size of the parts in which a tab stores received bytes (web/worker/models/shelf.js)."""


def with_pieces(manifest: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a manifest in which files of several pieces list the SHA-256 of each, computed from the files in `folder`.

    The files must be verified. Derived files are not in the folder and get none.
    """
    return {**manifest, "files": [_with_pieces(file, folder / file["path"]) for file in manifest["files"]]}


def without_pieces(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest in its published form.

    >>> without_pieces({"files": [{"path": "a", "pieces": {"bytes": 4, "sha256": []}}]})
    {'files': [{'path': 'a'}]}
    """
    files = [{name: value for name, value in file.items() if name != "pieces"} for file in manifest["files"]]
    return {**manifest, "files": files}


def piece_hashes(path: Path, size: int) -> list[str]:
    """Return the hex digests of a file's pieces, each of `size` bytes except the last."""
    hashes = []
    with path.open("rb") as handle:
        while piece := handle.read(size):
            hashes.append(hashlib.sha256(piece).hexdigest())
    return hashes


def _with_pieces(file: dict[str, Any], path: Path) -> dict[str, Any]:
    if file["bytes"] <= PIECE_BYTES or "derived" in file:
        return file
    return {**file, "pieces": {"bytes": PIECE_BYTES, "sha256": piece_hashes(path, PIECE_BYTES)}}
