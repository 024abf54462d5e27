"""Similarity of embeddings, by the measures of sentence-transformers. Uses NumPy."""

from __future__ import annotations

from typing import Any

from ..errors import InputError

__all__ = ["SIMILARITIES", "similarity", "similarity_pairwise"]

SIMILARITIES = ("cosine", "dot", "euclidean", "manhattan")


def similarity(first: Any, second: Any, name: str = "cosine") -> Any:
    """Compare each of float32 [n, dim] with each of [m, dim]: float32 [n, m]. A vector [dim] counts as [1, dim].

    Higher means more similar: distances are negative, as in sentence-transformers.

    Raises:
        InputError: the measure is unknown, or the vectors differ in length.
    """
    import numpy

    from .vectors import normalize_rows

    rows = numpy.atleast_2d(numpy.asarray(first, dtype=numpy.float32))
    columns = numpy.atleast_2d(numpy.asarray(second, dtype=numpy.float32))
    if rows.shape[-1] != columns.shape[-1]:
        raise InputError(f"The vectors differ in length: {rows.shape[-1]} and {columns.shape[-1]}.")
    if name == "cosine":
        return normalize_rows(rows) @ normalize_rows(columns).T
    if name == "dot":
        return rows @ columns.T
    if name in ("euclidean", "manhattan"):
        order = 2 if name == "euclidean" else 1
        # Row by row: all pairs at once would need n * m * dim numbers of memory.
        distances = [numpy.linalg.norm(columns - row, ord=order, axis=1) for row in rows]
        return -numpy.stack(distances) if distances else numpy.zeros((0, len(columns)), numpy.float32)
    raise InputError(f"The measure must be one of {', '.join(SIMILARITIES)}.")


def similarity_pairwise(first: Any, second: Any, name: str = "cosine") -> Any:
    """Compare row with row of float32 [n, dim] and [n, dim]: float32 [n].

    Raises:
        InputError: the measure is unknown, or the arrays differ in shape.
    """
    import numpy

    from .vectors import normalize_rows

    rows = numpy.atleast_2d(numpy.asarray(first, dtype=numpy.float32))
    others = numpy.atleast_2d(numpy.asarray(second, dtype=numpy.float32))
    if rows.shape != others.shape:
        raise InputError(f"The arrays differ in shape: {rows.shape} and {others.shape}.")
    if name == "cosine":
        return (normalize_rows(rows) * normalize_rows(others)).sum(axis=1)
    if name == "dot":
        return (rows * others).sum(axis=1)
    if name in ("euclidean", "manhattan"):
        return -numpy.linalg.norm(rows - others, ord=2 if name == "euclidean" else 1, axis=1)
    raise InputError(f"The measure must be one of {', '.join(SIMILARITIES)}.")
