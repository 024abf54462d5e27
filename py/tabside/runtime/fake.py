"""Sessions without a model, for tests: a function takes the place of onnxruntime."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import SessionError
from ..types import Device
from .base import Tensor, TensorSpec
from .softmax import with_softmax

if TYPE_CHECKING:
    from ..model_files.manifest import ModelFile

__all__ = ["FakeRuntime", "FakeSession"]

Compute = Callable[[Mapping[str, Tensor]], Mapping[str, Tensor]]

_BERT_INPUTS = tuple(
    TensorSpec(name, "int64", ("batch", "sequence")) for name in ("input_ids", "attention_mask", "token_type_ids")
)


class FakeSession:
    """Returns `compute` of the feeds, and records the calls.

    `calls` holds the shape of `input_ids` (or of the first feed) of every call, in order.
    """

    def __init__(
        self,
        compute: Compute,
        *,
        inputs: Sequence[TensorSpec] = _BERT_INPUTS,
        outputs: Sequence[TensorSpec] = (TensorSpec("logits", "float32", ("batch", "sequence", None)),),
        device: str = "cpu",
    ) -> None:
        self._compute = compute
        self.inputs = inputs
        self.outputs = outputs
        self.device = device
        self.calls: list[tuple[int, ...]] = []
        self.disposed = False

    async def run(self, feeds: Mapping[str, Tensor], *, softmax_of: str | None = None) -> dict[str, Tensor]:
        if self.disposed:
            raise SessionError("This session was disposed of. Make a new one.")
        self.calls.append(feeds.get("input_ids", next(iter(feeds.values()))).shape)
        await asyncio.sleep(0)
        return with_softmax(self._compute(feeds), softmax_of)

    async def dispose(self) -> None:
        self.disposed = True


class FakeRuntime:
    """Creates FakeSessions for any file; `loads` records the files requested."""

    name = "fake"

    def __init__(self, compute: Compute, *, inputs: Sequence[TensorSpec] = _BERT_INPUTS) -> None:
        self._compute = compute
        self._inputs = inputs
        self.loads: list[ModelFile] = []

    async def create_session(
        self, model: ModelFile, *, device: Device = "auto", session_options: Mapping[str, Any] | None = None
    ) -> FakeSession:
        self.loads.append(model)
        return FakeSession(self._compute, inputs=self._inputs, device="cpu" if device == "auto" else device)
