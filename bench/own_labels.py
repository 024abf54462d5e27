"""Compare few-shot classifiers with scikit-learn's LogisticRegression on the same embeddings of public text.

    pip install scikit-learn pyyaml "tabside[native]"
    pip install --no-deps chatterbot-corpus
    python -m bench.own_labels

The texts are the first lines of the English conversations in chatterbot-corpus (BSD-3), their labels its files. Labels
with fewer than 20 texts are left out. Prints the accuracy of both on the texts not learned from, and that of
descriptions (here: the labels' names). Run by hand.
"""

from __future__ import annotations

import asyncio
import importlib.util
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from tabside import Classifier, pipeline
from tabside.classifiers.classifier import DEFAULT_C
from tabside.classifiers.logistic_regression import fit, probabilities

FEWEST = 20
PER_LABEL = (2, 4, 8, 16, 10_000)
ROUNDS = 3


def main() -> None:
    """Print a line for each number of examples."""
    asyncio.run(_compare(*_texts()))


async def _compare(texts: Sequence[str], labels: Sequence[str]) -> None:
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels])
    pipe: Any = await pipeline("feature-extraction")
    vectors = await pipe.encode(texts, normalize=True, truncation=True)
    print(f"{len(texts)} texts, {len(names)} labels, C = {DEFAULT_C}")
    described = await Classifier.from_descriptions([name.replace("_", " ") for name in names], embedder=pipe)
    rows = np.array([label.weights for label in described.definition.labels])
    print(f"descriptions: {np.mean((vectors @ rows.T).argmax(axis=1) == targets):.1%}")
    for count in PER_LABEL:
        ours, theirs = np.mean([_once(vectors, targets, len(names), count, seed) for seed in range(ROUNDS)], axis=0)
        shown = str(count) if count < len(texts) else "3 of 4"
        print(f"{shown} examples a label: {ours:.1%}, scikit-learn {theirs:.1%}")


def _once(vectors: Any, targets: Any, labels: int, count: int, seed: int) -> tuple[float, float]:
    """Return the accuracy of both on the texts that are not among the examples."""
    random = np.random.default_rng(seed)
    learned = np.concatenate(
        [_some(random.permutation(np.flatnonzero(targets == label)), count) for label in range(labels)]
    )
    rest = np.setdiff1d(np.arange(len(targets)), learned)
    weights = fit(vectors[learned], targets[learned], labels, C=DEFAULT_C)
    ours = probabilities(weights, vectors[rest]).argmax(axis=1)
    theirs = (
        LogisticRegression(C=DEFAULT_C, max_iter=1000).fit(vectors[learned], targets[learned]).predict(vectors[rest])
    )
    return float(np.mean(ours == targets[rest])), float(np.mean(theirs == targets[rest]))


def _some(places: Any, count: int) -> Any:
    return places[: min(count, len(places) * 3 // 4)]


def _texts() -> tuple[list[str], list[str]]:
    spec = importlib.util.find_spec("chatterbot_corpus")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install --no-deps chatterbot-corpus")
    found: list[tuple[str, str]] = []
    for file in sorted((Path(spec.origin).parent / "data" / "english").glob("*.yml")):
        conversations = yaml.safe_load(file.read_text(encoding="utf-8"))["conversations"]
        found += [(one[0], file.stem) for one in conversations if one and isinstance(one[0], str)]
    counts = Counter(label for _, label in found)
    kept = [(text, label) for text, label in found if counts[label] >= FEWEST]
    return [text for text, _ in kept], [label for _, label in kept]


if __name__ == "__main__":
    main()
