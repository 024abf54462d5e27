"""Write the npm package: the JavaScript API, its types, the command `tabside`, and what a page loads at run time."""

from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

from . import bundle, downloads, site
from .clients import run_client
from .paths import BUNDLE, MIRROR, NODE_MODULES, ROOT, STATE, WEB
from .terminal import SetupError, step

SOURCES = ROOT / "scripts" / "npm"
TYPES = STATE / "types"
ENTRIES = ("package/index.js", "package/redact-element.js")
DECLARED = {"noEmit": False, "declaration": True, "emitDeclarationOnly": True, "rootDir": str(WEB)}
MARK = "assets.json"
"""Lists the assets with their hashes; its presence tells an earlier package from other folders."""


def write(target: Path, parts: site.Parts) -> None:
    """Write the package to `target`, ready for `npm pack`. An earlier one there is replaced.

    Raises:
        SetupError: `target` holds something else, or a module cannot be bundled.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / MARK).is_file())):
        raise SetupError(f"{target} is there and is no earlier package: remove it or choose another folder with -o")
    with step(f"npm package in {target}"), downloads.scratch() as temporary:
        made = temporary / "package"
        command = ["node", str(SOURCES / "bundle.mjs"), str(WEB), str(made), bundle.build_id()]
        run_client(command, "npm package")
        shutil.copytree(_types(), made / "types")
        (made / "bin").mkdir()
        shutil.copyfile(SOURCES / "tabside.mjs", made / "bin" / "tabside.mjs")
        (made / "bin" / "tabside.mjs").chmod(0o755)
        for source in (ROOT / "LICENSE", ROOT / "NOTICE", SOURCES / "README.md"):
            shutil.copyfile(source, made / source.name)
        _write_assets(made / "assets", parts)
        metadata = _metadata()
        site.write_json(made / "package.json", metadata)
        site.write_json(made / MARK, {
            "version": metadata["version"], "build": bundle.build_id(), "files": _listed(made / "assets"),
        })  # fmt: skip
        site.replace_folder(made, target)


def _metadata() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return {
        "name": own["name"],
        "version": own["version"],
        "description": "Redact personal data, classify, embed and search text in a web page, without a server.",
        "license": own["license"],
        "keywords": project["keywords"],
        "type": "module",
        "engines": own["engines"],
        "sideEffects": ["./redact-element.js"],
        "bin": {"tabside": "bin/tabside.mjs"},
        "exports": {
            ".": {"types": "./types/package/index.d.ts", "default": "./index.js"},
            "./redact-element": {"types": "./types/package/redact-element.d.ts", "default": "./redact-element.js"},
            "./assets/*": "./assets/*",
            "./package.json": "./package.json",
        },
    }


def _types() -> Path:
    """Return the folder of declarations that tsc makes of the JSDoc, made anew where a module has changed."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes() + json.dumps(DECLARED).encode())
    for path in sorted(WEB.rglob("*.js")):
        digest.update(f"{path.relative_to(WEB).as_posix()}\n".encode() + path.read_bytes())
    folder = TYPES / digest.hexdigest()[:16]
    if not folder.is_dir():
        with downloads.scratch() as temporary:
            config = temporary / "tsconfig.json"
            site.write_json(config, {
                "extends": str(ROOT / "tsconfig.json"),
                "compilerOptions": {**DECLARED, "outDir": str(temporary / "types")},
                "files": [str(WEB / each) for each in ENTRIES],
                "include": [],
            })  # fmt: skip
            run_client(["node", str(NODE_MODULES / "typescript" / "bin" / "tsc"), "-p", str(config)], "tsc")
            shutil.rmtree(TYPES, ignore_errors=True)
            TYPES.mkdir(parents=True)
            (temporary / "types").replace(folder)
    return folder


def _write_assets(folder: Path, parts: site.Parts) -> None:
    """Write what a page loads at run time: the site without its page, and of the models their manifests."""
    left_out = shutil.ignore_patterns("*.br", "*.gz")
    shutil.copytree(BUNDLE / "worker", folder / "worker", ignore=left_out)
    site.copy(folder)
    for model in parts.models:
        (folder / "models" / model).mkdir(parents=True)
        shutil.copyfile(MIRROR / model / "manifest.json", folder / "models" / model / "manifest.json")
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, folder / name)
    site.write_json(folder / "site.json", site.describe(folder, parts, compressed=False))


def _listed(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": downloads.sha256_of(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
