#!/usr/bin/env python3
"""Write the findings of a set of texts as JSON lines, to prove that a change of the code changes no result.

Run by hand, before and after the change, and compare the two files:

    .venv/bin/python scripts/generate/findings_dump.py before.jsonl
    .venv/bin/python scripts/generate/findings_dump.py after.jsonl --compare before.jsonl

Reads every set in tests/data/pii, hard cases included. PYTHONPATH=OTHER/py runs another checkout of the package. The
files hold entities, offsets (code points), scores and sources, and no text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tabside.sync import Redactor

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "pii"
SETS = ("pii.jsonl", "unseen.jsonl", "unseen_again.jsonl")


def texts(limit: int | None) -> Iterator[str]:
    """Yield the texts of all sets, each set cut off after `limit` texts."""
    for name in SETS:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line)["full_text"] for line in lines[:limit])


def main() -> None:
    """Write the findings, and print how many texts differ from the file given by --compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    redactor = Redactor.create()
    rows: list[str] = []
    for text in texts(arguments.limit):
        found = [(hit.entity, hit.start, hit.end, hit.score, hit.source) for hit in redactor.analyze(text)]
        rows.append(json.dumps(found))
    arguments.target.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if arguments.compare is None:
        return
    before = arguments.compare.read_text(encoding="utf-8").splitlines()
    differing = [number for number, pair in enumerate(zip(before, rows, strict=True)) if pair[0] != pair[1]]
    print(f"{len(differing)} of {len(rows)} texts differ: {differing[:20]}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
