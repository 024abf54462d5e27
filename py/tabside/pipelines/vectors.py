"""Pool token vectors into one vector per text. Rows have no padding here, so none can be averaged in. Uses NumPy."""

from __future__ import annotations

from typing import Any, Literal, get_args

from ..errors import InputError

__all__ = ["POOLINGS", "Pooling", "is_pooling", "normalize_rows", "pool"]

Pooling = Literal["mean", "cls", "max", "last_token", "weightedmean", "mean_sqrt_len_tokens", "none"]
POOLINGS: tuple[str, ...] = get_args(Pooling)
# As in torch.nn.functional.normalize.
_LEAST_NORM = 1e-12


def is_pooling(name: str) -> bool:
    """Whether vectors can be pooled so. `cls+mean` concatenates two of them.

    >>> is_pooling("cls+mean"), is_pooling("none"), is_pooling("median"), is_pooling("none+mean")
    (True, True, False, False)
    """
    parts = name.split("+")
    return all(part in POOLINGS for part in parts) and (len(parts) == 1 or "none" not in parts)


def pool(tokens: Any, pooling: str, skipped: int = 0) -> Any:
    """Pool an array [tokens, dim] into one [dim], or [n * dim] for n poolings; `none` returns it unchanged.

    The first `skipped` tokens are left out. `cls` takes the first of the others, `last_token` the last one, special
    tokens included. `weightedmean` weights a token by its position, counted from 1. All as in sentence-transformers.

    Raises:
        InputError: the pooling is unknown.
    """
    import numpy

    if not is_pooling(pooling):
        raise InputError(f"pooling must be one of {', '.join(POOLINGS)}, or several with a + between them.")
    parts = [_pooled(tokens, part, min(skipped, len(tokens) - 1)) for part in pooling.split("+")]
    return parts[0] if len(parts) == 1 else numpy.concatenate(parts)


def _pooled(tokens: Any, pooling: str, skipped: int) -> Any:
    import numpy

    own = tokens[skipped:]
    if pooling == "mean":
        return own.mean(axis=0)
    if pooling == "max":
        return own.max(axis=0)
    if pooling == "mean_sqrt_len_tokens":
        return own.sum(axis=0) / numpy.sqrt(numpy.float32(len(own)))
    if pooling == "weightedmean":
        weights = numpy.arange(skipped + 1, len(tokens) + 1, dtype=numpy.float32)
        return weights @ own / weights.sum()
    return {"cls": own[0], "last_token": tokens[-1], "none": tokens}[pooling]


def normalize_rows(vectors: Any) -> Any:
    """Scale each vector along the last axis to length 1. A zero vector stays zero."""
    import numpy

    return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=-1, keepdims=True), _LEAST_NORM)
