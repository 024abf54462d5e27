"""Softmax without NumPy, which the way to the first redaction in a tab does not load."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

__all__ = ["softmax"]


def softmax(logits: Sequence[float]) -> list[float]:
    """Return probabilities that sum to 1.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    most = max(logits)
    powers = [exp(logit - most) for logit in logits]
    total = sum(powers)
    return [power / total for power in powers]
