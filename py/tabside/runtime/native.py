"""onnxruntime on CPython. onnxruntime and NumPy are imported when the first session is made."""

from __future__ import annotations

import asyncio
import mmap
import threading
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, RuntimeUnavailableError, SessionError
from ..types import Device
from .base import STRING, TYPECODES, Tensor, TensorSpec, unsupported
from .canary import check_canary
from .softmax import with_softmax

if TYPE_CHECKING:
    from ..model_files.manifest import ModelFile

__all__ = ["NativeRuntime", "NativeSession"]

_PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
_PRECISION = "session.x64quantprecision"
# Otherwise onnxruntime chooses by the bytes, and may read another model than the guard did.
_FORMAT = ("session.load_model_format", "ONNX")
_ELEMENTS = {"float": "float32", "double": "float64"}


class NativeRuntime:
    """Creates onnxruntime sessions. `threads` is the number of threads per session; None leaves it to onnxruntime."""

    name = "native"

    def __init__(self, *, threads: int | None = None) -> None:
        self.threads = threads

    async def create_session(
        self, model: ModelFile, *, device: Device = "auto", session_options: Mapping[str, Any] | None = None
    ) -> NativeSession:
        """Load a verified model file.

        `session_options` are attributes of onnxruntime's SessionOptions (`intra_op_num_threads`, ...). In addition,
        `config` maps session configuration keys to strings.
        """
        from ..disk.files import local_path
        from ..onnx_file.derivation import NEVER_OVERFLOW

        options = dict(session_options or {})
        if model.derived is not None and model.derived.recipe in NEVER_OVERFLOW:
            options["config"] = {_PRECISION: "0", **options.get("config", {})}
        session = await self.load(
            local_path(model), device=device, session_options=options, external=model.external_sizes()
        )
        await check_canary(session, model)
        return session

    async def load(
        self,
        source: Path | bytes,
        *,
        device: Device = "auto",
        session_options: Mapping[str, Any] | None = None,
        external: Mapping[str, int] | None = None,
    ) -> NativeSession:
        """Load a model from a path or from its bytes. Raises the errors of `create_session`.

        `external` has the names and sizes of the files beside it that hold its weights.
        """
        return await asyncio.to_thread(self._load, source, device, session_options or {}, external or {})

    def _load(
        self,
        source: Path | bytes,
        device: Device,
        session_options: Mapping[str, Any],
        external: Mapping[str, int],
    ) -> NativeSession:
        ort = _onnxruntime()
        chosen = _choose_device(device, ort.get_available_providers())
        options = _options(ort, self.threads, session_options)
        providers = [_PROVIDERS[chosen]] if chosen == "cpu" else [_PROVIDERS[chosen], _PROVIDERS["cpu"]]
        _check(source, external)
        model = source if isinstance(source, bytes) else str(source)
        try:
            return NativeSession(ort.InferenceSession(model, options, providers=providers))
        except Exception as error:
            # onnxruntime's exceptions have no common base but Exception.
            raise SessionError(f"onnxruntime refused the model: {_reason(error)}") from error


