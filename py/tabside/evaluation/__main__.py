"""Evaluate the redactor, and optionally its peers, on texts with known personal data, and print the results.

Tune on one half, report on the other.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from ..errors import TabsideError
from ..redaction import Redactor
from ..redaction.second_model import SecondModel
from . import dataset, source
from .kinds import ANSWERS
from .metrics import Score, measure
from .peers import PEERS, Analyzer, load_peer
from .report import markdown


async def evaluate(analyzer: Analyzer, examples: list[dataset.Example], threshold: float | None = None) -> Score:
    """Run a redactor over examples and measure its findings."""
    pairs = [(example, await analyzer.analyze(example.text, threshold=threshold)) for example in examples]
    return measure(pairs, ANSWERS)


async def main(arguments: argparse.Namespace) -> None:
    path = arguments.data or source.fetch_presidio(arguments.cache)
    examples = dataset.split(dataset.load(path), arguments.half)
    if arguments.sample:
        examples = dataset.sample(examples, arguments.sample)
    peers = {name: load_peer(name) for name in arguments.peer}
    second = await _with_second_model(arguments)
    for name, analyzer in {"tabside": await Redactor.create(), **second, **peers}.items():
        for title, texts in (("short texts", examples), ("joined, 25 at a time", dataset.join(examples))):
            score = await evaluate(analyzer, texts, arguments.threshold)
            print(markdown(f"{name}: {arguments.half} half, {title}", score, misses=arguments.misses), flush=True)


async def _with_second_model(arguments: argparse.Namespace) -> dict[str, Analyzer]:
    """Return the redactor with the second model that is asked for, by the name of both."""
    if arguments.second_model is None:
        return {}
    second = await SecondModel.find(arguments.second_model)
    labels = second.labels(arguments.labels)
    print(f"tabside: second model {second.description}", file=sys.stderr)
    opinion = await second.load(labels, threshold=arguments.second_threshold)
    return {f"tabside and {second.model}": await Redactor.create(models=[opinion])}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tabside.evaluation", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        help="a file in presidio-evaluator's format, JSON or JSON lines, instead of the public data",
    )
    parser.add_argument(
        "--cache", type=Path, default=Path("models/.cache/evaluation"), help="folder of the public data"
    )
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--sample", type=int, default=0, help="use a sample of this many texts")
    parser.add_argument(
        "--peer",
        action="append",
        choices=tuple(PEERS),
        default=[],
        help="another redactor beside this one (repeatable)",
    )
    parser.add_argument("--threshold", type=float, help="mask a word from this probability of personal data on")
    parser.add_argument("--second-model", help="the same redactor with this token classifier or GLiNER model as well")
    parser.add_argument(
        "--labels", help="what its labels stand for, LABEL=ENTITY,…; LABEL= leaves one out; or: proposed"
    )
    parser.add_argument("--second-threshold", type=float, help="the least score of its findings")
    parser.add_argument("--misses", type=int, default=0, help="how many missed spans to list, the worst first")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        asyncio.run(main(_arguments()))
    except TabsideError as error:
        print(f"tabside: {error.message} [{error.code}]", file=sys.stderr)
        sys.exit(1)
