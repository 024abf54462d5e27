"""`python -m tabside.evaluation`: run the redactor over public text and print what it found.

Tune on one half, report on the other.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from ..redaction import Redactor
from . import dataset, source
from .kinds import PRESIDIO
from .metrics import Score, measure
from .report import markdown


async def evaluate(redactor: Redactor, examples: list[dataset.Example], threshold: float | None = None) -> Score:
    """Run a redactor over examples and measure its findings."""
    pairs = [(example, await redactor.analyze(example.text, threshold=threshold)) for example in examples]
    return measure(pairs, PRESIDIO)


async def main() -> None:
    arguments = _arguments()
    path = arguments.data or source.fetch_presidio(arguments.cache)
    examples = dataset.split(dataset.load(path), arguments.half)
    redactor = await Redactor.create()
    for title, texts in (("short texts", examples), ("joined, 25 at a time", dataset.join(examples))):
        score = await evaluate(redactor, texts, arguments.threshold)
        print(markdown(f"{arguments.half} half, {title}", score, misses=arguments.misses))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tabside.evaluation", description=__doc__)
    parser.add_argument("--data", type=Path, help="a file in presidio-evaluator's format instead of the public one")
    parser.add_argument(
        "--cache", type=Path, default=Path("models/.cache/evaluation"), help="where the public data is kept"
    )
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--threshold", type=float, help="how much of the model's doubt masks a word")
    parser.add_argument("--misses", type=int, default=0, help="how many missed spans to list")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
