"""Bundle web/'s modules and style sheets into `.tabside/bundle/`, which is served before web/ (see bundle.mjs)."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from pathlib import Path

from . import compression, downloads, pinned
from .paths import BUNDLE, NODE_MODULES, ROOT, STATE, WEB
from .terminal import SetupError

SCRIPT = Path(__file__).with_suffix(".mjs")
SOURCES = {".js", ".css", ".html"}
AS_IT_IS = "sw.js"
"""The one script of web/ that no bundle replaces: browsers compare it with the one they have, byte for byte."""
STAMP = STATE / "bundle.stamp"
_lock = threading.Lock()


def ensure() -> None:
    """Bundle web/ unless these exact files were bundled already, which takes a few milliseconds to check.

    Raises:
        SetupError: a module or a style sheet cannot be parsed; the message names it and the place.
    """
    with _lock:
        pins = pinned.script()
        key = _key(pins)
        if BUNDLE.is_dir() and STAMP.is_file() and STAMP.read_text(encoding="utf-8").split()[:-1] == [key]:
            return
        build = _id(pins)
        with downloads.scratch() as temporary:
            made = temporary / "bundle"
            list_of_pins = temporary / "pinned.json"
            list_of_pins.write_text(pins, encoding="utf-8")
            command = ["node", str(SCRIPT), str(WEB), str(made), str(list_of_pins), build]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            if done.returncode:
                raise SetupError(f"web/ cannot be bundled: {done.stderr.strip()}")
            compression.place_beside(sorted(made.rglob("*")))
            STAMP.unlink(missing_ok=True)
            if BUNDLE.exists():
                BUNDLE.replace(temporary / "old")
            made.replace(BUNDLE)
            STAMP.write_text(f"{key} {build}", encoding="utf-8")


def build_id() -> str:
    """Return the name of the bundle that there is; the scripts in it know it too, so that versions never mix."""
    return STAMP.read_text(encoding="utf-8").split()[1]


def copy(site: Path) -> None:
    """Write the page into `site`: the bundle, and the files of web/ outside of it."""
    shutil.copytree(WEB, site, ignore=lambda folder, names: [name for name in names if is_bundled(Path(name))])
    # Hosts compress files themselves, each in its own way.
    shutil.copytree(BUNDLE, site, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.br", "*.gz"))


def is_bundled(path: Path) -> bool:
    """Whether a file of web/ reaches the browser only inside a bundle.

    >>> is_bundled(Path("views/redact/redact.js")), is_bundled(Path("sw.js")), is_bundled(Path("icons/sprite.svg"))
    (True, False, False)
    """
    return path.suffix in SOURCES and path.name != AS_IT_IS


def _id(pins: str) -> str:
    """Return the build's name: the same for the same sources, whenever they were written."""
    digest = hashlib.sha256(SCRIPT.read_bytes() + pins.encode())
    for path in sorted(WEB.rglob("*")):
        if path.suffix in SOURCES:
            digest.update(f"{path.relative_to(WEB).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _key(pins: str) -> str:
    digest = hashlib.sha256(SCRIPT.read_bytes() + pins.encode())
    digest.update((NODE_MODULES / "esbuild" / "package.json").read_bytes())
    for path in sorted(WEB.rglob("*")):
        if path.suffix in SOURCES:
            status = path.stat()
            digest.update(f"{path.relative_to(WEB)} {status.st_mtime_ns} {status.st_size}\n".encode())
    return digest.hexdigest()
