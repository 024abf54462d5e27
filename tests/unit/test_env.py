"""Settings: defaults that agree with other files, and where the cache is."""

from __future__ import annotations

import json
from pathlib import Path

import platformdirs
import pytest

from tabside.env import Env

ROOT = Path(__file__).parents[2]


def test_bare_pages_take_the_onnxruntime_that_the_site_has() -> None:
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]["onnxruntime-web"]

    assert f"/onnxruntime-web@{pinned}/" in Env().onnxruntime_web_url
    assert f"onnxruntime-web@{pinned}/" in (ROOT / "docs" / "elsewhere.md").read_text(encoding="utf-8")


CACHES = {
    "tabside's own variable": ({"TABSIDE_CACHE": "/a", "MODEL_CACHE": "/b"}, "/a"),
    "the common variable": ({"MODEL_CACHE": "/b"}, "/b"),
    "the user's cache": ({"XDG_CACHE_HOME": "/c"}, "/c/tabside"),
}


@pytest.mark.parametrize(("variables", "expected"), CACHES.values(), ids=CACHES)
def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str) -> None:
    for name in ("TABSIDE_CACHE", "MODEL_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    env = Env()

    assert env.cache_dir == Path(expected)
    env.cache_dir = "/set"
    assert env.cache_dir == Path("/set")


def test_a_cache_of_an_earlier_version_is_still_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TABSIDE_CACHE", "MODEL_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    env = Env()
    system = tmp_path / "system"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name, appauthor: system / name)

    assert env.cache_dir == system / "tabside"
    (tmp_path / ".cache" / "tabside").mkdir(parents=True)
    assert env.cache_dir == tmp_path / ".cache" / "tabside"
