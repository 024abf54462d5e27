"""List the files that the site's workers load and run, with length and SHA-256. scripts/bundle.mjs builds it into them.

The workers compare every such file with the list before it runs, with and without the service worker:
web/worker/pinned.js.
"""

from __future__ import annotations

import json
from pathlib import Path

from .downloads import sha256_of
from .paths import MIRROR, SITE

NOT_PINNED = {"site.json"}
"""It only says where files lie; what it names has to be on this list."""
NOT_SENT = {".br", ".gz"}

_known: dict[tuple[str, int, int], str] = {}


def describe() -> dict[str, tuple[int, str]]:
    """Return length and SHA-256 of each file by its path in the site.

    These are Pyodide, onnxruntime-web, wheels, the memory snapshot, and the manifests, which pin the models.
    """
    paths = {
        path.relative_to(SITE).as_posix(): path
        for path in sorted(SITE.rglob("*"))
        if path.is_file() and path.suffix not in NOT_SENT
    }
    for path in sorted(MIRROR.glob("*/*/manifest.json")):
        paths[f"models/{path.relative_to(MIRROR).as_posix()}"] = path
    return {
        name: (path.stat().st_size, hash_of(path)) for name, path in sorted(paths.items()) if name not in NOT_PINNED
    }


def script() -> str:
    """Return the list as JSON."""
    return json.dumps(describe(), separators=(",", ":"))


def hash_of(path: Path) -> str:
    """Return a file's SHA-256 in hex, computed once while the file stays as it is."""
    status = path.stat()
    key = (str(path), status.st_mtime_ns, status.st_size)
    if key not in _known:
        _known[key] = sha256_of(path)
    return _known[key]
