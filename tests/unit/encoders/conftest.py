"""A local hub with a tiny model of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tabside.env import env
from tests.unit import hub_api
from tests.unit.encoders import tiny


@pytest.fixture
def hub(tmp_path: Any, monkeypatch: Any) -> Iterator[Any]:
    env.cache_dir = tmp_path / "cache"
    with hub_api.serving() as api:
        api.repositories |= tiny.repositories()
        monkeypatch.setattr(env, "remote_host", api.url)
        yield api
