"""Models of the hub that a static site offers beside its own: fetched, verified, and described for its pages."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from . import environment
from .paths import ROOT, STATE
from .site import Parts
from .terminal import SetupError, megabytes, step

FOLDER = STATE / "hub-models"


def added(parts: Parts, names: Sequence[str]) -> Parts:
    """Return the site's parts with these models, `org/name` or `org/name@revision`.

    Raises:
        SetupError: a model is not available, or pages cannot run it.
    """
    if not names:
        return parts
    environment.ensure_packages(["models"])
    sys.path.insert(0, str(ROOT / "py"))
    from tabside.env import env
    from tabside.errors import TabsideError

    env.cache_dir = FOLDER / "downloads"
    folders = {}
    for name in names:
        with step(f"model {name}") as running:
            try:
                folder = asyncio.run(_mirrored(name))
            except TabsideError as error:
                raise SetupError(f"model {name}: {error}") from error
            model = folder.relative_to(FOLDER / "models").as_posix()
            if model in parts.models:
                raise SetupError(f"{model} belongs to the site already")
            folders[model] = folder
            running.note = megabytes(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
    return replace(parts, hub_models=folders)


async def _mirrored(name: str) -> Path:
    from tabside.publishing import mirror_for_pages

    return await mirror_for_pages(name, FOLDER / "models")
