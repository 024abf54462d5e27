"""Fixtures of all tests: this checkout's model mirror instead of the user's cache; settings are restored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tabside.env import Env, env

MIRROR = Path(__file__).parents[1] / "models" / ".cache"

# Tests find their models here; scripts and `serve.py` fill the same folder.
os.environ["TABSIDE_CACHE"] = str(MIRROR)


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    """Restore `tabside.env`. `cache_dir` needs care: once set, it would hide TABSIDE_CACHE."""
    before = {name: getattr(env, name) for name in Env.__slots__}
    yield
    for name, value in before.items():
        setattr(env, name, value)
