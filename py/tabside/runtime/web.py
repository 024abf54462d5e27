"""The runtime in a browser tab: onnxruntime-web and browser storage, through functions that the worker hands over.

`connect` is called once, by the bridge, with the `api` of web/worker/python-host.js. Numbers cross as typed arrays, one
copy each way; everything else crosses as JSON, so that no proxy is left behind.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar

from pyodide.ffi import JsException, create_proxy, to_js

from .. import errors
from ..hub import ModelFile
from ..pipelines.softmax import use_for_rows
from ..types import Device, Progress, ProgressCallback
from .base import TYPECODES, Tensor, TensorSpec

__all__ = ["WebFiles", "WebRuntime", "WebSession", "connect", "typed_arrays"]

T = TypeVar("T")

_host: Any = None


def connect(host: Any) -> None:
    """Take the worker's functions; before this nothing here works."""
    global _host
    _host = host
    use_for_rows(_softmax_rows)


def host() -> Any:
    """Return the worker's functions.

    Raises:
        RuntimeUnavailableError: there is no worker of tabside's around this Python.
    """
    if _host is None:
        raise errors.RuntimeUnavailableError("No tabside worker is connected: start Python through web/tabside.js.")
    return _host


def typed_error(error: JsException) -> errors.TabsideError:
    """Turn a JavaScript error into the class that has its code."""
    js_error = error.js_error
    code = getattr(js_error, "code", "error")
    details = getattr(js_error, "details", None)
    return errors.from_code(str(code), str(js_error.message), **(details.to_py() if details is not None else {}))


async def settle(promise: Awaitable[T]) -> T:
    """Await a JavaScript promise; what it rejects with becomes one of our errors."""
    try:
        return await promise
    except JsException as error:
        raise typed_error(error) from None


def _softmax_rows(logits: array[float], width: int) -> list[list[float]]:
    answer = host().softmaxRows(to_js(logits), width)
    data = array("d", bytes(answer.byteLength))
    answer.assign_to(data)
    listed = data.tolist()
    return [listed[at : at + width] for at in range(0, len(listed), width)]


def typed_arrays(buffers: Sequence[Any]) -> Any:
    """Copy one-dimensional buffers into JavaScript's typed arrays."""
    return to_js(list(buffers))


class WebFiles:
    """Model files in browser storage. The bytes of the model itself never enter Python's memory."""

    def __init__(self, *, local_files_only: bool = False) -> None:
        self.local_files_only = local_files_only

    async def read_text(self, file: ModelFile) -> str:
        return str(await settle(host().readText(file.model_id, file.path)))

    async def ensure(self, files: Sequence[ModelFile], progress_callback: ProgressCallback | None = None) -> None:
        model = next(file for file in files if file.role == "model")
        if progress_callback is None:
            await settle(host().ensure(model.model_id, model.dtype))
            return
        fields = Progress.__dataclass_fields__

        def report(data: str) -> None:
            progress_callback(Progress(**{key: value for key, value in json.loads(data).items() if key in fields}))

        proxy = create_proxy(report)
        try:
            await settle(host().ensure(model.model_id, model.dtype, proxy))
        finally:
            proxy.destroy()


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
    """A model that onnxruntime-web holds, in a worker of its own."""

    def __init__(self, facts: Mapping[str, Any], target: str) -> None:
        self._id: int | None = facts["session_id"]
        self._target = target
        self.inputs = tuple(_spec(entry) for entry in facts["inputs"])
        self.outputs = tuple(_spec(entry) for entry in facts["outputs"])
        self.device: str = facts["device"]

    async def run(self, feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        if self._id is None:
            raise errors.SessionError("This session has been disposed of. Load the model again.")
        specs = json.dumps([[name, tensor.dtype, tensor.shape] for name, tensor in feeds.items()])
        arrays = to_js([tensor.data for tensor in feeds.values()])
        answer = await settle(host().run(self._id, specs, arrays))
        outputs = {}
        for i, (name, dtype, shape) in enumerate(json.loads(answer[0]), start=1):
            typed_array = answer[i]
            data = array(TYPECODES[dtype], bytes(typed_array.byteLength))
            typed_array.assign_to(data)
            outputs[name] = Tensor(dtype, tuple(shape), data)
        return outputs

    async def dispose(self) -> None:
        if self._id is not None:
            session_id, self._id = self._id, None
            await settle(host().dispose(session_id, self._target))


def _spec(entry: Mapping[str, Any]) -> TensorSpec:
    return TensorSpec(entry["name"], entry["dtype"], tuple(entry["shape"]))
