"""The runtime protocol: turn a verified model file into a session, and run it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import SessionError
from ..types import Device

if TYPE_CHECKING:
    from ..model_files.manifest import ModelFile

__all__ = ["Runtime", "Session", "Tensor", "TensorSpec"]

STRING = "string"
# ONNX element type -> array.array type code. Types without one (float16, bool) are passed as raw bytes. Strings are a
# list. Types not listed (bfloat16, float8, int4, complex) exist inside models but are never passed in or out.
TYPECODES: Mapping[str, str] = {
    "float32": "f", "float64": "d",
    "int8": "b", "int16": "h", "int32": "i", "int64": "q",
    "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q",
    "float16": "H", "bool": "B",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tensor:
    """A dense row-major array that owns its buffer.

    `dtype` is an ONNX element type in NumPy's spelling (`float32`, `int64`, ...). float16 is stored as its 16 bits, and
    `string` as a list of strings.
    It does not use NumPy, because the first redaction in the tab does not load NumPy; `numpy()` does.
    """

    dtype: str
    shape: tuple[int, ...]
    data: Any = field(repr=False)

    @classmethod
    def from_rows(cls, dtype: str, rows: Sequence[Sequence[int | float]]) -> Tensor:
        """Build a 2-D tensor from rows of equal length.

        >>> Tensor.from_rows("int64", [[1, 2], [3, 4]]).shape
        (2, 2)
        """
        data = array(TYPECODES[dtype])
        for row in rows:
            data.extend(row)  # type: ignore[arg-type]
        return cls(dtype, (len(rows), len(rows[0]) if rows else 0), data)

    def numpy(self) -> Any:
        """Return a NumPy view of this tensor's buffer, with its shape. Strings become objects in a new array."""
        import numpy

        if self.dtype == STRING:
            return numpy.array(self.data, dtype=object).reshape(self.shape)
        if not len(self.data):
            return numpy.zeros(self.shape, dtype=self.dtype)
        return numpy.frombuffer(self.data, dtype=self.dtype).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Name, ONNX element type and shape of a model's input or output; None is a free dimension."""

    name: str
    dtype: str
    shape: tuple[int | str | None, ...]


class Session(Protocol):
    """A loaded model. `run` may be called concurrently; calls are served in order."""

    @property
    def inputs(self) -> Sequence[TensorSpec]: ...

    @property
    def outputs(self) -> Sequence[TensorSpec]: ...

    @property
    def device(self) -> str:
        """The device that really runs it: `wasm`, `webgpu`, `cpu`, `cuda`."""
        ...

    async def run(self, feeds: Mapping[str, Tensor], *, softmax_of: str | None = None) -> dict[str, Tensor]:
        """Run once. The caller owns the returned tensors; no later call changes them.

        The output `softmax_of` comes as probabilities instead of logits: float64, softmax over its last axis. In the
        tab only the result then crosses from JavaScript.

        Raises:
            SessionError: onnxruntime refused the inputs or failed.
        """
        ...

    async def dispose(self) -> None:
        """Free the memory. A second call does nothing."""
        ...


class Runtime(Protocol):
    """Makes sessions. `tabside.platform.default_runtime()` picks the one that fits where Python runs."""

    @property
    def name(self) -> str: ...

    async def create_session(
        self, model: ModelFile, *, device: Device = "auto", session_options: Mapping[str, Any] | None = None
    ) -> Session:
        """Load a verified model file.

        Raises:
            SessionError: onnxruntime refused the file.
            RuntimeUnavailableError: no runtime is available.
        """
        ...


def unsupported(name: str, dtype: str) -> SessionError:
    """Return the error for an output of an unsupported type."""
    return SessionError(
        f"The output {name} is of the type {dtype}, which cannot be handed over. Ask for other outputs, or cast it in "
        "the model."
    )
