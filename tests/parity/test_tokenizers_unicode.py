"""Every code point in both implementations, and in Pyodide, whose Python has another version of Unicode."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.parity.conftest import LONG, real_tokenizer
from tests.parity.tokenizers_compared import Pair
from tests.parity.tokenizers_exhaustive import AROUND, CONFIGS, digests, texts

pytestmark = [pytest.mark.both, pytest.mark.slow]

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", CONFIGS)
def test_every_code_point(name: str) -> None:
    pair = Pair(CONFIGS[name])
    for text in texts(AROUND if LONG else "{0}\u0301 ", everything=LONG):
        ours, theirs = pair.ours.encode(text), pair.theirs.encode(text)
        assert ours.tokens == theirs.tokens
        assert ours.offsets == theirs.offsets
        assert ours.word_ids == theirs.word_ids


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
