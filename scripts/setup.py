"""Set-up from a fresh clone to a servable site. Everything valid is kept."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import environment
from .paths import MIRROR, ROOT, STATE
from .terminal import SetupError, bar, megabytes, step

if TYPE_CHECKING:
    from .site import Parts

FIRST_RUN_BYTES = 1_000_000_000
"""Room that a first run needs, downloads on their way included."""


def enter_venv(arguments: Sequence[str], packages: Sequence[str], *, dev: bool) -> int:
    """Create the virtual environment with `packages`, then continue in it with `arguments`.

    The requirements of a first run are checked before anything is downloaded.

    Raises:
        SetupError: something is missing; one line states what to do.
    """
    with alone():
        if not environment.node_ready(dev=dev):
            environment.require_node()
            require_room()
        environment.ensure_packages(packages)
    return environment.restart_in_venv(arguments)


def prepare(*, dev: bool = False) -> Parts:
    """Build the site and everything it needs. Runs inside the virtual environment.

    `dev` also installs the npm packages for tests.

    Raises:
        SetupError: something is missing; one line states what to do.
    """
    from . import bundle, pyodide_packages, site, snapshot, wheels

    environment.ensure_node(dev=dev)
    packages = pyodide_packages.ensure()
    tab_wheels = wheels.ensure()
    readers = wheels.ensure_dependencies(wheels.READERS)
    parts = site.Parts(packages, tab_wheels, readers, snapshot.ensure(tab_wheels), ensure_models())
    site.ensure(parts)
    bundle.ensure()
    return parts


def ensure_models() -> list[str]:
    """Mirror every model with a manifest. Return their ids.

    Raises:
        SetupError: a model is not available.
    """
    sys.path.insert(0, str(ROOT / "py"))
    from models import build
    from tabside.errors import TabsideError
    from tabside.types import Progress

    ids = build.model_ids()
    try:
        for model_id in ids:
            missing = build.bytes_missing(model_id)
            if not missing:
                build.mirror_models([model_id])
                continue
            with step(f"model {model_id}") as running, bar(model_id, missing) as show:

                def report(progress: Progress) -> None:
                    show(progress.loaded_all or 0)

                build.mirror_models([model_id], MIRROR, on_progress=report)
                running.note = megabytes(missing)
    except TabsideError as error:
        raise SetupError(f"model {model_id}: {error}") from error
    return ids


def require_room() -> None:
    """Raise SetupError if the disk has no room for a first run."""
    free = shutil.disk_usage(ROOT).free
    if free < FIRST_RUN_BYTES:
        raise SetupError(
            f"set-up needs about {megabytes(FIRST_RUN_BYTES)} and the disk has {megabytes(free)}: "
            "free some, then run this again"
        )


@contextmanager
def alone() -> Iterator[None]:
    """Lock this folder, so that two set-ups do not overwrite each other."""
    try:
        import fcntl
    except ImportError:  # Windows: two at once are rare there, and each file still appears complete.
        yield
        return
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  another set-up is running in this folder; waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def disk_errors() -> Iterator[None]:
    """Convert errors of a full or read-only disk to SetupError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SetupError("the disk is full: free about 1 GB, then run this again") from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise SetupError(f"{error.filename or 'a file'} cannot be written ({error.strerror})") from error
        raise
