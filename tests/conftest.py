"""What all tests share: this checkout's mirror of models, never the user's own cache; and settings, put back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tabside.env import Env, env

MIRROR = Path(__file__).parents[1] / "models" / ".cache"

# A test that needs a model finds it here; scripts and `serve.py` fill the same folder.
os.environ["TABSIDE_CACHE"] = str(MIRROR)


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    """Put `tabside.env` back as it was; `cache_dir` too, which would be set, and hide TABSIDE_CACHE, once put back."""
    before = {name: getattr(env, name) for name in Env.__slots__}
    yield
    for name, value in before.items():
        setattr(env, name, value)
