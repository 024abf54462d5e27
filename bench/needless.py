#!/usr/bin/env python3
"""Measure over-masking in machine-written text: a seeded sample of this machine's packages, and tables.

    .venv/bin/python -m bench.needless                 # 5 MB of node_modules and site-packages, about half an hour
    .venv/bin/python -m bench.needless --bytes 300000  # a smaller sample

The corpus contains JSON, lock files, source code, read-mes and change logs, at most 4,000 characters of each file,
and generated tables of plain numbers. Such files do contain names of authors and countries, web addresses and network
addresses. `EXPECTED` entities are therefore not counted. Findings in a line that names an author, and addresses of
the Free Software Foundation, are counted separately. The share of the rest is an upper bound of over-masking.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "py"))

from tabside.sync import Redactor  # noqa: E402

FOLDERS = (ROOT / "node_modules", ROOT / ".venv" / "lib")
SUFFIXES = (".json", ".lock", ".js", ".mjs", ".ts", ".py", ".md", ".rst", ".txt", ".toml", ".yml", ".yaml", ".cfg")
MOST_OF_A_FILE = 4_000
EXPECTED = frozenset(("URL", "EMAIL", "IP_ADDRESS", "MAC_ADDRESS", "USERNAME", "API_KEY", "JWT", "COUNTRY"))
AUTHORS = re.compile(
    r"(?i)copyright|\(c\) ?(?:19|20)|©|\b(?:authors?|maintainers?|contributors?|credits?|thanks)\b"
    r"|(?:licen[cs]ed|written|reported|patch|contributed) by|\"name\": \"\w+ \w"
    r"|franklin st|temple place|boston, ma|floor, boston|02110"
)


def corpus(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield kinds and texts, in all about `size` characters."""
    paths = sorted(
        path for folder in FOLDERS for path in folder.resolve().rglob("*") if path.suffix in SUFFIXES and path.is_file()
    )
    generator = random.Random(seed)
    generator.shuffle(paths)
    left = size
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        begin = generator.randrange(max(1, len(text) - MOST_OF_A_FILE))
        piece = text[begin : begin + MOST_OF_A_FILE]
        if len(piece) > 100 and max(map(len, piece.split("\n"))) < 2_000:
            left -= len(piece)
            yield path.suffix, piece
        if left < 0:
            return


def tables(seed: int, number: int = 40) -> Iterator[tuple[str, str]]:
    """Yield tables of plain numbers with heads, as CSV and with tabs."""
    generator = random.Random(seed)
    heads = ("month", "units", "revenue", "margin", "share", "stock", "returns", "index", "cost", "target")
    for _ in range(number):
        delimiter = generator.choice((",", ";", "\t"))
        columns = generator.sample(heads, generator.randint(3, 7))
        rows = [columns]
        for row in range(generator.randint(5, 40)):
            numbers = (generator.choice((1, 10, 1_000, 100_000)) * generator.random() for _ in columns[1:])
            rows.append([str(202401 + row), *(f"{value:.{generator.choice((0, 1, 2))}f}" for value in numbers)])
        yield "table", "\n".join(delimiter.join(row) for row in rows)


def names_an_author(text: str, start: int, end: int) -> bool:
    """Whether a finding stands in a line that names an author, or the address of a licence."""
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return AUTHORS.search(text[begin : stop if stop >= 0 else len(text)]) is not None


def main() -> None:
    """Print a row for each kind of file, and the sum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--bytes", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--show", type=int, default=0, help="how many masked values to print for each kind")
    arguments = parser.parse_args()
    redactor = Redactor.create()
    letters: Counter[str] = Counter()
    masked: Counter[str] = Counter()
    authors: Counter[str] = Counter()
    values: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, text in (*corpus(arguments.bytes, arguments.seed), *tables(arguments.seed)):
        letters[kind] += sum(map(str.isalnum, text))
        for found in redactor.analyze(text):
            if found.entity not in EXPECTED:
                value = text[found.start : found.end]
                if names_an_author(text, found.start, found.end):
                    authors[kind] += sum(map(str.isalnum, value))
                    continue
                masked[kind] += sum(map(str.isalnum, value))
                values[kind][f"{found.entity} {found.source}: {value}"] += 1
    print("| kind | letters and digits | masked | authors besides |\n|---|---:|---:|---:|")
    for kind, number in letters.most_common():
        print(f"| {kind} | {number:,} | {masked[kind] / number:.2%} | {authors[kind] / number:.2%} |")
        for value, times in values[kind].most_common(arguments.show):
            print(f"    {times} {value!r}")
    total = letters.total()
    print(f"| all | {total:,} | {masked.total() / total:.2%} | {authors.total() / total:.2%} |")


if __name__ == "__main__":
    main()
