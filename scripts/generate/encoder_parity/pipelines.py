"""Run a model's pipelines with transformers and with tabside, and count the answers that differ."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import transformers
from sentence_transformers import CrossEncoder

from tabside import sync

from .architectures import Head

TEXTS: Sequence[str] = (
    "The first import statement binds a name in the local scope.", "Anna☃Schmidt met a friend in Paris.", "a",
    "Tabs,\tspaces   and\nlines.", "Straße, Übermut: größer als je zuvor", "🫠 unknown 龘 signs ₿ here",
    "x = [number ** 2 for number in range(10)]", "ALL CAPITALS AND lower", "3.14 and 1,000,000 or 0x1F",
    "quoted “words” and ‘more’", "e-mail: anna@example.org", "__init__ and __main__, été à la plage",
)  # fmt: skip
STRATEGIES = ("none", "simple", "first", "average", "max")
LABELS = ["statements", "weather", "names"]
QUESTION = "What is bound?"
TOLERANCE = 2e-4


class Counts:
    """The number of answers compared, and of those that differ."""

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.differing: Counter[str] = Counter()

    def compare(self, what: str, theirs: Any, ours: Any) -> None:
        self.compared[what] += 1
        if not same(theirs, ours):
            self.differing[what] += 1
            print(f"{what}:\n  theirs {str(theirs)[:300]}\n  ours   {str(ours)[:300]}")


def same(theirs: Any, ours: Any) -> bool:
    """Whether two answers are the same, numbers within the tolerance. What only theirs has does not count."""
    if isinstance(theirs, Mapping):
        return isinstance(ours, Mapping) and all(same(value, ours.get(key)) for key, value in theirs.items())
    if isinstance(theirs, list | tuple):
        return len(theirs) == len(ours) and all(same(one, other) for one, other in zip(theirs, ours, strict=True))
    if isinstance(theirs, np.ndarray):
        return theirs.shape == np.shape(ours) and bool(np.allclose(theirs, ours, atol=TOLERANCE, rtol=TOLERANCE))
    if isinstance(theirs, float | np.floating):
        return math.isclose(float(theirs), float(ours), abs_tol=TOLERANCE, rel_tol=TOLERANCE)
    return bool(theirs == ours)


def compare(head: Head, folder: Path, counts: Counts) -> None:
    """Compare all that a head can do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        COMPARISONS[head.name](str(folder), counts)


def _both(task: str, folder: str) -> tuple[Any, Any]:
    return transformers.pipeline(task, folder, device="cpu"), sync.pipeline(task, folder)


def _embeddings(folder: str, counts: Counts) -> None:
    theirs, ours = _both("feature-extraction", folder)
    for text in TEXTS:
        tokens = np.array(theirs(text))[0]
        counts.compare("token vectors", tokens, np.array(ours(text, pooling="none"))[0])
        counts.compare("mean of tokens", tokens.mean(0), np.array(ours(text, pooling="mean"))[0])
        counts.compare("first token", tokens[0], np.array(ours(text, pooling="cls"))[0])


def _entities(folder: str, counts: Counts) -> None:
    theirs, ours = _both("token-classification", folder)
    for text in TEXTS:
        for strategy in STRATEGIES:
            counts.compare(
                f"entities, {strategy}",
                [_entity(one) for one in theirs(text, aggregation_strategy=strategy)],
                [_entity(one) for one in ours(text, aggregation_strategy=strategy)],
            )


def _entity(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: float(value) if key == "score" else value for key, value in found.items()}


def _labels(folder: str, counts: Counts) -> None:
    theirs, ours = _both("text-classification", folder)
    for text in TEXTS:
        counts.compare("labels", theirs(text, top_k=None), ours(text, top_k=None))
        counts.compare("best label", theirs(text), ours(text))
        pair = {"text": text, "text_pair": "It is late."}
        counts.compare("labels of a pair", theirs([pair], top_k=None), ours([pair], top_k=None))


def _entailment(folder: str, counts: Counts) -> None:
    theirs, ours = _both("zero-shot-classification", folder)
    for text in TEXTS:
        for many in (False, True):
            counts.compare(
                "zero-shot labels", theirs(text, LABELS, multi_label=many), ours(text, LABELS, multi_label=many)
            )


def _score(folder: str, counts: Counts) -> None:
    theirs, ours = CrossEncoder(folder, device="cpu"), sync.CrossEncoder(folder)
    pairs = [(QUESTION, text) for text in TEXTS]
    for wanted, score in zip(theirs.predict(pairs), ours.predict(pairs), strict=True):
        counts.compare("scores of pairs", float(wanted), float(score))
    ranked = theirs.rank(QUESTION, list(TEXTS), return_documents=True)
    for one, other in zip(ranked, ours.rank(QUESTION, list(TEXTS), return_documents=True), strict=True):
        counts.compare("ranked documents", {**one, "score": float(one["score"])}, other)


def _answers(folder: str, counts: Counts) -> None:
    theirs, ours = _both("question-answering", folder)
    for text in TEXTS:
        for options in ({}, {"max_answer_len": 3}, {"handle_impossible_answer": True}):
            given = {"question": QUESTION, "context": text, **options}
            counts.compare("answers", theirs(**given), ours(**given))


def _gaps(folder: str, counts: Counts) -> None:
    theirs, ours = _both("fill-mask", folder)
    mask = theirs.tokenizer.mask_token
    for text in TEXTS:
        words = text.split(" ")
        gap = " ".join([*words[: len(words) // 2], mask, *words[len(words) // 2 :]])
        for top_k in (1, 5):
            counts.compare("tokens in gaps", theirs(gap, top_k=top_k), ours(gap, top_k=top_k))


COMPARISONS: Mapping[str, Callable[[str, Counts], None]] = {
    "embeddings": _embeddings,
    "entities": _entities,
    "one of three labels": _labels,
    "several of three labels": _labels,
    "entailment": _entailment,
    "one score": _score,
    "answers": _answers,
    "gaps": _gaps,
}
