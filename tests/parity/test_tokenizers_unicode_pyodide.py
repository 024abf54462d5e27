"""Every code point in Pyodide, whose Python has another version of Unicode.

A file of its own, so that another process can run it beside test_tokenizers_unicode.py.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.parity.conftest import LONG, real_tokenizer
from tests.parity.tokenizers_exhaustive import digests

pytestmark = [pytest.mark.both, pytest.mark.slow]

HERE = Path(__file__).parent


def test_the_tab_says_the_same(tmp_path: Path) -> None:
    prose = tmp_path / "prose.txt"
    prose.write_text("It was the best of times; it was the worst of times, said “Zoë”. " * 200, encoding="utf-8")
    command: list[str | Path] = [
        "node",
        HERE / "tokenizers_pyodide.mjs",
        "everything" if LONG else "usual",
        real_tokenizer("rampart"),
        prose,
    ]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    assert said["digests"] == digests(everything=LONG)
