"""Assemble the site from the results of set-up: vendor files, wheels, site.json; or as a whole in dist/."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import bundle, compression, downloads, sbom, site_files, wheels
from .headers import write_headers_file
from .paths import MIRROR, NODE_MODULES, ROOT, SITE, STATE, npm_version
from .terminal import SetupError, step
from .wheels import Wheel

PYODIDE_BOOT_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json")
PYODIDE_FILES = (*PYODIDE_BOOT_FILES, "python_stdlib.zip")
ORT_BOOT_FILES = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
ORT_FILES = (
    *ORT_BOOT_FILES,
    "ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify.mjs", "ort-wasm-simd-threaded.asyncify.wasm",
)  # fmt: skip
PDFIUM = NODE_MODULES / "@embedpdf" / "pdfium" / "dist" / "pdfium.wasm"
STAMP = STATE / "site.stamp"


def pyodide_url() -> str:
    """Return Pyodide's path, relative to the site's root."""
    return f"vendor/pyodide/{npm_version('pyodide')}/"


def ort_url() -> str:
    """Return onnxruntime-web's path, relative to the site's root."""
    return f"vendor/onnxruntime-web/{npm_version('onnxruntime-web')}/"


def pdfium_url() -> str:
    """Return the path of the PDF engine's file, relative to the site's root."""
    return f"vendor/pdfium/{npm_version('@embedpdf/pdfium')}/pdfium.wasm"


@dataclass(frozen=True)
class Parts:
    """The parts of the site."""

    packages: Sequence[Path]
    """Wheels of Pyodide's own packages."""
    wheels: Sequence[Wheel]
    """Wheels for the tab, in the order in which to install them."""
    readers: Sequence[Wheel]
    """Wheels that the tab installs by micropip when a file comes that needs them."""
    snapshot: Sequence[tuple[Path, str]]
    """The memory snapshot and the empty zip that goes with it, each with its place in the site."""
    models: Sequence[str]
    """Ids of the models in the mirror."""
    hub_models: Mapping[str, Path] = field(default_factory=dict)
    """Folders of further models, by id."""


def ensure(parts: Parts) -> None:
    """Assemble `.tabside/site/` (without the page and the mirror) unless it exists."""
    key = _key(parts)
    if SITE.is_dir() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == key:
        return
    with step("the site"), downloads.scratch() as temporary:
        site = temporary / "site"
        for source, url in _files(parts):
            _place(source, site / url)
        wheels.write_index([*parts.wheels, *parts.readers], site / "wheels" / "simple")
        models = {path: site / "models" / path.relative_to(MIRROR) for path in _model_files(parts.models)}
        for path, variants in compression.compress([*sorted(site.rglob("*")), *models]).items():
            beside = models.get(path, path)
            for variant in variants:
                _place(variant, beside.with_name(beside.name + variant.suffix))
        write_json(site / "site.json", describe(site, parts, compressed=True))
        STAMP.unlink(missing_ok=True)
        if SITE.exists():
            SITE.replace(temporary / "old")
        site.replace(SITE)
        STAMP.write_text(key, encoding="utf-8")


def describe(site: Path, parts: Parts, *, compressed: bool) -> dict[str, Any]:
    """Return the content of site.json. `compressed`: whether the server of `site` sends the compressed copies."""
    (snapshot, snapshot_url), (_, empty_zip_url) = parts.snapshot
    first_boot = [
        *(pyodide_url() + name for name in PYODIDE_BOOT_FILES),
        *(ort_url() + name for name in ORT_BOOT_FILES),
        snapshot_url,
        empty_zip_url,
    ]
    late = [pyodide_url() + "python_stdlib.zip", *(wheel.url for wheel in parts.wheels)]
    listed = [
        {
            "name": wheel.name,
            "version": wheel.version,
            "url": wheel.url,
            "bytes": wheel.path.stat().st_size,
            "sha256": wheel.sha256,
        }
        for wheel in parts.wheels
    ]
    return {
        "version": next(wheel.version for wheel in parts.wheels if wheel.name == "tabside"),
        "pyodide": {"version": npm_version("pyodide"), "url": pyodide_url()},
        "ort": {"version": npm_version("onnxruntime-web"), "url": ort_url()},
        "pdfium": {
            "version": npm_version("@embedpdf/pdfium"),
            "url": pdfium_url(),
            "bytes": (site / pdfium_url()).stat().st_size,
            "sha256": downloads.sha256_of(site / pdfium_url()),
        },
        "wheels": listed,
        "wheel_index": "wheels/simple/",
        "snapshot": {"url": snapshot_url, "bytes": snapshot.stat().st_size, "empty_zip_url": empty_zip_url},
        "models": [*parts.models, *parts.hub_models],
        "runtime_bytes": sum(_transfer_bytes(site / url, compressed=compressed) for url in first_boot),
        # The first import missing from the snapshot installs all packages (web/worker/python/boot.js).
        "package_bytes": {
            package.name.split("-")[0]: package.stat().st_size
            + sum(_transfer_bytes(site / url, compressed=compressed) for url in late)
            for package in parts.packages
        },
        "file_bytes": {
            "any": sum(_transfer_bytes(site / url, compressed=compressed) for url in late),
            "picture": _picture_bytes(parts),
            "pdf": _transfer_bytes(site / pdfium_url(), compressed=compressed) + _reader_bytes(parts, "pypdf"),
            "yaml": _reader_bytes(parts, "ruamel_yaml"),
        },
    }