class NativeSession:
    """A loaded model on CPython. One call computes at a time, in its own thread unless `in_thread` is False.

    Without a thread the event loop is blocked meanwhile, and a run takes a third of a millisecond less.
    """

    def __init__(self, session: Any) -> None:
        self.in_thread = True
        self._session: Any = session
        self._turn = threading.Lock()
        self.inputs: Sequence[TensorSpec] = tuple(_spec(entry) for entry in session.get_inputs())
        self.outputs: Sequence[TensorSpec] = tuple(_spec(entry) for entry in session.get_outputs())
        self.device = "cuda" if _PROVIDERS["cuda"] in session.get_providers() else "cpu"

    async def run(self, feeds: Mapping[str, Tensor], *, softmax_of: str | None = None) -> dict[str, Tensor]:
        outputs = await asyncio.to_thread(self._run, feeds) if self.in_thread else self._run(feeds)
        return with_softmax(outputs, softmax_of)

    async def dispose(self) -> None:
        self._session = None

    def _run(self, feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        with self._turn:
            session = self._session
            if session is None:
                raise SessionError("This session was disposed of. Make a new one.")
            for spec in self.outputs:
                if spec.dtype != STRING and spec.dtype not in TYPECODES:
                    raise unsupported(spec.name, spec.dtype)
            try:
                results = session.run(None, {name: tensor.numpy() for name, tensor in feeds.items()})
            except Exception as error:
                raise SessionError(f"onnxruntime failed: {_reason(error)}") from error
        return {spec.name: _owned(spec, result) for spec, result in zip(self.outputs, results, strict=True)}


def _check(source: Path | bytes, external: Mapping[str, int]) -> None:
    from ..onnx_file.guard import check_onnx

    if isinstance(source, bytes):
        check_onnx(source)
        return
    try:
        with source.open("rb") as file:
            # Memory-mapped: the check does not look at the weights, so they are not read.
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise SessionError(f"onnxruntime refused the model: {source.name} cannot be read.") from error
    check_onnx(content, external)


def _onnxruntime() -> Any:
    try:
        import numpy  # noqa: F401  onnxruntime takes its inputs as NumPy arrays
        import onnxruntime
    except ImportError as error:
        raise RuntimeUnavailableError(
            'Running models on CPython needs onnxruntime and NumPy: pip install "tabside[native]".'
        ) from error
    return onnxruntime


def _choose_device(device: Device | int, providers: Sequence[str]) -> str:
    # As in transformers: -1 is the CPU, 0 the first GPU. onnxruntime's own default is that GPU.
    device = {"-1": "cpu", "0": "cuda", "cuda:0": "cuda"}.get(str(device), device)  # type: ignore[assignment]
    if device == "auto":
        return "cuda" if _PROVIDERS["cuda"] in providers else "cpu"
    if device not in _PROVIDERS:
        raise RuntimeUnavailableError(f"The device {device} exists in a browser only. Choose auto, cpu or cuda.")
    if _PROVIDERS[device] not in providers:
        raise RuntimeUnavailableError(f"This onnxruntime has no {device}. Install onnxruntime-gpu, or choose auto.")
    return device


def _options(ort: Any, threads: int | None, session_options: Mapping[str, Any]) -> Any:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    if threads is not None:
        options.intra_op_num_threads = threads
    # Without this option, int8 products saturate on x86 without VNNI, and results differ from the browser's. It makes
    # them a fifth slower; files derived by tabside do not need it.
    for key, text in {_PRECISION: "1", **session_options.get("config", {})}.items():
        options.add_session_config_entry(key, str(text))
    options.add_session_config_entry(*_FORMAT)
    for name, value in session_options.items():
        if name == "config":
            continue
        if hasattr(options, name):
            setattr(options, name, value)
        else:
            raise InputError(f"onnxruntime has no session option {name}.")
    return options


def _spec(entry: Any) -> TensorSpec:
    # A sequence or a map keeps its full type name, and is refused by it.
    element = entry.type.removeprefix("tensor(").removesuffix(")") if entry.type.startswith("tensor(") else entry.type
    return TensorSpec(entry.name, _ELEMENTS.get(element, element), tuple(entry.shape))


def _owned(spec: TensorSpec, result: Any) -> Tensor:
    if spec.dtype == STRING:
        return Tensor(spec.dtype, tuple(result.shape), result.ravel().tolist())
    data = array(TYPECODES[spec.dtype])
    # An empty view cannot be cast.
    is_plain = result.size and result.flags.c_contiguous
    data.frombytes(memoryview(result).cast("B") if is_plain else result.tobytes())
    return Tensor(spec.dtype, tuple(result.shape), data)


def _reason(error: Exception) -> str:
    # The first line names the error. The following ones may contain values, which are the user's.
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
