"""Points for the golden outputs of logistic regression: the same for scikit-learn and for tabside."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["made"]


def made(examples: int, dim: int, labels: int) -> tuple[Any, Any]:
    """Return unit vectors in overlapping clusters, and the cluster of each."""
    values = [
        ((row * 7919 + at * 104729 + row * at * 31) % 10007) / 10007 - 0.5
        for row in range(examples)
        for at in range(dim)
    ]
    points = np.array(values).reshape(examples, dim)
    targets = np.arange(examples) % labels
    points[np.arange(examples), targets] += 0.6
    return points / np.linalg.norm(points, axis=1, keepdims=True), targets
