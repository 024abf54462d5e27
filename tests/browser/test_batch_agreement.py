"""Batch and page agree: documents through `tabside batch` and through the page.

`npm run test:long` takes 250 of them, `npm test` 35.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from bench.texts import prose
from tabside.batch import Engine, Job, run

from .engine_page import open_engine

LONG = os.environ.get("TABSIDE_LONG") == "1"
DOCUMENTS = [prose(60 + 2 * seed, seed) for seed in range(200)]
# The number of documents, and of those that come out alike to the letter.
COUNTS = {"q8": (200, 190) if LONG else (25, 22), "q4": (50, 50) if LONG else (10, 10)}
ONE_BY_ONE = """async ([texts, dtype]) => {
  const engine = make({ dtype });
  const results = [];
  for (const text of texts) results.push(await engine.redact(text));
  await engine.dispose();
  return results;
}"""


# With int8 weights onnxruntime rounds slightly differently on a CPU than in WASM, which sometimes moves a border of
# a finding or changes its label. The masked characters stay the same.
@pytest.mark.both
@pytest.mark.parametrize("dtype", COUNTS)
def test_documents_come_out_as_in_the_tab(page: Page, server: str, tmp_path: Path, dtype: str) -> None:
    count, identical = COUNTS[dtype]
    # All lengths, whatever their number.
    documents = DOCUMENTS[:: len(DOCUMENTS) // count][:count]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in documents), encoding="utf-8")
    run(Job("redact", (str(source),), str(target), dtype=dtype), Engine(processes=1))
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]

    results = open_engine(page, server).evaluate(ONE_BY_ONE, [documents, dtype])

    pairs = list(zip(rows, results, strict=True))
    for text, (row, result) in zip(documents, pairs, strict=True):
        assert hidden(text, row["findings"]) == hidden(text, result["findings"])
    assert sum(row["text"] == result["text"] for row, result in pairs) >= identical
    assert sum(len(row["findings"]) for row in rows) > count


def hidden(text: str, findings: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the positions of masked letters and digits. The texts are ASCII, so all offsets agree."""
    return {at for found in findings for at in range(found["start"], found["end"]) if text[at].isalnum()}
