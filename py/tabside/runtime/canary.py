"""Check that a session computes rightly, on the canary that its manifest carries."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from itertools import cycle, islice

from ..errors import WrongResultsError
from ..model_files.canary import Canary
from ..model_files.manifest import ModelFile
from .base import Session, Tensor, TensorSpec

__all__ = ["check_canary", "complaint", "feeds"]


async def check_canary(session: Session, model: ModelFile) -> None:
    """Run the model's canary, if it has one, and dispose of a session that answers wrongly.

    Raises:
        WrongResultsError: the outputs are not those of the manifest.
    """
    if model.canary is None:
        return
    wrong = complaint(model.canary, await session.run(feeds(model.canary, session.inputs)))
    if wrong is not None:
        await session.dispose()
        raise WrongResultsError(
            f"This device answers a test with a known answer wrongly ({wrong}): what it says of {model.model_id} "
            "cannot be trusted. Choose another device or dtype.",
            model=model.model_id,
            reason=wrong,
        )


def feeds(canary: Canary, specs: Sequence[TensorSpec]) -> dict[str, Tensor]:
    """Return the canary's inputs as tensors for a session with these input specs."""
    return {spec.name: _feed(canary, spec) for spec in specs}


def _feed(canary: Canary, spec: TensorSpec) -> Tensor:
    rows, shape = canary.inputs.get(spec.name, ()), canary.shapes.get(spec.name)
    if shape is None:
        return Tensor.from_rows(spec.dtype, rows)
    numbers = array("f", (byte / 128 - 1 for byte in islice(cycle(rows[0]), math.prod(shape))))
    return Tensor("float32", tuple(shape), numbers)


def complaint(canary: Canary, outputs: Mapping[str, Tensor]) -> str | None:
    """Return what is wrong with the outputs (`shape`, `not finite` or `values`), or None."""
    for name, reference in canary.outputs.items():
        tensor = outputs.get(name)
        if tensor is None or tuple(tensor.shape) != tuple(reference.shape):
            return "shape"
        if not all(map(math.isfinite, tensor.data)):
            return "not finite"
        compared = zip(tensor.data[:: reference.stride], reference.values, strict=False)
        if any(abs(value - expected) > canary.tolerance for value, expected in compared):
            return "values"
    return None
