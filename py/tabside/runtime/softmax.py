"""Softmax in double precision, computed by NumPy where it is loaded.

The first redaction in a tab does not load NumPy. Python takes 10 microseconds per token there; so the worker computes
the softmax of a whole output in JavaScript before it hands the output over (web/worker/python/softmax.js).
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
from math import exp
from struct import unpack

from ..errors import SessionError
from .base import TYPECODES, Tensor

__all__ = ["in_float32", "softmax", "softmax_tensor", "with_softmax"]

_NUMBERS = frozenset(TYPECODES) - {"bool", "float16"}


def softmax(logits: Sequence[float]) -> list[float]:
    """Return probabilities that sum to 1.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    most = max(logits)
    powers = [exp(logit - most) for logit in logits]
    total = sum(powers)
    return [power / total for power in powers]


def softmax_tensor(logits: Tensor) -> Tensor:
    """Return the softmax over the last axis, in float64.

    Raises:
        SessionError: the tensor has no numbers, or no axis.

    >>> softmax_tensor(Tensor("float32", (2, 2), array("f", [0, 0, 1, 1]))).data
    array('d', [0.5, 0.5, 0.5, 0.5])
    """
    if not logits.shape:
        raise SessionError("The model gives a single number; a softmax is over the last axis.")
    data, width = logits.data if logits.dtype == "float64" else in_float32("logits", logits).data, logits.shape[-1]
    if "numpy" in sys.modules and len(data):
        rows = array("d", _by_numpy(data, width))
    else:
        rows = array("d")
        for at in range(0, len(data), width):
            rows.extend(softmax(data[at : at + width]))
    return Tensor("float64", logits.shape, rows)


def with_softmax(outputs: Mapping[str, Tensor], name: str | None) -> dict[str, Tensor]:
    """Return the outputs of a run, the one of this name as probabilities. A name that no output has changes nothing."""
    return {key: softmax_tensor(output) if key == name else output for key, output in outputs.items()}


def in_float32(name: str, output: Tensor) -> Tensor:
    """Return an output in float32. Models with float16 weights may return float16 (IEEE 754 binary16).

    Raises:
        SessionError: the output has no numbers.
    """
    if output.dtype == "float32":
        return output
    if output.dtype in _NUMBERS:
        return Tensor("float32", output.shape, array("f", output.data))
    if output.dtype != "float16":
        raise SessionError(f"The model gives {name} as {output.dtype}; pipelines read numbers.")
    return Tensor("float32", output.shape, array("f", unpack(f"={len(output.data)}e", output.data)))


def _by_numpy(logits: Sequence[float], width: int) -> bytes:
    import numpy as np

    rows = np.array(logits, dtype=np.float64).reshape(-1, width)
    rows -= rows.max(axis=1, keepdims=True)
    np.exp(rows, out=rows)
    rows /= rows.sum(axis=1, keepdims=True)
    return rows.tobytes()
