"""The engine's compiled code: compiled once (3 s of one core), cached in a folder that only this user can write.

Compiled code is native code. A cached copy is used only from a folder and a file that belong to this user and that
nobody else can write; otherwise each process compiles the engine again.
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
    """A wasmtime engine and PDFium's module in it. Instances share both."""

    engine: wasmtime.Engine
    module: wasmtime.Module


@lru_cache(maxsize=1)
def compiled() -> Compiled:
    """Return the compiled engine of this process.

    Raises:
        FileUnsupportedError: the engine's file is missing.
        IntegrityError: it is not the pinned one.
    """
    config = wasmtime.Config()
    config.epoch_interruption = True
    # So that a time limit can stop it, and NaN has the same bits on every machine.
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
    """Return the path of the compiled code in a folder of this user, or None if there can be none."""
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
    """Write the file completely or not at all. A full disk only costs the cache."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(code)
        os.replace(file.name, path)
    except OSError:
        with contextlib.suppress(OSError, UnboundLocalError):
            os.unlink(file.name)
