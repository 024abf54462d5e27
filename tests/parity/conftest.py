"""Real tokenizer files for the parity tests. With `npm run test:long` fuzzed tests use eighty times as many texts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

from scripts.fetch_tokenizers import TOKENIZERS, fetch_all, path_of

ROOT = Path(__file__).resolve().parent.parent.parent
RAMPART = ROOT / "models" / ".cache" / "nationaldesignstudio" / "rampart" / "tokenizer.json"
LONG = os.environ.get("TABSIDE_LONG") == "1"

hypothesis.settings.register_profile(
    "parity",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.load_profile("parity")


def examples(count: int) -> int:
    """Return the number of examples of a test: a quarter of `count`, or twenty times `count` in the long run."""
    return count * 20 if LONG else max(5, count // 4)


def real_tokenizer(name: str) -> Path:
    """Return the path of a real tokenizer.json, fetching it if missing."""
    if name == "rampart":
        if not RAMPART.exists():
            subprocess.run([sys.executable, ROOT / "models" / "build.py", "nationaldesignstudio/rampart"], check=True)
        return RAMPART
    paths = {file.name: path_of(file) for file in TOKENIZERS}
    if not paths[name].exists():
        fetch_all()
    return paths[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give nightly tests more time."""
    if LONG:
        for item in items:
            item.add_marker(pytest.mark.timeout(4 * 3600))
