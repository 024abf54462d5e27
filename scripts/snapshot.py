"""The memory snapshot from which tabs start Python: half a second instead of three."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from . import downloads
from .clients import run_client
from .paths import NODE_MODULES, ROOT, STATE, npm_version
from .terminal import megabytes, step
from .wheels import Wheel

FOLDER = STATE / "snapshots"
SCRIPT = ROOT / "scripts" / "snapshot.mjs"


def ensure(tab_wheels: Sequence[Wheel]) -> list[tuple[Path, str]]:
    """Create the snapshot unless one of these exact wheels exists. Return its files, each with its path in the site.

    An empty zip is placed beside it: Pyodide requests its standard library at the start, but the snapshot does not need
    it.

    Raises:
        SetupError: Node could not create it.
    """
    digest = hashlib.sha256(npm_version("pyodide").encode() + SCRIPT.read_bytes())
    for wheel in tab_wheels:
        digest.update(wheel.sha256.encode())
    folder = FOLDER / digest.hexdigest()[:16]
    if not folder.is_dir():
        with step("memory snapshot of Python") as running, downloads.scratch() as temporary:
            made = temporary / folder.name
            made.mkdir()
            wheels = [str(wheel.path) for wheel in tab_wheels]
            command = ["node", str(SCRIPT), str(NODE_MODULES / "pyodide"), str(made / "python.bin"), *wheels]
            run_client(command, "memory snapshot")
            zipfile.ZipFile(made / "empty.zip", "w").close()
            running.note = megabytes((made / "python.bin").stat().st_size)
            shutil.rmtree(FOLDER, ignore_errors=True)  # files of older wheels
            FOLDER.mkdir(parents=True, exist_ok=True)
            made.replace(folder)
    return [(folder / name, f"snapshot/{folder.name}/{name}") for name in ("python.bin", "empty.zip")]
