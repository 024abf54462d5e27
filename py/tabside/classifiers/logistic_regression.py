"""Logistic regression with L2 regularization, fitted by L-BFGS. NumPy alone, so that it runs in a tab.

The objective is scikit-learn's: `C` times the sum of the cross-entropies, plus half the squared norm of the weights.
The intercepts are not regularized. With two labels scikit-learn fits one vector of weights; its optimum is that of two
opposite vectors with half of `C`.
"""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

__all__ = ["Weights", "fit", "probabilities"]

# Corrections that the approximation of the Hessian is made of; as many as SciPy's L-BFGS-B keeps.
_MEMORY = 10
_MOST_STEPS = 500
_TOLERANCE = 1e-5
# Armijo's condition: the share of the promised decrease that a step must reach.
_SUFFICIENT = 1e-4


class Weights(NamedTuple):
    """One row and one intercept a label: float64 [labels, dim] and [labels]."""

    rows: Any
    intercepts: Any


def fit(vectors: Any, targets: Any, labels: int, *, C: float = 1.0) -> Weights:
    """Fit weights to `vectors` float [n, dim] and their `targets` int [n], from 0 to `labels` - 1.

    `C` is the inverse strength of the regularization, as in scikit-learn.
    """
    import numpy

    vectors = numpy.asarray(vectors, numpy.float64)
    basis = None
    if len(vectors) < vectors.shape[1]:
        # The optimum is a combination of the examples: of few, their own space has fewer dimensions.
        basis, coordinates = numpy.linalg.qr(vectors.T)
        vectors = coordinates.T
    points = numpy.hstack([vectors, numpy.ones((len(vectors), 1))])
    wanted = numpy.eye(labels)[targets]
    scale = C / 2 if labels == 2 else C
    # The step sizes are those of a mean, so that the tolerance does not depend on the number of examples.
    strength = 1 / (scale * len(points))

    def objective(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(labels, -1)
        logits = points @ weights.T
        logits -= logits.max(axis=1, keepdims=True)
        exponentials = numpy.exp(logits)
        totals = exponentials.sum(axis=1, keepdims=True)
        loss = float((numpy.log(totals[:, 0]) - (logits * wanted).sum(axis=1)).mean())
        regularized = weights.copy()
        regularized[:, -1] = 0
        gradient = (exponentials / totals - wanted).T @ points / len(points) + strength * regularized
        return loss + strength / 2 * float((regularized**2).sum()), gradient.reshape(-1)

    found = _minimize(objective, numpy.zeros(labels * points.shape[1])).reshape(labels, -1)
    rows = found[:, :-1] if basis is None else found[:, :-1] @ basis.T
    return Weights(rows, found[:, -1] - found[:, -1].mean())


def probabilities(weights: Weights, vectors: Any) -> Any:
    """Return the softmax of the logits, float64 [n, labels]."""
    import numpy

    logits = numpy.asarray(vectors, numpy.float64) @ weights.rows.T + weights.intercepts
    exponentials = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _minimize(objective: Any, start: Any) -> Any:
    """Return the minimum of a smooth convex function (Nocedal and Wright, Numerical Optimization, algorithm 7.5)."""
    import numpy

    point = start
    value, gradient = objective(point)
    changes: deque[tuple[Any, Any]] = deque(maxlen=_MEMORY)
    for _ in range(_MOST_STEPS):
        if numpy.abs(gradient).max() < _TOLERANCE:
            break
        direction = -_scaled(gradient, changes)
        slope = float(gradient @ direction)
        step = 1.0 if changes else min(1.0, 1 / float(numpy.abs(gradient).sum()))
        while True:
            further, there = objective(point + step * direction)
            if further <= value + _SUFFICIENT * step * slope or step < 1e-10:
                break
            step /= 2
        moved, turned = step * direction, there - gradient
        if float(moved @ turned) > 1e-12:
            changes.append((moved, turned))
        point, value, gradient = point + moved, further, there
        if step < 1e-10:
            break
    return point


def _scaled(gradient: Any, changes: deque[tuple[Any, Any]]) -> Any:
    """Multiply a gradient by the inverse of the approximated Hessian (algorithm 7.4 there)."""
    scaled = gradient.copy()
    shares = []
    for moved, turned in reversed(changes):
        share = float(moved @ scaled) / float(moved @ turned)
        shares.append(share)
        scaled -= share * turned
    if changes:
        moved, turned = changes[-1]
        scaled *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), share in zip(changes, reversed(shares), strict=True):
        scaled += (share - float(turned @ scaled) / float(moved @ turned)) * moved
    return scaled
