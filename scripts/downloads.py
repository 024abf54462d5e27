"""Verified downloads: plain files by URL, wheels through pip."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .clients import run_client
from .paths import STATE

CHUNK_BYTES = 1 << 16
TIMEOUT_S = 15


class Unreachable(Exception):
    """This source cannot provide the file; another one may."""


def sha256_of(path: Path) -> str:
    """Return the hex digest of a file's content."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def is_verified(path: Path, sha256: str) -> bool:
    """Whether the file exists with the right content."""
    return path.is_file() and sha256_of(path) == sha256


@contextmanager
def scratch() -> Iterator[Path]:
    """Provide a temporary folder on the disk of set-up's results, so that a rename can commit."""
    (STATE / "tmp").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=STATE / "tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fetch(url: str, target: Path, *, sha256: str, on_bytes: Callable[[int], None]) -> None:
    """Download a file to `target`, which appears only if its hash is right. `on_bytes` gets the bytes loaded so far.

    Raises:
        Unreachable: the server is unreachable, lacks the file, or stopped half-way, or the bytes do not match `sha256`.
    """
    with scratch() as folder:
        part = folder / target.name
        digest, loaded = hashlib.sha256(), 0
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer, part.open("wb") as handle:
                while data := answer.read(CHUNK_BYTES):
                    handle.write(data)
                    digest.update(data)
                    loaded += len(data)
                    on_bytes(loaded)
                expected = answer.headers.get("Content-Length")
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
            raise Unreachable(str(error)) from error
        if expected is not None and loaded != int(expected):
            raise Unreachable("the connection ended early")
        if digest.hexdigest() != sha256:
            raise Unreachable(wrong_hash(target.name, url))
        commit(part, target)


def pip_download(requirements: Path, folder: Path, *, on_bytes: Callable[[int], None] = lambda loaded: None) -> None:
    """Download wheels with pip into `folder`, checked against the hashes in `requirements`.

    `on_bytes` gets the bytes so far, measured in pip's temporary folder: old pips show progress only on a terminal.

    Raises:
        SetupError: pip failed.
    """
    with scratch() as temporary, _watching(temporary, folder, report=on_bytes):
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--no-cache-dir", "--only-binary", ":all:", "--require-hashes",
            "-r", str(requirements), "--dest", str(folder),
        ]  # fmt: skip
        run_client(command, "pip", environment={**os.environ, "TMPDIR": str(temporary)})


def commit(part: Path, target: Path) -> None:
    """Move a finished file to its place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part.replace(target)


def wrong_hash(name: str, source: str) -> str:
    """Return the message for a file with the wrong hash."""
    return f"{name} from {source} has the wrong hash and was thrown away: run this again, or check what stands between"


@contextmanager
def _watching(*folders: Path, report: Callable[[int], None]) -> Iterator[None]:
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            # pip removes its own folders during the count.
            with suppress(FileNotFoundError):
                report(sum(_size(path) for folder in folders for path in folder.rglob("*")))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0
