"""Comparison of both sides' results. Nothing is reported when they differ."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

LEAST_COVERED = 0.99
LEAST_SAME_ENTITY = 0.97
LEAST_COSINE = 0.99
LEAST_TAU = 0.95


class Disagreement(Exception):
    """The sides' results differ by more than quantization explains."""


def check_findings(windows: Sequence[str], labelled: Sequence[Sequence[Sequence[str]]], findings: Sequence[Any]) -> str:
    """Compare the peer's labels for each window with tabside's findings for the joined windows. Return a summary.

    tabside claims a word when the probability of any label reaches a threshold, the peer when a label is the likeliest.
    tabside may therefore find more, but must find whatever the peer finds, with the same label. Recognizers with check
    digits overrule the model on numbers, so their findings count as found, whatever their label.

    Raises:
        Disagreement: tabside misses, or labels differently, more than a trace of what the peer finds.
    """
    entities: dict[int, tuple[str, str]] = {}
    for found in findings:
        for index in range(found["start"], found["end"]):
            entities[index] = (found["entity"], found["source"])
    claimed = covered = comparable = same = 0
    offset = 0
    for window, tokens in zip(windows, labelled, strict=True):
        for start, end, label in _placed(window, tokens):
            for index in (place for place in range(start, end) if window[place].isalnum()):
                entity, source = entities.get(offset + index, ("", ""))
                claimed += 1
                covered += bool(entity)
                if source == "model":
                    comparable += 1
                    same += entity == label
        offset += len(window)
    if not claimed or not comparable:
        raise Disagreement("The peer found nothing to compare.")
    shares = (covered / claimed, same / comparable)
    said = f"of what the peer labels, {shares[0]:.1%} is found and {shares[1]:.1%} of that is named the same"
    if shares[0] < LEAST_COVERED or shares[1] < LEAST_SAME_ENTITY:
        raise Disagreement(f"Token classification differs: {said}.")
    return said


def check_vectors(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> str:
    """Raise Disagreement unless each pair of vectors has the same direction."""
    least = min(cosine(a, b) for a, b in zip(ours, theirs, strict=True))
    if least < LEAST_COSINE:
        raise Disagreement(f"Embeddings differ: the least cosine is {least:.4f}.")
    return f"least cosine {least:.4f}"


def check_order(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Raise Disagreement unless both orders of the passages are the same, or nearly so."""
    tau = kendall_tau(ours, theirs)
    if tau < LEAST_TAU:
        raise Disagreement(f"Rankings differ: Kendall's tau is {tau:.3f}.")
    return f"Kendall's tau {tau:.3f}"


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the cosine of the angle between two vectors.

    >>> cosine([1.0, 0.0], [2.0, 0.0])
    1.0
    """
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    return dot / (sqrt(sum(x * x for x in a)) * sqrt(sum(y * y for y in b)))


def kendall_tau(a: Sequence[float], b: Sequence[float]) -> float:
    """Return Kendall's tau-a of two scorings (Kendall 1938).

    >>> kendall_tau([1, 2, 3], [3, 2, 1])
    -1.0
    """
    pairs = [(i, j) for i in range(len(a)) for j in range(i)]
    signs = [(a[i] - a[j]) * (b[i] - b[j]) for i, j in pairs]
    return sum((sign > 0) - (sign < 0) for sign in signs) / len(pairs)


def _placed(window: str, tokens: Sequence[Sequence[str]]) -> list[tuple[int, int, str]]:
    """Locate each of the peer's labelled tokens in the window: it returns tokens in order, without offsets."""
    text, at, placed = window.lower(), 0, []
    for word, label in tokens:
        piece = word.removeprefix("##")
        start = text.find(piece, at)
        if start < 0:
            continue  # [UNK], or a letter whose accent was stripped
        at = start + len(piece)
        if label != "O":
            placed.append((start, at, label[2:]))
    return placed
