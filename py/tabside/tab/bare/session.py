"""onnxruntime-web in Python's thread: the main thread, or the page's own worker."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import js
from pyodide.code import run_js
from pyodide.ffi import JsException, to_js

from ...env import env
from ...errors import InputError, RuntimeUnavailableError, SessionError
from ...model_files.manifest import ModelFile
from ...onnx_file.guard import check_onnx
from ...runtime.base import STRING, TYPECODES, Tensor, TensorSpec, unsupported
from ...runtime.canary import check_canary
from ...runtime.softmax import with_softmax
from ...shared_loads import SharedLoads
from ...types import Device
from .files import BareFiles
from .javascript import from_bytes, plain_object, read_buffer, reason

__all__ = ["BareRuntime", "BareSession"]

# The plain WASM build (14 MB) unless WebGPU is requested (27 MB). Each is a separate module.
_BUILDS = {
    "wasm": ("ort.wasm.min.mjs", "ort-wasm-simd-threaded"),
    "webgpu": ("ort.webgpu.min.mjs", "ort-wasm-simd-threaded.asyncify"),
}
# Otherwise onnxruntime chooses by the bytes, and may read another model than the guard did.
_ONNX_ONLY = {"load_model_format": "ONNX"}
_modules: SharedLoads[tuple[str, str], Any, None] = SharedLoads()
_WEB_NAMES = {
    "log_severity_level": "logSeverityLevel",
    "enable_cpu_mem_arena": "enableCpuMemArena",
    "enable_mem_pattern": "enableMemPattern",
}
_WEB_LEVELS = {0: "disabled", 1: "basic", 2: "extended", 99: "all"}
# onnxruntime-web runs one call at a time; a concurrent call is an error there.
_turn = asyncio.Lock()


class BareRuntime:
    """onnxruntime-web, imported from `env.onnxruntime_web_url` for the first session."""

    name = "web"

    async def create_session(
        self, model: ModelFile, *, device: Device = "auto", session_options: Mapping[str, Any] | None = None
    ) -> BareSession:
        """Load a model file from `BareFiles`. `session_options` are those of onnxruntime-web."""
        chosen = await _choose_device(device)
        ort = await _onnxruntime(chosen)
        files = BareFiles()
        parts = {file.path.rpartition("/")[2]: await files.read(file) for file in model.external}
        session = await _create(ort, await files.read(model), chosen, session_options or {}, parts)
        await check_canary(session, model)
        return session

    async def load(self, source: Path | bytes, options: Mapping[str, Any]) -> BareSession:
        """Load a model that no manifest describes, from Pyodide's file system or its bytes.

        `options` are attributes of onnxruntime's SessionOptions.

        Raises:
            ModelRefusedError: it holds what is never run.
            SessionError: onnxruntime refused it.
        """
        content = source if isinstance(source, bytes) else source.read_bytes()  # noqa: ASYNC240 - it is memory
        check_onnx(content)
        ort = await _onnxruntime("wasm")
        return await _create(ort, from_bytes(content), "wasm", _web_options(options))


class BareSession:
    """A model loaded in onnxruntime-web."""

    def __init__(self, ort: Any, session: Any, device: str) -> None:
        self._ort = ort
        self._session: Any = session
        self.inputs = tuple(_spec(entry) for entry in session.inputMetadata)
        self.outputs = tuple(_spec(entry) for entry in session.outputMetadata)
        self.device = device

    async def run(self, feeds: Mapping[str, Tensor], *, softmax_of: str | None = None) -> dict[str, Tensor]:
        async with _turn:
            if self._session is None:
                raise SessionError("This session has been disposed of. Load the model again.")
            for spec in self.outputs:
                if spec.dtype != STRING and spec.dtype not in TYPECODES:
                    raise unsupported(spec.name, spec.dtype)
            try:
                made = {
                    name: self._ort.Tensor.new(tensor.dtype, to_js(tensor.data), to_js(tensor.shape))
                    for name, tensor in feeds.items()
                }
                results = await self._session.run(plain_object(made))
                outputs = {spec.name: await _owned(js.Reflect.get(results, spec.name)) for spec in self.outputs}
            except JsException as error:
                raise SessionError(f"onnxruntime failed: {reason(error)}") from None
        return with_softmax(outputs, softmax_of)

    async def dispose(self) -> None:
        async with _turn:
            session, self._session = self._session, None
            if session is not None:
                await session.release()


async def _create(
    ort: Any, data: Any, device: str, given: Mapping[str, Any], external: Mapping[str, Any] | None = None
) -> BareSession:
    """Create a session. `external` has the bytes of the files that hold weights, by their names."""
    options = {"graphOptimizationLevel": "all", "logSeverityLevel": 3, **given, "executionProviders": [device]}
    extra = dict(options.get("extra") or {})
    options["extra"] = {**extra, "session": {**(extra.get("session") or {}), **_ONNX_ONLY}}
    passed = plain_object(options)
    if external:
        passed.externalData = to_js([plain_object({"path": name, "data": part}) for name, part in external.items()])
    async with _turn:
        try:
            made = await ort.InferenceSession.create(data, passed)
        except JsException as error:
            raise _refusal(error) from None
    return BareSession(ort, made, device)


def _web_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Translate attributes of onnxruntime's SessionOptions. Threads belong to the page, not to a session."""
    options = {_WEB_NAMES[name]: value for name, value in given.items() if name in _WEB_NAMES}
    if (level := given.get("graph_optimization_level")) is not None:
        options["graphOptimizationLevel"] = _WEB_LEVELS[int(level)]
    return options


