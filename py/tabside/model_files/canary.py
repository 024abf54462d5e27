"""A canary: a tiny input with a known answer, which detects a device that computes wrongly before it is used.

The manifest holds one per model file (models/manifest.schema.json). models/canary.py creates them, and
web/worker/ort/canary.js checks them in the tab. Plain Python, because it runs for every session.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import ManifestError

if TYPE_CHECKING:
    from ..runtime.base import Tensor, TensorSpec

__all__ = ["Canary", "Reference", "parse_canary"]


@dataclass(frozen=True, slots=True)
class Reference:
    """The elements of an output to compare: 0, `stride`, 2 `stride`… of its flat data."""

    shape: Sequence[int]
    stride: int
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Canary:
    """`inputs` are token ids and masks, one list per row. `tolerance` is the maximum difference from a reference
    element."""

    inputs: Mapping[str, Sequence[Sequence[int]]]
    outputs: Mapping[str, Reference]
    tolerance: float

    def feeds(self, specs: Sequence[TensorSpec]) -> dict[str, Tensor]:
        """Return the feeds for a session with these inputs."""
        from ..runtime.base import Tensor

        return {spec.name: Tensor.from_rows(spec.dtype, self.inputs.get(spec.name, ())) for spec in specs}

    def complaint(self, outputs: Mapping[str, Tensor]) -> str | None:
        """Return the error of the outputs in a word, or None."""
        for name, reference in self.outputs.items():
            tensor = outputs.get(name)
            if tensor is None or tuple(tensor.shape) != tuple(reference.shape):
                return "shape"
            if not all(map(math.isfinite, tensor.data)):
                return "not finite"
            compared = zip(tensor.data[:: reference.stride], reference.values, strict=False)
            if any(abs(value - expected) > self.tolerance for value, expected in compared):
                return "values"
        return None


def parse_canary(data: Any) -> Canary:
    """Validate a manifest's canary and build it.

    Raises:
        ManifestError: it does not match the schema, or contradicts itself.
    """
    try:
        if set(data) != {"inputs", "outputs", "tolerance"}:
            raise ValueError
        inputs = {str(name): tuple(_row(row, 0) for row in rows) for name, rows in data["inputs"].items()}
        outputs = {str(name): _reference(**reference) for name, reference in data["outputs"].items()}
        tolerance = data["tolerance"]
        if not inputs or not all(inputs.values()) or not outputs or not _number(tolerance) or tolerance <= 0:
            raise ValueError
    except (AttributeError, TypeError, ValueError):
        raise ManifestError("manifest.files: a canary does not fit the schema.") from None
    if len({tuple(len(row) for row in rows) for rows in inputs.values()}) != 1:
        raise ManifestError("manifest.files: a canary's inputs are not of one shape.")
    return Canary(inputs, outputs, tolerance)


def _reference(shape: Any, stride: Any, values: Any) -> Reference:
    numbers = tuple(values)
    if not numbers or not all(map(_number, numbers)):
        raise ValueError
    reference = Reference(_row(shape, 1), _row([stride], 1)[0], numbers)
    # An element beyond the end would never be compared.
    if (len(numbers) - 1) * reference.stride >= math.prod(reference.shape):
        raise ValueError
    return reference


def _row(values: Any, least: int) -> tuple[int, ...]:
    row = tuple(values)
    if not row or any(isinstance(value, bool) or not isinstance(value, int) or value < least for value in row):
        raise ValueError
    return row


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
