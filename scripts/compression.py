"""Brotli and gzip copies of large files, made once per content and kept."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from .downloads import commit, scratch, sha256_of
from .paths import STATE

FOLDER = STATE / "compressed"
MODEL_SUFFIX = ".onnx"
SUFFIXES = {".bin", ".css", ".js", ".json", ".mjs", ".wasm", MODEL_SUFFIX}
"""Compressed files. Wheels and zip files are left out: compression saves only 2 % of the standard library's zip."""
BROTLI_QUALITY = 9
"""Smaller first visits are worth seconds of set-up. Quality 5 is five times as fast, and its files are a fourteenth
larger. Quality 11 saves another tenth and takes twenty times as long."""
BROTLI_QUALITY_SELDOM = 5
SELDOM = (".asyncify.wasm", ".jspi.wasm")
"""Large files that few visits need."""
BROTLI_QUALITY_MODELS = 5
"""For weights of four bits quality 5 is as small as quality 9 (11.5 of 14.7 MB) and takes half a second."""
BROTLI_WINDOW = 24
GZIP_LEVEL = 6
WORTH_IT = 0.9


def place_beside(paths: Iterable[Path]) -> None:
    """Write worthwhile compressed copies beside each file, for files that change too often to keep the copies."""
    for path in paths:
        if path.suffix in SUFFIXES:
            for suffix, content in (("br", _brotli(path.read_bytes())), ("gz", _gzip(path.read_bytes()))):
                if len(content) < WORTH_IT * path.stat().st_size:
                    path.with_name(f"{path.name}.{suffix}").write_bytes(content)


def compress(paths: Iterable[Path]) -> dict[Path, list[Path]]:
    """Return the worthwhile compressed copies (`….br`, `….gz`) of each file, making the missing ones."""
    wanted = [path for path in paths if path.suffix in SUFFIXES]
    # Both compressors release the GIL.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = dict(zip(wanted, pool.map(_variants, wanted), strict=True))
    kept = {variant.stem for variants in made.values() for variant in variants}
    for old in FOLDER.iterdir():
        if old.stem not in kept:
            old.unlink()
    return made


def _quality(path: Path) -> int:
    if path.suffix == MODEL_SUFFIX:
        return BROTLI_QUALITY_MODELS
    return BROTLI_QUALITY_SELDOM if path.name.endswith(SELDOM) else BROTLI_QUALITY


def _variants(path: Path) -> list[Path]:
    quality = _quality(path)
    key = f"{sha256_of(path)}-{quality}-{BROTLI_WINDOW}"
    variants = [FOLDER / f"{key}.br", FOLDER / f"{key}.gz"]
    if not all(variant.is_file() for variant in variants):
        content = path.read_bytes()
        _keep(_brotli(content, quality), variants[0])
        _keep(_gzip(content), variants[1])
    return [variant for variant in variants if variant.stat().st_size < WORTH_IT * path.stat().st_size]


def _brotli(content: bytes, quality: int = BROTLI_QUALITY) -> bytes:
    compressed: bytes = brotli.compress(content, quality=quality, lgwin=BROTLI_WINDOW)
    return compressed


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, GZIP_LEVEL, mtime=0)


def _keep(content: bytes, target: Path) -> None:
    with scratch() as folder:
        part = folder / target.name
        part.write_bytes(content)
        commit(part, target)
