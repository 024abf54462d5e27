"""Quantize embeddings to fewer bits, as `sentence_transformers.quantize_embeddings` does. Uses NumPy."""

from __future__ import annotations

import warnings
from typing import Any, Literal, get_args

from ..errors import InputError

__all__ = ["PRECISIONS", "Precision", "quantize_embeddings"]

Precision = Literal["float32", "int8", "uint8", "binary", "ubinary"]
PRECISIONS: tuple[str, ...] = get_args(Precision)
_FEW = 100


def quantize_embeddings(
    embeddings: Any, precision: Precision, *, ranges: Any = None, calibration_embeddings: Any = None
) -> Any:
    """Quantize float32 [n, dim].

    - `binary`, `ubinary`: the sign of each number as one bit, [n, ceil(dim / 8)], int8 (minus 128) or uint8.
    - `int8`, `uint8`: 256 steps between the minimum and maximum of each dimension, [n, dim]. `ranges` [2, dim] holds
      these limits. Without it they come from `calibration_embeddings`, or else from `embeddings`. A vector's numbers
      then depend on the others, so pass `ranges` to compare vectors of different calls.

    Raises:
        InputError: the precision is unknown, or the shapes do not fit.
    """
    import numpy

    values = numpy.asarray(embeddings, dtype=numpy.float32)
    if values.ndim != 2:
        raise InputError("quantize_embeddings takes an array of shape [n, dim].")
    if precision == "float32":
        return values.copy()
    if precision in ("binary", "ubinary"):
        bits = numpy.packbits(values > 0, axis=-1)
        return bits if precision == "ubinary" else (bits.astype(numpy.int16) - 128).astype(numpy.int8)
    if precision not in PRECISIONS:
        raise InputError(f"precision must be one of {', '.join(PRECISIONS)}.")
    if not len(values):
        return numpy.zeros(values.shape, dtype=precision)
    least, most = _ranges(values, ranges, calibration_embeddings, precision)
    # A constant dimension has no steps; it gets the lowest value.
    steps = numpy.where(most > least, (most - least) / 255, 1).astype(numpy.float32)
    scaled = numpy.clip(numpy.floor((values - least) / steps), 0, 255)
    return scaled.astype(numpy.uint8) if precision == "uint8" else (scaled - 128).astype(numpy.int8)


def _ranges(values: Any, ranges: Any, calibration: Any, precision: str) -> tuple[Any, Any]:
    import numpy

    if ranges is not None:
        given = numpy.asarray(ranges, dtype=numpy.float32)
        if given.shape != (2, values.shape[1]):
            raise InputError(f"ranges must have the shape [2, {values.shape[1]}].")
        return given[0], given[1]
    source = values if calibration is None else numpy.asarray(calibration, dtype=numpy.float32)
    if source.ndim != 2 or source.shape[1] != values.shape[1] or not len(source):
        raise InputError(f"calibration_embeddings must have the shape [m, {values.shape[1]}].")
    if len(source) < _FEW:
        warnings.warn(
            f"{precision} takes its ranges from {len(source)} embeddings; with fewer than {_FEW} they are rough. "
            "Give calibration_embeddings or ranges.",
            stacklevel=3,
        )
    return source.min(axis=0), source.max(axis=0)
