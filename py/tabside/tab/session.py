"""Sessions of onnxruntime-web, through tabside's worker."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from typing import Any

from pyodide.ffi import to_js

from .. import errors
from ..model_files.manifest import ModelFile
from ..runtime.base import STRING, TYPECODES, Tensor, TensorSpec
from ..runtime.softmax import with_softmax
from ..types import Device
from .host import host, settle

__all__ = ["WebRuntime", "WebSession"]


class WebRuntime:
    """onnxruntime-web, on WASM or WebGPU."""

    name = "web"

    async def create_session(
        self, model: ModelFile, *, device: Device = "auto", session_options: Mapping[str, Any] | None = None
    ) -> WebSession:
        target = json.dumps(
            {
                "model": model.model_id,
                "dtype": model.dtype,
                "device": "wasm" if device == "auto" else device,
                "options": dict(session_options or {}),
            }
        )
        return WebSession(json.loads(await settle(host().createSession(target))), target)


class WebSession:
    """A model loaded in onnxruntime-web, in its own worker."""

    def __init__(self, facts: Mapping[str, Any], target: str) -> None:
        self._id: int | None = facts["session_id"]
        self._target = target
        self.inputs = tuple(_spec(entry) for entry in facts["inputs"])
        self.outputs = tuple(_spec(entry) for entry in facts["outputs"])
        self.device: str = facts["device"]

    async def run(self, feeds: Mapping[str, Tensor], *, softmax_of: str | None = None) -> dict[str, Tensor]:
        if self._id is None:
            raise errors.SessionError("This session has been disposed of. Load the model again.")
        specs = json.dumps([[name, tensor.dtype, tensor.shape] for name, tensor in feeds.items()])
        arrays = to_js([tensor.data for tensor in feeds.values()])
        answer = await settle(host().run(self._id, specs, arrays, softmax_of))
        outputs = {}
        for i, (name, dtype, shape) in enumerate(json.loads(answer[0]), start=1):
            if dtype == STRING:
                outputs[name] = Tensor(dtype, tuple(shape), answer[i].to_py())
                continue
            typed_array = answer[i]
            data = array(TYPECODES[dtype], bytes(typed_array.byteLength))
            typed_array.assign_to(data)
            outputs[name] = Tensor(dtype, tuple(shape), data)
        # JavaScript has no numbers of float16: their softmax is left to Python.
        is_left = softmax_of in outputs and outputs[softmax_of].dtype != "float64"
        return with_softmax(outputs, softmax_of) if is_left else outputs

    async def dispose(self) -> None:
        if self._id is not None:
            session_id, self._id = self._id, None
            await settle(host().dispose(session_id, self._target))


def _spec(entry: Mapping[str, Any]) -> TensorSpec:
    return TensorSpec(entry["name"], entry["dtype"], tuple(entry["shape"]))
