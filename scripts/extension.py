"""Write the browser extension: scripts, side panel, engine and the model for redaction, all in one folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import bundle, downloads, site
from .clients import run_client
from .paths import BUNDLE, MIRROR, ROOT, SITE, WEB
from .terminal import SetupError, step

SOURCES = WEB / "extension"
SCRIPT = ROOT / "scripts" / "browser_extension" / "bundle.mjs"
MODEL = "nationaldesignstudio/rampart"
PAGES = ("panel.html", "panel.css")
ICONS = (192, 512)
LEFT_OUT = ("*.br", "*.gz", "*.map", "ort.webgpu*", "*.asyncify.*", "pdfium", "pdf")
"""Files of the site that are left out: compressed copies, and those needed only for WebGPU and PDF files."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types tabside default",
    )
)


def manifest(granted: Sequence[str] = ()) -> dict[str, Any]:
    """Return the manifest: https://developer.chrome.com/docs/extensions/reference/manifest.

    `granted`: match patterns of sites that need no permission at run time. The extension as it is built has none; tests
    name their own, because no one can click a browser's prompt there.
    """
    own = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    made = {
        "manifest_version": 3,
        "name": own["name"],
        "version": own["version"],
        "description": "Redact what you paste or send on the sites that you enable. Nothing leaves this browser.",
        "minimum_chrome_version": "124",
        "icons": {str(size): f"icons/icon-{size}.png" for size in ICONS},
        "action": {"default_title": "Open tabside"},
        "background": {"service_worker": "background.js", "type": "module"},
        "side_panel": {"default_path": "panel.html"},
        "permissions": ["activeTab", "scripting", "sidePanel"],
        "optional_host_permissions": ["https://*/*", "http://*/*"],
        "content_security_policy": {"extension_pages": POLICY},
    }
    return {**made, "host_permissions": list(granted)} if granted else made


def write(target: Path, parts: site.Parts) -> None:
    """Write the extension to `target`, ready to load unpacked or to zip. An earlier one there is replaced.

    Raises:
        SetupError: `target` holds something else, or a module cannot be bundled.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not _is_earlier(target))):
        raise SetupError(f"{target} is there and is no earlier extension: remove it or choose another folder with -o")
    with step(f"browser extension in {target}"), downloads.scratch() as temporary:
        made = temporary / "extension"
        run_client(["node", str(SCRIPT), str(WEB), str(made), bundle.build_id()], "browser extension")
        for name in PAGES:
            shutil.copyfile(SOURCES / name, made / name)
        shutil.copyfile(WEB / "theme.css", made / "theme.css")
        (made / "icons").mkdir()
        for size in ICONS:
            shutil.copyfile(WEB / "icons" / f"icon-{size}.png", made / "icons" / f"icon-{size}.png")
        _write_engine(made, parts)
        site.write_json(made / "manifest.json", manifest())
        site.replace_folder(made, target)


def _write_engine(folder: Path, parts: site.Parts) -> None:
    left_out = shutil.ignore_patterns(*LEFT_OUT)
    shutil.copytree(BUNDLE / "worker", folder / "worker", ignore=left_out)
    site.copy(folder, *LEFT_OUT)
    _copy_model(MIRROR / MODEL, folder / "models" / MODEL)
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, folder / name)
    described = site.describe(SITE, replace(parts, models=[MODEL]), compressed=False)
    site.write_json(folder / "site.json", described)


def _copy_model(source: Path, target: Path) -> None:
    """Copy a model's published files: the engine derives the others from them."""
    listed = json.loads((source / "manifest.json").read_text(encoding="utf-8"))["files"]
    for name in ["manifest.json", *(file["path"] for file in listed if not file.get("derived"))]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)


def _is_earlier(folder: Path) -> bool:
    return (folder / "manifest.json").is_file() and (folder / "panel.html").is_file()
