"""List every file that the page runs, with its hash. The service worker stores only these, after checking them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import bundle
from .headers import MEDIA_TYPES, SECURITY, WORKER_POLICY, WORKERS
from .paths import WEB
from .pinned import hash_of

NAME = "site-files.js"
"""A script, not JSON: browsers compare imported scripts byte for byte when they look for a new service worker."""
LEFT_OUT = {NAME, "sw.js", "_headers", "LICENSE", "NOTICE"}
NOT_RUN = {".br", ".gz", ".map"}
PDF_WHEELS = ("pypdf-", "micropip-", "packaging-")
SELDOM_BUILDS = ("webgpu", "asyncify", "jspi")
"""Builds of onnxruntime-web that are large and that `auto` does not use."""


def describe(folders: Iterable[Path], models: Path, site: Mapping[str, Any]) -> dict[str, Any]:
    """Return the site's version, the name of its bundle, its headers and its files.

    `folders` hold the site; the first that has a file wins. `models` is the mirror, of which only manifests are listed:
    the model store handles the rest. `site` is the content of site.json. Each file belongs to one group: `shell` (the
    page without its engine), `runtime` (the engine offline), `files` or `pdf` (reading files, and PDFs in addition,
    offline), or `extra` (stored when used).
    """
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not _is_left_out(name) and not (folder == WEB and bundle.is_bundled(path)):
                paths.setdefault(name, path)
    for path in sorted(models.glob("*/*/manifest.json")):
        paths[f"models/{path.relative_to(models).as_posix()}"] = path
    files = [
        {"path": name, "bytes": path.stat().st_size, "sha256": hash_of(path), "group": _group(name, site)}
        for name, path in sorted(paths.items())
    ]
    described = {
        "build": bundle.build_id(),
        "headers": dict(SECURITY),
        "workers": [WORKERS, WORKER_POLICY],
        "types": MEDIA_TYPES,
        "files": files,
    }
    version = hashlib.sha256(json.dumps(described).encode()).hexdigest()[:16]
    return {"version": version, **described}


def script(description: Mapping[str, Any]) -> str:
    """Return the list as the script imported by web/sw.js."""
    return f"self.SITE_FILES = {json.dumps(description, separators=(',', ':'))};\n"


def _is_left_out(name: str) -> bool:
    """Whether a file is not listed. Models other than manifests are verified by the model store."""
    parts = Path(name).parts
    return (
        name in LEFT_OUT
        or Path(name).suffix in NOT_RUN
        or any(part.startswith(".") for part in parts)
        or (parts[0] == "models" and parts[-1] != "manifest.json")
    )


def _group(name: str, site: Mapping[str, Any]) -> str:
    # The memory snapshot replaces the standard library and the wheels; a first run does not fetch them.
    if name.endswith("python_stdlib.zip") or any(name == wheel["url"] for wheel in site["wheels"]):
        return "files"
    if Path(name).name.startswith(PDF_WHEELS) or name == "wheels/simple/pypdf/index.html":
        return "pdf"
    if name in (site["pdfium"]["url"], "worker/pdf/pdf-worker.js"):
        return "pdf"
    if name.startswith(site["pyodide"]["url"]):
        return "extra" if name.endswith(".whl") else "runtime"
    if name.startswith(site["ort"]["url"]):
        return "extra" if any(build in name for build in SELDOM_BUILDS) else "runtime"
    if name.startswith("snapshot/"):
        return "runtime"
    return "extra" if name.startswith(("vendor/", "wheels/", "corpus/", "language/")) else "shell"
