"""Cross-validation of a classifier: the share of correct labels for examples left out of the training."""

from __future__ import annotations

import asyncio
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import ClassifierError
from .logistic_regression import fit, probabilities

__all__ = ["Evaluation", "LabelEvaluation", "cross_validate", "evaluation_from_plain", "folds_of"]

# Quantile of the normal distribution for an interval of 95 %.
_Z = 1.959964
# The same examples give the same folds, and so the same accuracy.
_SEED = 0


@dataclass(frozen=True, slots=True)
class LabelEvaluation:
    """The result for one label.

    `recall` is the share of its examples that got the label. `precision` is the share of correct ones among the
    examples that got the label, or None if no example got it.
    """

    name: str
    examples: int
    recall: float
    precision: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The accuracy of cross-validation over `folds` folds, on `examples` examples.

    `interval` holds the true accuracy with 95 % confidence (Wilson's score interval), for texts like the examples.
    `baseline` is the accuracy of always giving the most frequent label.
    """

    accuracy: float
    interval: tuple[float, float]
    baseline: float
    folds: int
    examples: int
    labels: tuple[LabelEvaluation, ...]


async def cross_validate(
    vectors: Any,
    targets: Sequence[int],
    texts: Sequence[str],
    names: Sequence[str],
    *,
    C: float,
    folds: int,
) -> Evaluation | None:
    """Measure a classifier by stratified cross-validation, or return None if a label has a single example.

    Each fold is labelled by a classifier that learned from the others. Equal texts are in one fold, so that none is
    recognized.
    """
    import numpy

    assigned = folds_of(targets, texts, folds=folds)
    if assigned is None:
        return None
    wanted, places = numpy.asarray(targets), numpy.asarray(assigned)
    given = numpy.empty_like(wanted)
    for fold in range(int(places.max()) + 1):
        held = places == fold
        weights = fit(vectors[~held], wanted[~held], len(names), C=C)
        given[held] = probabilities(weights, vectors[held]).argmax(axis=1)
        # A cancellation takes effect here.
        await asyncio.sleep(0)
    right = given == wanted
    count = len(wanted)
    return Evaluation(
        accuracy=_share(int(right.sum()), count),
        interval=wilson(int(right.sum()), count),
        baseline=_share(max(Counter(targets).values()), count),
        folds=int(places.max()) + 1,
        examples=count,
        labels=tuple(_label(name, number, wanted, given) for number, name in enumerate(names)),
    )


def folds_of(targets: Sequence[int], texts: Sequence[str], *, folds: int) -> list[int] | None:
    """Return the fold of each example, or None if a label has fewer than two different texts.

    >>> folds_of([0, 0, 1, 1], ["a", "b", "c", "c"], folds=5) is None
    True
    >>> sorted(folds_of([0, 0, 1, 1], ["a", "b", "c", "d"], folds=2))
    [0, 0, 1, 1]
    """
    label_of = dict(zip(reversed(texts), reversed(targets), strict=True))
    sizes = Counter(label_of.values())
    if min(sizes[target] for target in set(targets)) < 2:
        return None
    count = min(folds, len(label_of))
    shuffled = list(label_of)
    random.Random(_SEED).shuffle(shuffled)
    # Dealt label by label, so that each fold gets its share of each.
    fold_of = {text: place % count for place, text in enumerate(sorted(shuffled, key=label_of.__getitem__))}
    return [fold_of[text] for text in texts]


def wilson(right: int, count: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (E. B. Wilson, 1927).

    >>> wilson(8, 10)
    (0.49, 0.943)
    """
    share, square = right / count, _Z * _Z / count
    middle = share + square / 2
    half = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return round((middle - half) / (1 + square), 3), round((middle + half) / (1 + square), 3)


def evaluation_from_plain(plain: Any) -> Evaluation:
    """Read an evaluation from a classifier's file. Raises ClassifierError."""
    try:
        labels = tuple(_label_from_plain(one) for one in plain["labels"])
        low, high = plain["interval"]
        made = Evaluation(
            _number(plain["accuracy"]),
            (_number(low), _number(high)),
            _number(plain["baseline"]),
            int(plain["folds"]),
            int(plain["examples"]),
            labels,
        )
    except (KeyError, TypeError, ValueError):
        raise ClassifierError("This file's evaluation cannot be read (evaluation).", field="evaluation") from None
    return made


def _label_from_plain(plain: Mapping[str, Any]) -> LabelEvaluation:
    precision = plain["precision"]
    return LabelEvaluation(
        str(plain["name"]),
        int(plain["examples"]),
        _number(plain["recall"]),
        None if precision is None else _number(precision),
    )


def _number(value: Any) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError
    return number


def _label(name: str, number: int, wanted: Any, given: Any) -> LabelEvaluation:
    own, got = wanted == number, given == number
    right = int((own & got).sum())
    precision = _share(right, int(got.sum())) if got.any() else None
    return LabelEvaluation(name, int(own.sum()), _share(right, int(own.sum())), precision)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4)
