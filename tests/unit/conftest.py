"""A hub of models on this machine, empty but for one classifier with several weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tabside.env import env
from tests.unit import hub_api
from tests.unit.hub_api import SENTIMENT, Repository, sentiment


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[hub_api.Api]:
    env.cache_dir = tmp_path / "cache"
    with hub_api.serving() as api:
        api.repositories[SENTIMENT] = Repository({"main": sentiment(), "refs/pr/1": sentiment(10)})
        monkeypatch.setattr(env, "remote_host", api.url)
        yield api
