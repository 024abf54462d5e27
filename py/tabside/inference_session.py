"""Raw logits: a session with the interface of `onnxruntime.InferenceSession`, for NumPy arrays. Uses NumPy.

`tabside.sync.InferenceSession` is the blocking version, so code written for onnxruntime needs only another import.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import hub, platform
from .env import Token, env
from .errors import InputError
from .runtime.base import STRING, TYPECODES, Session, Tensor, TensorSpec
from .types import Device

__all__ = ["InferenceSession", "NodeArg"]

_ELEMENTS = {"float32": "float", "float64": "double"}
_DEVICES: Mapping[str, Device] = {"CPUExecutionProvider": "cpu", "CUDAExecutionProvider": "cuda"}
_PROVIDERS = {
    "cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider",
    "wasm": "CPUExecutionProvider", "webgpu": "WebGpuExecutionProvider",
}  # fmt: skip
# The supported fields of onnxruntime's SessionOptions.
_OPTIONS = (
    "intra_op_num_threads", "inter_op_num_threads", "graph_optimization_level", "execution_mode", "log_severity_level",
    "enable_cpu_mem_arena", "enable_mem_pattern",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NodeArg:
    """An input or output. `type` reads as in onnxruntime, `tensor(int64)`; a free dimension is its name or None."""

    name: str
    type: str
    shape: Sequence[int | str | None]


class InferenceSession:
    """A loaded model. Create one with `await InferenceSession.from_pretrained(…)` or `.create(…)`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    async def from_pretrained(
        cls,
        model: str,
        *,
        dtype: str | None = None,
        device: Device = "auto",
        subfolder: str | None = None,
        revision: str | None = None,
        local_files_only: bool = False,
        progress_callback: hub.ProgressCallback | None = None,
        session_options: Mapping[str, Any] | None = None,
        model_file_name: str | None = None,
        token: Token = None,
    ) -> InferenceSession:
        """Load a model's weights by id. Parameters and errors are those of `tabside.pipeline`."""
        with env.using(token):
            manifest = await hub.find_manifest(
                model,
                revision=revision,
                subfolder=subfolder,
                model_file_name=model_file_name,
                local_files_only=local_files_only,
            )
            file = manifest.model_file(dtype, platform.dtype_device(device), subfolder)
            session, _ = await hub.load_session(
                manifest,
                file,
                device=device,
                local_files_only=local_files_only,
                session_options=session_options,
                progress_callback=progress_callback,
            )
        await platform.load_numpy()
        return cls(session)

    @classmethod
    async def create(
        cls, path_or_bytes: str | Path | bytes, sess_options: Any = None, providers: Sequence[Any] | None = None
    ) -> InferenceSession:
        """Load an ONNX file of your own. Parameters as in onnxruntime; the first known provider is used.

        Weights in further files (external data) must lie in the same folder.

        `sess_options` is onnxruntime's object or a mapping of its attributes. In a tab the
        file lies in Pyodide's file system, and holds its weights itself.

        Raises:
            SessionError: onnxruntime refused the file.
            RuntimeUnavailableError: no runtime is available, or this is tabside's own worker, where models are loaded
            by id only.
        """
        source = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes)
        loaded = await platform.load_onnx(
            source,
            device=_device(providers),
            session_options=_options(sess_options),
            external={} if isinstance(source, bytes) else _beside(source),
        )
        return cls(loaded)

    def get_inputs(self) -> list[NodeArg]:
        """Return the model's inputs."""
        return [_node(spec) for spec in self._session.inputs]

    def get_outputs(self) -> list[NodeArg]:
        """Return the model's outputs."""
        return [_node(spec) for spec in self._session.outputs]

    def get_providers(self) -> list[str]:
        """Return what runs the model, by onnxruntime's provider names."""
        return [_PROVIDERS[self._session.device]]

    async def run(
        self, output_names: Sequence[str] | None, input_feed: Mapping[str, Any], run_options: None = None
    ) -> list[Any]:
        """Run once on NumPy arrays of the model's dtypes. Return the named outputs, or all; the caller owns them.

        Supports all ONNX types that NumPy has: floats, integers, bool, and strings (as objects).

        Raises:
            InputError: an input is missing, unknown or of another dtype, or an output is unknown.
            SessionError: onnxruntime failed, or an output's type is missing from NumPy (bfloat16, a sequence).
        """
        if run_options is not None:
            raise InputError("run_options are not supported.")
        specs = {spec.name: spec for spec in self._session.inputs}
        if set(input_feed) != set(specs):
            raise InputError(f"The model takes the inputs {', '.join(specs)}.")
        known = [spec.name for spec in self._session.outputs]
        names = known if output_names is None else list(output_names)
        if not set(names) <= set(known):
            raise InputError(f"The model has the outputs {', '.join(known)}.")
        results = await self._session.run({name: _tensor(specs[name], value) for name, value in input_feed.items()})
        return [results[name].numpy() for name in names]

    async def dispose(self) -> None:
        """Free the memory. A second call does nothing."""
        await self._session.dispose()


def _beside(path: Path) -> dict[str, int]:
    """Return the plain files in the folder of a model, with their sizes. Links are left out: they lead elsewhere."""
    if not path.parent.is_dir():
        return {}
    return {one.name: one.stat().st_size for one in path.parent.iterdir() if one.is_file() and not one.is_symlink()}


def _node(spec: TensorSpec) -> NodeArg:
    kind = _ELEMENTS.get(spec.dtype, spec.dtype)
    # Sequences and maps have type names of their own.
    return NodeArg(spec.name, kind if "(" in kind else f"tensor({kind})", list(spec.shape))


def _tensor(spec: TensorSpec, value: Any) -> Tensor:
    import numpy

    given = numpy.asarray(value)
    if spec.dtype == STRING:
        texts = given.ravel().tolist()
        if not all(isinstance(text, str) for text in texts):
            raise InputError(f"The input {spec.name} must be texts.")
        return Tensor(STRING, given.shape, texts)
    if spec.dtype not in TYPECODES:
        raise InputError(f"The input {spec.name} is of the type {spec.dtype}, which cannot be handed over.")
    if (given.dtype, spec.dtype) == (numpy.dtype("int32"), "int64") and numpy.dtype(int) == given.dtype:
        given = given.astype(spec.dtype)  # dtype of Python integers in a tab, where a C long has 32 bits
    if given.dtype != numpy.dtype(spec.dtype):
        raise InputError(f"The input {spec.name} must be {spec.dtype}, and is {given.dtype}.")
    data = array(TYPECODES[spec.dtype])
    data.frombytes(numpy.ascontiguousarray(given).tobytes())
    return Tensor(spec.dtype, given.shape, data)


def _device(providers: Sequence[Any] | None) -> Device:
    # A provider may be a pair with its options.
    names = [provider if isinstance(provider, str) else provider[0] for provider in providers or ()]
    return next((_DEVICES[name] for name in names if name in _DEVICES), "auto")


def _options(given: Any) -> Mapping[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return given
    return {name: getattr(given, name) for name in _OPTIONS if hasattr(given, name)}
