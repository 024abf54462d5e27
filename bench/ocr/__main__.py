"""Measure OCR: `python -m bench.ocr`. Needs Chromium, the fonts that pages.py names, and Tesseract to compare with.

Prints a table in Markdown; docs/ocr.md has it. 21 pages in three variants take about four minutes on one core.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from scripts import chrome

from .engines import Tabside, Tesseract
from .evaluate import FULL, ReadWord, ValueResult, evaluate
from .pages import FONTS, OLD_STYLE, draw, read_words
from .variants import VARIANTS, make, straightened

ENGINES: dict[str, Callable[[], Tabside | Tesseract]] = {
    "small": lambda: Tabside(),
    "tiny": lambda: Tabside(fast=True),
    "tesseract": Tesseract,
}
MARGIN = 3.0
"""Pixels at 200 dpi, as `tabside.ocr.covering` has them."""


@dataclass
class Tally:
    """Sums over pages."""

    values: list[ValueResult] = field(default_factory=list)
    words: int = 0
    missed: int = 0
    wrong: int = 0
    letters: int = 0
    seconds: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Return the cells of a row in the table."""
        read = [value for value in self.values if value.distance <= 1]
        shares = (
            sum(value.is_exact for value in self.values) / len(self.values),
            len(read) / len(self.values),
            sum(value.covered >= FULL for value in read) / max(1, len(read)),
        )
        cells = [f"{100 * share:.1f}" for share in shares]
        return " | ".join(
            [
                str(len(self.values)), f"{100 * self.wrong / self.letters:.2f}", *cells,
                f"{self.missed} of {self.words}", f"{np.mean(self.seconds):.2f}",
            ]
        )  # fmt: skip


def main() -> int:
    """Draw, read, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.ocr", description=__doc__)
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES), help="only these; repeatable")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="only these; repeatable")
    parser.add_argument("--old-style", action="store_true", help="a font whose figures look like small letters")
    parser.add_argument("--show", action="store_true", help="print each value that was not read exactly")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    fonts = (OLD_STYLE,) if options.old_style else FONTS
    with tempfile.TemporaryDirectory() as folder:
        names = draw(Path(folder), chrome.ensure(), fonts)
        print("| engine | pages | values | CER % | exact % | ±1 % | full % | words without a box | CPU s/page |")
        print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
        for engine in options.engine or ENGINES:
            measure(engine, Path(folder), names, options.variant or VARIANTS, show=options.show)
    return 0


def measure(engine: str, folder: Path, names: Sequence[str], variants: Iterable[str], *, show: bool = False) -> Tally:
    """Read all pages with one engine; print a row for each variant, each language, and all of them."""
    reader = ENGINES[engine]()
    tallies: dict[str, Tally] = {}
    for variant in variants:
        for name in names:
            language = name.partition("-")[0]
            words, values = read_words(folder / f"{name}.json")
            with Image.open(folder / f"{name}.png") as page:
                clean, pixels = np.asarray(page.convert("L")), make(page, variant)
            read, seconds = reader.read(pixels, language)
            height, width = pixels.shape

            def back(word: ReadWord, variant: str = variant, height: int = height, width: int = width) -> ReadWord:
                letters = [straightened(quad, variant, height, width) for quad in word.letters]
                return ReadWord(word.text, straightened(word.quad, variant, height, width), letters)

            results, missed, (wrong, count) = evaluate(words, values, [back(word) for word in read], clean, MARGIN)
            for key in (variant, language, "all"):
                tally = tallies.setdefault(key, Tally())
                tally.values += results
                tally.words += len(words)
                tally.missed += missed
                tally.wrong += wrong
                tally.letters += count
                tally.seconds.append(seconds)
            if show:
                for one in results:
                    if not one.is_exact or one.covered < FULL:
                        print(f"  {name} {variant}: {one.value!r} read as {one.got!r}, covered {one.covered:.3f}")
    for key in (*variants, *sorted({name.partition("-")[0] for name in names}), "all"):
        print(f"| {engine} | {key} | {tallies[key].row()} |", flush=True)
    return tallies["all"]


if __name__ == "__main__":
    raise SystemExit(main())
