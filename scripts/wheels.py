"""The wheels for the tab, and their index: tabside's own, built here, and those of its pure-Python dependencies."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from . import downloads
from .clients import run_client
from .paths import REQUIREMENTS, ROOT, STATE
from .terminal import SetupError, megabytes, step

FOLDER = STATE / "wheels"
LOCK = REQUIREMENTS / "wheels.txt"
ORDER = ("python-stdnum", "phonenumberslite")
READERS = ("pypdf", "ruamel-yaml")
"""Packages that read certain files: listed in the site's index for micropip, and not part of a first load."""
SOURCE_DATE_EPOCH = "1580601600"
"""The time that every file of the built wheel gets, so that the same source gives the same bytes."""
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "py/tabside", "models/manifests")


@dataclass(frozen=True)
class Wheel:
    """A wheel of the site."""

    path: Path
    sha256: str

    @classmethod
    def from_path(cls, path: Path) -> Wheel:
        return cls(path, downloads.sha256_of(path))

    @property
    def name(self) -> str:
        """The project's name, normalized according to PEP 503."""
        return normalize_name(self.path.name.split("-")[0])

    @property
    def version(self) -> str:
        return self.path.name.split("-")[1]

    @property
    def url(self) -> str:
        """Its path relative to the site's root. New content gets a new path."""
        return f"wheels/{self.sha256[:16]}/{self.path.name}"


def normalize_name(name: str) -> str:
    """Normalize a project's name according to PEP 503.

    >>> normalize_name("Python_Stdnum")
    'python-stdnum'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def ensure() -> list[Wheel]:
    """Return tabside's wheel and those of its dependencies, in the order of installation.

    Raises:
        SetupError: a dependency cannot be downloaded, or the build failed.
    """
    return [*ensure_dependencies(ORDER), Wheel.from_path(ensure_tabside())]


def ensure_dependencies(names: Sequence[str]) -> list[Wheel]:
    """Return the wheels of these locked projects, downloading the missing ones."""
    locked = read_lock(LOCK)
    found = _find(locked)
    if len(found) < len(locked):
        with step("Python packages for the tab") as running, downloads.scratch() as temporary:
            downloads.pip_download(LOCK, temporary)
            for part in temporary.glob("*.whl"):
                downloads.commit(part, FOLDER / part.name)
            found = _find(locked)
            running.note = megabytes(sum(wheel.path.stat().st_size for wheel in found.values()))
    return [found[name] for name in names]


def read_lock(path: Path) -> dict[str, set[str]]:
    """Return each project's allowed hashes from a requirements file."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {normalize_name(line.split("==")[0]): set(re.findall(r"--hash=sha256:(\w+)", line)) for line in lines}


def ensure_tabside() -> Path:
    """Build tabside's wheel with hatchling unless one of the same source exists. Return its path.

    Raises:
        SetupError: a file for the build is missing, or hatchling failed.
    """
    folder = FOLDER / "tabside" / source_key()
    built = list(folder.glob("*.whl"))
    if built:
        return built[0]
    with step("tabside's wheel") as running, downloads.scratch() as temporary:
        wheel = build(temporary)
        shutil.rmtree(folder.parent, ignore_errors=True)
        downloads.commit(wheel, folder / wheel.name)
        running.note = megabytes((folder / wheel.name).stat().st_size)
    return folder / wheel.name


def build(folder: Path) -> Path:
    """Build tabside's wheel in `folder` from a clean copy of its sources, so that stray files are excluded."""
    source = folder / "source"
    for path in source_files():
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    run_client(command, "hatchling", folder=source, environment={**os.environ, "SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH})
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def source_files() -> list[Path]:
    """Return the files that tabside's wheel is built from, in order.

    Raises:
        SetupError: one is missing.
    """
    return list(_walk(SOURCES))


def source_key() -> str:
    """Return a key for the state of the sources and of the build tool."""
    digest = hashlib.sha256((REQUIREMENTS / "serve.txt").read_bytes())
    for path in source_files():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def write_index(wheels: Sequence[Wheel], folder: Path) -> None:
    """Write a package index according to PEP 503, with links relative to the page, so that it works under any path.

    The links climb to the site's root first, because micropip 0.9 resolves them against the origin instead of the page.
    """
    for wheel in wheels:
        target = f"../../../{wheel.url}#sha256={wheel.sha256}"
        _write_page(folder / wheel.name, wheel.name, [(target, wheel.path.name)])
    _write_page(folder, "Packages", [(f"{wheel.name}/", wheel.name) for wheel in wheels])


def _write_page(folder: Path, title: str, links: Sequence[tuple[str, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    anchors = "\n".join(f'<a href="{escape(target)}">{escape(text)}</a><br>' for target, text in links)
    page = (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>\n{anchors}\n</html>\n'
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _find(locked: dict[str, set[str]]) -> dict[str, Wheel]:
    wheels = [Wheel.from_path(path) for path in FOLDER.glob("*.whl")]
    return {wheel.name: wheel for wheel in wheels if wheel.sha256 in locked.get(wheel.name, set())}


def _walk(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = ROOT / name
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        elif path.is_file():
            yield path
        else:
            raise SetupError(
                f"{name} is missing from the project: restore it (git checkout -- {name}), then run this again"
            )
