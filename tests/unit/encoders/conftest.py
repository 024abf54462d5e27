"""A local hub with a tiny model of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tabside.env import env
from tests.conftest import MIRROR
from tests.unit import hub_api
from tests.unit.encoders import tiny


def share_rampart(cache: Path) -> None:
    """Let a fresh cache have this checkout's copy of the redactor's own model, rather than download it."""
    own = cache / "nationaldesignstudio"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.symlink_to(MIRROR / own.name, target_is_directory=True)


@pytest.fixture
def hub(tmp_path: Any, monkeypatch: Any) -> Iterator[Any]:
    env.cache_dir = tmp_path / "cache"
    share_rampart(tmp_path / "cache")
    with hub_api.serving() as api:
        api.repositories |= tiny.repositories()
        monkeypatch.setattr(env, "remote_host", api.url)
        yield api
