"""Settings whose defaults must agree with other files."""

from __future__ import annotations

import json
from pathlib import Path

from tabside.env import Env

ROOT = Path(__file__).parents[2]


def test_bare_pages_take_the_onnxruntime_that_the_site_has() -> None:
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]["onnxruntime-web"]

    assert f"/onnxruntime-web@{pinned}/" in Env().onnxruntime_web_url
    assert f"onnxruntime-web@{pinned}/" in (ROOT / "docs" / "elsewhere.md").read_text(encoding="utf-8")
