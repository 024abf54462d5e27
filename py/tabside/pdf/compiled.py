"""The engine's compiled code: made once (3 s of one core), kept in a folder that nobody else can write.

Compiled code is native code. A cached copy is used only from a folder and a file that belong to this user and that
nobody else can write; otherwise the engine is compiled anew in each process.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import wasmtime

from ..env import env
from .contract import SHA256
from .wasm_source import read_wasm

__all__ = ["Compiled", "compiled"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """An engine of wasmtime's and PDFium's module in it. Instances share both."""

    engine: wasmtime.Engine
    module: wasmtime.Module


@lru_cache(maxsize=1)
def compiled() -> Compiled:
    """Return the compiled engine of this process.

    Raises:
        FileUnsupportedError: the engine's file is nowhere.
        IntegrityError: it is not the pinned one.
    """
    config = wasmtime.Config()
    config.epoch_interruption = True
    # The same bits for NaN on every machine.
    config.cranelift_nan_canonicalization = True
    engine = wasmtime.Engine(config)
    path = _cache_file()
    if path is not None and _is_own(path):
        with contextlib.suppress(wasmtime.WasmtimeError):
            return Compiled(engine, wasmtime.Module.deserialize_file(engine, str(path)))
    module = wasmtime.Module(engine, read_wasm())
    if path is not None:
        _keep(path, bytes(module.serialize()))
    return Compiled(engine, module)


def _cache_file() -> Path | None:
    """Return where the compiled code lies, in a folder of this user's alone, or None where there can be none."""
    if not hasattr(os, "getuid"):
        return None
    folder = env.cache_dir / "compiled"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    name = f"pdfium-{SHA256[:16]}-wasmtime-{metadata.version('wasmtime')}-{sys.platform}.cwasm"
    return folder / name if _is_own(folder) else None


def _is_own(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o022


def _keep(path: Path, code: bytes) -> None:
    """Write the file whole or not at all; a full disk costs the cache alone."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(code)
        os.replace(file.name, path)
    except OSError:
        with contextlib.suppress(OSError, UnboundLocalError):
            os.unlink(file.name)
