"""Paths of the project, and the versions pinned in the lock files."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
MODELS = ROOT / "models"
MIRROR = MODELS / ".cache"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

STATE = ROOT / ".tabside"
"""All that set-up makes beside node_modules, .venv and the mirror. Safe to delete."""
SITE = STATE / "site"
BUNDLE = STATE / "bundle"
"""The bundles of web/'s modules and style sheets, as served to browsers."""


@cache
def npm_version(package: str) -> str:
    """Return the version of a runtime dependency pinned in package-lock.json."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    version: str = lock["packages"][f"node_modules/{package}"]["version"]
    return version
