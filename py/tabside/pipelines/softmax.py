"""Softmax in double precision, computed by NumPy, JavaScript or Python, whichever is fastest here.

The first redaction in a tab does not load NumPy, and Python takes 10 microseconds per token there.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Sequence
from math import exp

__all__ = ["RowsFunction", "softmax", "softmax_rows", "use_for_rows"]

RowsFunction = Callable[["array[float]", int], list[list[float]]]

_quick: RowsFunction | None = None


def use_for_rows(function: RowsFunction | None) -> None:
    """Compute `softmax_rows` with this function from now on, or with none of a host's.

    Called by a runtime whose host provides one.
    """
    global _quick
    _quick = function


def softmax(logits: Sequence[float]) -> list[float]:
    """Return probabilities that sum to 1.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    most = max(logits)
    powers = [exp(logit - most) for logit in logits]
    total = sum(powers)
    return [power / total for power in powers]


def softmax_rows(logits: array[float], width: int) -> list[list[float]]:
    """Return the softmax of each row of a row-major matrix of this width.

    >>> softmax_rows(array("f", [0, 0, 1, 1]), 2)
    [[0.5, 0.5], [0.5, 0.5]]
    """
    if not logits:
        return []
    if _quick is not None:
        return _quick(logits, width)
    if "numpy" in sys.modules:
        return _by_numpy(logits, width)
    return [softmax(logits[at : at + width]) for at in range(0, len(logits), width)]


def _by_numpy(logits: array[float], width: int) -> list[list[float]]:
    import numpy as np

    rows = np.array(logits, dtype=np.float64).reshape(-1, width)
    rows -= rows.max(axis=1, keepdims=True)
    np.exp(rows, out=rows)
    rows /= rows.sum(axis=1, keepdims=True)
    listed: list[list[float]] = rows.tolist()
    return listed
