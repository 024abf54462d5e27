"""Find a Chrome or Chromium for the browser tests, or install one if possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .terminal import SetupError, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Other hosts do not resolve: a request to one fails, and so does its test.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find() -> Path | None:
    """Return the browser named by `CHROME`, or the first installed one.

    Raises:
        SetupError: `CHROME` names a missing file.
    """
    named = os.environ.get("CHROME")
    if named:
        if not Path(named).is_file():
            raise SetupError(f"CHROME names {named}, which is not there")
        return Path(named)
    installed = [Path(path) for name in NAMES if (path := shutil.which(name))]
    cache = Path.home() / ".cache" / "ms-playwright"
    candidates = [*installed, *PLACES, *sorted(cache.glob("chromium-*/chrome-linux*/chrome"))]
    return next((path for path in candidates if path.is_file()), None)


def ensure() -> Path:
    """Return a browser, installing one through apt-get or Playwright if needed.

    Raises:
        SetupError: there is none and none can be installed.
    """
    found = find()
    if found is not None:
        return found
    with step("Chromium"):
        for command in _installers():
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
            found = find()
            if found is not None:
                return found
    raise SetupError("the browser tests need Chrome or Chromium: install one, or name one with CHROME=/path/to/chrome")


def _installers() -> list[list[str]]:
    commands = []
    apt = shutil.which("apt-get")
    root = os.name != "nt" and os.geteuid() == 0
    if apt and (root or shutil.which("sudo")):
        # -n: a password prompt would block an unattended run.
        privilege = [] if root else ["sudo", "-n"]
        commands += [
            [*privilege, apt, "update", "-q"],
            [*privilege, apt, "install", "-y", "-q", "--no-install-recommends", "chromium"],
        ]
    return [*commands, [sys.executable, "-m", "playwright", "install", "chromium"]]
