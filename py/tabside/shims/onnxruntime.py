"""The part of `onnxruntime`'s interface that public examples use, on onnxruntime-web.

A call waits for JavaScript with JSPI (https://github.com/WebAssembly/js-promise-integration), which Chrome and Edge
support since version 137. In a browser without it, or if Python was not started by `runPythonAsync`, the first call
raises `RuntimeUnavailableError`. `await tabside.InferenceSession.create(…)` works there too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from os import PathLike
from pathlib import Path
from typing import Any

from .. import inference_session
from ..inference_session import NodeArg
from ..tab.blocking import wait_for

__all__ = [
    "ExecutionMode", "GraphOptimizationLevel", "InferenceSession", "NodeArg", "SessionOptions",
    "get_available_providers", "get_device", "set_default_logger_severity",
]  # fmt: skip

__version__ = "1.30.0"


class GraphOptimizationLevel(IntEnum):
    """The levels at which onnxruntime optimizes a graph."""

    ORT_DISABLE_ALL = 0
    ORT_ENABLE_BASIC = 1
    ORT_ENABLE_EXTENDED = 2
    ORT_ENABLE_ALL = 99


class ExecutionMode(IntEnum):
    """Whether independent nodes run at once; onnxruntime-web runs them one after the other."""

    ORT_SEQUENTIAL = 0
    ORT_PARALLEL = 1


@dataclass
class SessionOptions:
    """Settings of a session. Threads are those of the page (`tabside.env.wasm_threads`)."""

    graph_optimization_level: GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL
    execution_mode: ExecutionMode = ExecutionMode.ORT_SEQUENTIAL
    log_severity_level: int = 3
    enable_cpu_mem_arena: bool = True
    enable_mem_pattern: bool = True
    intra_op_num_threads: int = 0
    inter_op_num_threads: int = 0


class InferenceSession:
    """A model from a file in Pyodide's file system, or from bytes.

    Raises:
        SessionError, ModelRefusedError: the file cannot be used.
        RuntimeUnavailableError: Python cannot wait here.
    """

    def __init__(
        self,
        path_or_bytes: str | PathLike[str] | bytes,
        sess_options: SessionOptions | None = None,
        providers: Sequence[Any] | None = None,
        provider_options: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        source = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes)
        self._session = wait_for(inference_session.InferenceSession.create(source, sess_options, providers))

    def run(
        self, output_names: Sequence[str] | None, input_feed: Mapping[str, Any], run_options: None = None
    ) -> list[Any]:
        """Run once on NumPy arrays. Errors as in `tabside.InferenceSession.run`."""
        return wait_for(self._session.run(output_names, input_feed, run_options))

    def get_inputs(self) -> list[NodeArg]:
        """Return the model's inputs."""
        return self._session.get_inputs()

    def get_outputs(self) -> list[NodeArg]:
        """Return the model's outputs."""
        return self._session.get_outputs()

    def get_providers(self) -> list[str]:
        """Return what runs the model."""
        return self._session.get_providers()


def get_available_providers() -> list[str]:
    """Return the providers that a session may name."""
    return ["CPUExecutionProvider"]


def get_device() -> str:
    """Return the device, in onnxruntime's word."""
    return "CPU"


def set_default_logger_severity(severity: int) -> None:
    """Do nothing: sessions log errors only."""