async def _choose_device(device: Device) -> str:
    if device in ("auto", "wasm"):
        return "wasm"
    if device != "webgpu":
        raise InputError(f"There is no device named {device} in a browser; choose auto, wasm or webgpu.")
    gpu = getattr(js.navigator, "gpu", None)
    adapter = await gpu.requestAdapter() if gpu is not None else None
    if not adapter:
        raise RuntimeUnavailableError('WebGPU is not available here. Choose device="wasm".')
    return device


async def _onnxruntime(device: str) -> Any:
    """Return onnxruntime-web's module, imported once for each device and address."""
    url = env.onnxruntime_web_url
    return await _modules.get((device, url), lambda tell: _import(device, url))


async def _import(device: str, url: str) -> Any:
    name, glue = _BUILDS[device]
    base = str(js.URL.new(url if url.endswith("/") else f"{url}/", js.location.href).href)
    try:
        ort = await run_js("(url) => import(url)")(f"{base}{name}")
    except JsException as error:
        # Without `unsafe-eval` Python cannot import a module. The page can, and stores it, initialized, in
        # `globalThis.ort`.
        given = getattr(js, "ort", None)
        if given is not None:
            return given
        raise RuntimeUnavailableError(
            f"onnxruntime-web could not be imported from {base} (env.onnxruntime_web_url): {reason(error)}"
        ) from None
    paths = {"mjs": f"{base}{glue}.mjs", "wasm": f"{base}{glue}.wasm"}
    ort.env.wasm.wasmPaths = plain_object(paths)
    ort.env.wasm.numThreads = _threads()
    ort.env.logLevel = "error"
    return ort


def _threads() -> int:
    """Return the number of WASM threads: one, unless the page is cross-origin isolated."""
    if not getattr(js, "crossOriginIsolated", False):
        return 1
    return env.wasm_threads or min(4, int(js.navigator.hardwareConcurrency) or 1)


def _refusal(error: JsException) -> SessionError | RuntimeUnavailableError:
    said = reason(error)
    # onnxruntime-web's messages for a missing or incomplete WASM file.
    if "no available backend" in said.lower():
        return RuntimeUnavailableError(f"onnxruntime-web could not be started: {said}")
    return SessionError(f"onnxruntime refused the model: {said}")


async def _owned(tensor: Any) -> Tensor:
    """Copy a result: it may be a view of memory that the next run overwrites."""
    dtype = str(tensor.type)
    values = await tensor.getData()
    data: Any = values.to_py() if dtype == STRING else array(TYPECODES[dtype], bytes(values.byteLength))
    if dtype != STRING:
        read_buffer(values, data)
    shape = tuple(int(size) for size in tensor.dims)
    tensor.dispose()
    return Tensor(dtype, shape, data)


def _spec(entry: Any) -> TensorSpec:
    return TensorSpec(str(entry.name), str(entry.type), tuple(entry.shape))
