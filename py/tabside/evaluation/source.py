"""Fetch the public data set, which is in the source package of presidio-evaluator (MIT) on the package index."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from ..errors import DownloadError, IntegrityError

__all__ = ["PRESIDIO_SHA256", "fetch_presidio"]

_PACKAGE = "presidio-evaluator==0.3.2"
_MEMBER = "presidio_evaluator-0.3.2/data/synth_dataset_v2.json"
PRESIDIO_SHA256 = "ec08a771ba8135314cafb60752b2295212222ba3a4cd75d73811839c699e0012"


def fetch_presidio(folder: Path) -> Path:
    """Return the data file in a folder, fetching it through pip if missing.

    Raises:
        DownloadError: pip could not fetch the package.
        IntegrityError: the file's hash is not the expected one; nothing is kept.
    """
    path = folder / "synth_dataset_v2.json"
    if path.exists():
        return _checked(path)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        outcome = subprocess.run([*command, "--dest", temporary, _PACKAGE], capture_output=True, text=True, check=False)
        archives = list(Path(temporary).glob("*.tar.gz"))
        if outcome.returncode != 0 or not archives:
            raise DownloadError("pip could not fetch presidio-evaluator, whose source package holds the data.")
        with tarfile.open(archives[0]) as archive:
            member = archive.extractfile(_MEMBER)
            if member is None:
                raise IntegrityError("The source package of presidio-evaluator does not hold the data.")
            part = path.with_suffix(".part")
            part.write_bytes(member.read())
    _checked(part)
    part.rename(path)
    return path


def _checked(path: Path) -> Path:
    if hashlib.sha256(path.read_bytes()).hexdigest() != PRESIDIO_SHA256:
        path.unlink()
        raise IntegrityError("The evaluation data is not the one that is named here; it was thrown away.")
    return path
