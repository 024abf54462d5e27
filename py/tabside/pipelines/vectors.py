"""Pool token vectors into one vector per text. Rows have no padding here, so none can be averaged in. Uses NumPy."""

from __future__ import annotations

from typing import Any, Literal, get_args

from ..errors import InputError

__all__ = ["POOLINGS", "Pooling", "normalize_rows", "pool"]

Pooling = Literal["mean", "cls", "max", "last_token", "none"]
POOLINGS: tuple[str, ...] = get_args(Pooling)
# As in torch.nn.functional.normalize.
_LEAST_NORM = 1e-12


def pool(tokens: Any, pooling: str) -> Any:
    """Pool an array [tokens, dim] into one [dim]; `none` returns it unchanged.

    `cls` takes the first token, `last_token` the last one, special tokens included, as sentence-transformers does.

    Raises:
        InputError: the pooling is unknown.
    """
    if pooling == "mean":
        return tokens.mean(axis=0)
    if pooling == "max":
        return tokens.max(axis=0)
    if pooling == "cls":
        return tokens[0]
    if pooling == "last_token":
        return tokens[-1]
    if pooling == "none":
        return tokens
    raise InputError(f"pooling must be one of {', '.join(POOLINGS)}.")


def normalize_rows(vectors: Any) -> Any:
    """Scale each vector along the last axis to length 1. A zero vector stays zero."""
    import numpy

    return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=-1, keepdims=True), _LEAST_NORM)
