"""A batch on the real model gives the same as the redactor on each text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.texts import prose
from tabside import Redactor
from tabside.batch import Engine, Job, Limits, run

KNOWN = json.loads((Path(__file__).parents[2] / "known_texts.json").read_text(encoding="utf-8"))
TEXTS = [*(known["text"] for known in KNOWN[::2]), *(prose(200, seed) for seed in range(8)), "…", ""]


@pytest.mark.parametrize("dtype", ["q8", "q4"])
async def test_a_batch_is_the_redactor_text_by_text(tmp_path: Path, dtype: str) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS))
    redactor = await Redactor.create(dtype=dtype)
    expected = [await redactor.redact(text) for text in TEXTS]

    job = Job("redact", (str(tmp_path / "a.jsonl"),), str(tmp_path / "out.jsonl"), dtype=dtype, limits=Limits())
    run(job, Engine(processes=1))  # in a running loop, as in a notebook

    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["text"] for row in rows] == [redaction.text for redaction in expected]
    assert [[(f["entity"], f["start"], f["end"]) for f in row["findings"]] for row in rows] == [
        [(found.entity, found.start, found.end) for found in redaction.findings] for redaction in expected
    ]
    assert sum(len(row["findings"]) for row in rows) > 30
