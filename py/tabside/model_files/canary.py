"""A canary: a small input with a known answer, which detects a device that computes wrongly.

The manifest has one for each model file (models/manifest.schema.json). models/canary.py makes them, `runtime.canary`
and web/worker/ort/canary.js check them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Canary", "Reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The expected output: elements 0, `stride`, 2 * `stride`, … of its flat data."""

    shape: Sequence[int]
    stride: int
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Canary:
    """`inputs` are token ids and masks, one list per row; `tolerance` is the largest allowed absolute difference.

    An input with an entry in `shapes` is a picture: its one row of bytes is repeated until it fills the shape, and a
    byte b stands for b / 128 - 1.
    """

    inputs: Mapping[str, Sequence[Sequence[int]]]
    outputs: Mapping[str, Reference]
    tolerance: float
    shapes: Mapping[str, Sequence[int]] = field(default_factory=dict)
