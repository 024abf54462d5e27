"""The virtual environment and node_modules: created once, kept until their lock files change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

from .clients import run_client
from .paths import NODE_MODULES, REQUIREMENTS, ROOT, VENV, VENV_PYTHON
from .terminal import SetupError, step

OLDEST_NODE = 20


def in_venv() -> bool:
    """Whether this process runs in the project's virtual environment."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def restart_in_venv(arguments: Sequence[str]) -> int:
    """Continue in the virtual environment's Python with `arguments`. Returns only if the process cannot be replaced."""
    command = [str(VENV_PYTHON), *arguments]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)


def packages_ready(names: Iterable[str]) -> bool:
    """Whether the virtual environment has the packages locked in `requirements/{name}.txt`."""
    return VENV_PYTHON.exists() and all(_read(_packages_stamp(name)) == _lock_hash(name) for name in names)


def ensure_packages(names: Iterable[str]) -> None:
    """Install the packages locked in `requirements/{name}.txt`. Installed ones stay.

    Raises:
        SetupError: the venv cannot be created, or pip failed.
    """
    if not VENV_PYTHON.exists():
        _make_venv()
    for name in names:
        if _read(_packages_stamp(name)) == _lock_hash(name):
            continue
        with step(f"Python packages ({name}.txt)"):
            pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            run_client([*pip, "--no-deps", "--require-hashes", "-r", str(REQUIREMENTS / f"{name}.txt")], "pip")
            _packages_stamp(name).write_text(_lock_hash(name), encoding="utf-8")


def node_ready(*, dev: bool) -> bool:
    """Whether node_modules has the packages locked in package-lock.json (including test tools when `dev`)."""
    installed = _read(_node_stamp())
    return installed in {_node_key("dev")} | (set() if dev else {_node_key("serve")})


def ensure_node(*, dev: bool) -> None:
    """Install the npm packages. An existing `dev` installation is kept as it is.

    Raises:
        SetupError: npm or Node is missing or too old, or npm failed.
    """
    if node_ready(dev=dev):
        return
    npm = require_node()
    dev = dev or (_read(_node_stamp()) or "").startswith("dev")
    with step("npm packages"):
        keep = [] if dev else ["--omit=dev"]
        run_client([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *keep], "npm")
        _node_stamp().write_text(_node_key("dev" if dev else "serve"), encoding="utf-8")


def require_node() -> str:
    """Return npm's path.

    Raises:
        SetupError: Node is missing or too old, or npm is missing.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        raise SetupError(f"Node.js is missing: install Node.js {OLDEST_NODE} or newer with npm, then run this again")
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    major = said.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        raise SetupError(f"Node.js {OLDEST_NODE} or newer is needed; this is {said}: update it, then run this again")
    if npm is None:
        raise SetupError("npm is missing: install it (it comes with Node.js; apt install npm), then run this again")
    return npm


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    with step("virtual environment"):
        try:
            venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
        except (subprocess.CalledProcessError, ModuleNotFoundError) as error:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SetupError(
                "this Python cannot make virtual environments with pip: install python3-venv "
                "(Debian, Ubuntu: apt install python3-venv), then run this again"
            ) from error
        except BaseException:
            shutil.rmtree(VENV, ignore_errors=True)
            raise


def _packages_stamp(name: str) -> Path:
    return VENV / f".tabside-{name}"


def _lock_hash(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def _node_stamp() -> Path:
    return NODE_MODULES / ".tabside-installed"


def _node_key(kind: str) -> str:
    return f"{kind} {hashlib.sha256((ROOT / 'package-lock.json').read_bytes()).hexdigest()}"


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None
