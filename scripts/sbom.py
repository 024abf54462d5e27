"""The software bill of materials of the static site: every component with licence and hash, as CycloneDX 1.6.

https://cyclonedx.org/docs/1.6/json/. Written as plain JSON, so that set-up needs no further package. A test validates
it against the official schema.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from email.parser import Parser
from pathlib import Path
from typing import Any

from .downloads import sha256_of
from .paths import NODE_MODULES, ROOT
from .wheels import normalize_name

NAME = "sbom.cdx.json"
SPEC_VERSION = "1.6"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
_STATED_LOOSELY = {
    "micropip": "MPL-2.0",
    "numpy": "BSD-3-Clause",
    "packaging": "Apache-2.0 OR BSD-2-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
}
"""Licences of wheels whose metadata have no SPDX expression, read off their licence files."""


def write(site: Path) -> None:
    """Write the bill of materials of the built site into `site`."""
    described = json.loads((site / "site.json").read_text(encoding="utf-8"))
    components = [
        *_npm(site, described),
        *_wheels(site),
        *_models(site, described["models"]),
        *_own(site, described),
    ]
    components.sort(key=lambda component: component["bom-ref"])
    root = _root(described["version"])
    document: dict[str, Any] = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "version": 1,
        "metadata": {"component": root, "tools": {"components": [{"type": "application", "name": "serve.py build"}]}},
        "components": components,
        "dependencies": [
            {"ref": root["bom-ref"], "dependsOn": [component["bom-ref"] for component in components]},
            *({"ref": component["bom-ref"]} for component in components),
        ],
    }
    # The same content gets the same serial number, so that builds can be compared.
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document))}"
    (site / NAME).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _root(version: str) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": "tabside-site",
        "name": "tabside-site",
        "version": version,
        "licenses": _licenses("Apache-2.0"),
    }


def _npm(site: Path, described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the npm packages with files in the site, each with those files."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = {"pyodide": "pyodide", "ort": "onnxruntime-web"}
    for key, name in names.items():
        folder = site / described[key]["url"]
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".whl"]
        if key == "pyodide":
            # The snapshot is the memory of this Pyodide after importing the site's wheels.
            paths += sorted((site / "snapshot").rglob("*.*"))
        yield from _npm_component(site, name, lock[f"node_modules/{name}"], paths)
    engine = [site / described["pdfium"]["url"]]
    yield from _npm_component(site, "@embedpdf/pdfium", lock["node_modules/@embedpdf/pdfium"], engine)
    # Built into the page's workers and onnxruntime-web's files, so not files of their own.
    for name in ("@noble/hashes", *lock["node_modules/onnxruntime-web"]["dependencies"]):
        yield from _npm_component(site, name, lock[f"node_modules/{name}"], [])


def _npm_component(site: Path, name: str, locked: dict[str, Any], paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    version = locked["version"]
    purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    installed = json.loads((NODE_MODULES / name / "package.json").read_text(encoding="utf-8"))
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": _licenses(locked.get("license") or installed["license"]),
        "hashes": [{"alg": "SHA-512", "content": _hex(locked["integrity"])}],
    }
    if paths:
        component["components"] = [_file(site, path) for path in paths]
    yield component


def _wheels(site: Path) -> Iterator[dict[str, Any]]:
    """Yield every wheel of the site, including tabside's own and those of Pyodide's distribution."""
    for path in sorted(site.rglob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            (name,) = (each for each in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each))
            metadata = Parser().parsestr(wheel.read(name).decode("utf-8"))
        project = normalize_name(metadata["Name"])
        purl = f"pkg:pypi/{project}@{metadata['Version']}"
        stated = metadata["License-Expression"] or _STATED_LOOSELY.get(project) or metadata["License"] or "unknown"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": metadata["Name"],
            "version": metadata["Version"],
            "purl": purl,
            "licenses": _licenses(stated),
            "hashes": _hashes(path),
            "properties": [_place(site, path)],
        }


def _models(site: Path, ids: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the models, each with its files and its attribution."""
    for model_id in ids:
        folder = site / "models" / model_id
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        purl = f"pkg:huggingface/{model_id}@{manifest['revision']}"
        yield {
            "type": "machine-learning-model",
            "bom-ref": purl,
            "name": model_id,
            "version": manifest["revision"],
            "purl": purl,
            "description": manifest["summary"],
            "licenses": _licenses(manifest["license"]["spdx"]),
            "copyright": manifest["license"]["attribution"],
            "externalReferences": [{"type": "license", "url": manifest["license"]["url"]}],
            "components": [_file(site, path) for path in sorted(folder.rglob("*")) if path.is_file()],
        }


def _own(site: Path, described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the page's own files as one component: all files of no other component."""
    others = ("vendor/", "snapshot/", "models/")
    paths = [
        path
        for path in sorted(site.rglob("*"))
        if path.is_file()
        and path.suffix != ".whl"
        and path.name != NAME
        and not path.relative_to(site).as_posix().startswith(others)
    ]
    yield {
        "type": "application",
        "bom-ref": "tabside-page",
        "name": "tabside-page",
        "version": described["version"],
        "licenses": _licenses("Apache-2.0"),
        "components": [_file(site, path) for path in paths],
    }


def _file(site: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(site).as_posix()
    return {"type": "file", "bom-ref": f"file:{name}", "name": name, "hashes": _hashes(path)}


def _place(site: Path, path: Path) -> dict[str, str]:
    return {"name": "tabside:path", "value": path.relative_to(site).as_posix()}


def _hashes(path: Path) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": sha256_of(path)}]


def _hex(integrity: str) -> str:
    """Return the hex digest in a Subresource Integrity value.

    >>> _hex("sha512-AAEC")
    '000102'
    """
    return base64.b64decode(integrity.partition("-")[2]).hex()


def _licenses(stated: str) -> list[dict[str, Any]]:
    """Return a licence choice: an SPDX identifier, an SPDX expression, or a name as given."""
    if _SPDX.fullmatch(stated):
        return [{"license": {"id": stated}}]
    if re.search(r" (AND|OR|WITH) ", stated):
        return [{"expression": stated}]
    return [{"license": {"name": stated}}]