def _reader_bytes(parts: Parts, reader: str) -> int:
    """Return the bytes of a reader's wheel and of what installs it."""
    paths = [*parts.packages, *(wheel.path for wheel in parts.readers)]
    return sum(path.stat().st_size for path in paths if path.name.split("-")[0] in ("micropip", "packaging", reader))


def _picture_bytes(parts: Parts) -> int:
    """Return what the first picture fetches: NumPy, and the two models that read text."""
    sys.path.insert(0, str(ROOT / "py"))
    from tabside.hub import load_manifest
    from tabside.ocr import models

    packages = sum(path.stat().st_size for path in parts.packages if path.name.split("-")[0] == "numpy")
    files = (load_manifest(name).model_file().bytes for name in (models.DETECTOR, models.RECOGNIZER))
    return packages + sum(files)


def build(target: Path, parts: Parts) -> None:
    """Write the whole site, with its bill of materials, to `target`, for any static host and any path.

    An earlier build there is replaced.

    Raises:
        SetupError: `target` contains something other than an earlier build.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / "site.json").is_file())):
        raise SetupError(f"{target} is there and is not an earlier build: remove it or choose another folder with -o")
    with step(f"static site in {target}"), downloads.scratch() as temporary:
        site = temporary / "dist"
        bundle.copy(site)
        copy(site)
        for model, folder in {**{model: MIRROR / model for model in parts.models}, **parts.hub_models}.items():
            shutil.copytree(folder, site / "models" / model, ignore=shutil.ignore_patterns(".*"))
        for name in ("LICENSE", "NOTICE"):
            shutil.copyfile(ROOT / name, site / name)
        write_json(site / "site.json", describe(site, parts, compressed=False))
        write_headers_file(site / "_headers")
        described = site_files.describe(
            [site], site / "models", json.loads((site / "site.json").read_text(encoding="utf-8"))
        )
        (site / site_files.NAME).write_text(site_files.script(described), encoding="utf-8")
        sbom.write(site)
        replace_folder(site, target)


def copy(folder: Path, *patterns: str) -> None:
    """Copy the site to a folder, but for files of these patterns and compressed copies, those of models included."""
    left_out = shutil.ignore_patterns("*.br", "*.gz", *patterns)

    def ignored(inside: str, names: list[str]) -> set[str]:
        found = set(left_out(inside, names))
        return found | {"models"} if Path(inside) == SITE else found

    shutil.copytree(SITE, folder, dirs_exist_ok=True, ignore=ignored)


def _files(parts: Parts) -> Iterator[tuple[Path, str]]:
    """Yield each file of the site that is used unchanged, with its path in the site."""
    for name in PYODIDE_FILES:
        yield NODE_MODULES / "pyodide" / name, pyodide_url() + name
    for package in parts.packages:
        yield package, pyodide_url() + package.name
    for name in ORT_FILES:
        yield NODE_MODULES / "onnxruntime-web" / "dist" / name, ort_url() + name
    yield PDFIUM, pdfium_url()
    for wheel in (*parts.wheels, *parts.readers):
        yield wheel.path, wheel.url
    yield from parts.snapshot


def _model_files(models: Sequence[str]) -> list[Path]:
    """Return the files in the mirror that are downloaded: the manifests' files without the derived ones."""
    sys.path.insert(0, str(ROOT / "py"))
    from tabside.hub import load_manifest

    return [MIRROR / model / file.path for model in models for file in load_manifest(model).published()]


def _place(source: Path, target: Path) -> None:
    """Hard-link a file into the site, or copy it where links are impossible. Set-up never writes to either."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def replace_folder(made: Path, target: Path) -> None:
    """Replace an older folder by a finished one. Neither is ever visible half-written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.move(made, beside)
    if target.exists():
        old = target.with_name(f".{target.name}.old.{os.getpid()}")
        target.replace(old)
        beside.replace(target)
        shutil.rmtree(old)
    else:
        beside.replace(target)


def _transfer_bytes(path: Path, *, compressed: bool) -> int:
    brotli = path.with_name(path.name + ".br")
    return (brotli if compressed and brotli.is_file() else path).stat().st_size


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a description as people read it."""
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _key(parts: Parts) -> str:
    """Return a key for the state of all inputs of the site, including this code."""
    digest = hashlib.sha256(json.dumps(list(parts.models)).encode())
    digest.update((ROOT / "package-lock.json").read_bytes())
    for model in parts.models:  # its compressed copies are of these files
        digest.update((MIRROR / model / "manifest.json").read_bytes())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    tab_wheels = [wheel.path for wheel in (*parts.wheels, *parts.readers)]
    for path in [*parts.packages, *tab_wheels, *(path for path, _ in parts.snapshot)]:
        digest.update(f"{path.name} {downloads.sha256_of(path)}\n".encode())
    return digest.hexdigest()
