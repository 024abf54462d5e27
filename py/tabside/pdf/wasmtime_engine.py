"""The engine on CPython: PDFium's WebAssembly under wasmtime, with limits on memory and time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import wasmtime

from ..errors import FileError, FileTooLargeError
from ..runtime.pdfium import Batch, Call, Limits, Number, Ref, Value, Write
from .compiled import Compiled, compiled
from .contract import glyph_reader
from .memory_copy import MemoryCopy
from .wasm_imports import EngineStop, Instance, import_function

__all__ = ["WasmtimePdfium"]

_TICK_S = 0.1


class WasmtimePdfium:
    """An instance of the engine in this process; see `runtime.pdfium.Pdfium`.

    It belongs to the thread that created it. A separate ticking thread counts the time.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._compiled = compiled()
        self._store = wasmtime.Store(self._compiled.engine)
        most_bytes = self._limits.megabytes * 1024 * 1024
        self._store.set_limits(memory_size=most_bytes)
        self._closed = threading.Event()
        self._dead: str | None = None
        self._functions: dict[str, Any] = {}
        threading.Thread(target=_tick, args=(self._compiled.engine, self._closed), daemon=True).start()
        self._begin()
        self._instance = _instantiated(self._store, self._compiled, most_bytes)
        for name in ("emscripten_stack_init", "__wasm_call_ctors", "PDFiumExt_Init"):
            self._begin()
            self._call(name, ())

    async def run(self, batch: Batch) -> Sequence[Value]:
        """Execute a batch.

        Raises:
            FileTooLargeError: it took too much time or memory.
            FileError: the engine trapped; the file is damaged or hostile.
        """
        if self._dead is not None:
            raise FileError("The PDF engine was stopped by an earlier step of this file.")
        self._begin()
        results: list[Value] = []
        try:
            for step in batch.steps:
                if isinstance(step, Call):
                    results.append(self._call(step.name, [_resolved(one, results) for one in step.arguments]))
                elif isinstance(step, Write):
                    self._instance.write(int(_resolved(step.address, results)), step.data)
                    results.append(None)
                else:
                    address, length = (int(_resolved(one, results)) for one in (step.address, step.length))
                    results.append(self._instance.read(address, length))
        except BaseException as error:
            self._dead = type(error).__name__
            typed = _typed(error, is_full=self._instance.is_full)
            if typed is None:
                raise
            raise typed from None
        return results

    async def close(self) -> None:
        """Release the instance."""
        self.stop()

    def stop(self) -> None:
        """Release the instance; a synchronous `close`."""
        if not self._closed.is_set():
            self._closed.set()
            self._dead = "closed"
            self._functions.clear()
            self._store.close()

    async def __aenter__(self) -> WasmtimePdfium:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _begin(self) -> None:
        self._store.set_epoch_deadline(max(2, round(self._limits.seconds / _TICK_S)))

    def _call(self, name: str, arguments: Sequence[Number]) -> int | float | None:
        function = self._functions.get(name)
        if function is None:
            function = self._functions[name] = self._instance.exports[name]
        result: int | float | None = function(self._store, *arguments)
        return result


def _tick(engine: wasmtime.Engine, closed: threading.Event) -> None:
    while not closed.wait(_TICK_S):
        engine.increment_epoch()


def _instantiated(store: wasmtime.Store, code: Compiled, most_bytes: int) -> Instance:
    """Link the engine and the glyph reader. One table of names holds the exports of both."""
    instance = Instance(store, most_bytes)
    linker = wasmtime.Linker(code.engine)
    copy = MemoryCopy(store, code.engine)
    for wanted in code.module.imports:
        kind = wanted.type
        assert isinstance(kind, wasmtime.FuncType)
        if wanted.name == "_emscripten_memcpy_js":
            function = copy.function
        else:
            function = wasmtime.Func(store, kind, import_function(instance, str(wanted.name), kind.results))
        linker.define(store, wanted.module, str(wanted.name), function)
    exports = linker.instantiate(store, code.module).exports(store)
    instance.memory = exports["memory"]
    copy.link(instance.memory)
    instance.table = exports["__indirect_function_table"]
    instance.exports = {name: exports[name] for name in (one.name for one in code.module.exports)}
    reader = wasmtime.Module(code.engine, glyph_reader())
    beside = wasmtime.Linker(code.engine)
    for wanted in reader.imports:
        beside.define(store, wanted.module, str(wanted.name), instance.exports[str(wanted.name)])
    added = beside.instantiate(store, reader).exports(store)
    instance.exports |= {one.name: added[one.name] for one in reader.exports}
    return instance


def _resolved(argument: Number | Ref, results: Sequence[Value]) -> Number:
    if not isinstance(argument, Ref):
        return argument
    value = results[argument.step]
    assert isinstance(value, int | float), "a step refers to one that has no number"
    return value + argument.offset


def _typed(error: BaseException, *, is_full: bool) -> FileError | None:
    if is_full and isinstance(error, EngineStop | wasmtime.WasmtimeError | wasmtime.Trap):
        return FileTooLargeError("This PDF takes the engine too much memory.")
    if isinstance(error, wasmtime.Trap):
        if error.trap_code == wasmtime.TrapCode.INTERRUPT:
            return FileTooLargeError("This PDF takes the engine too long.")
        if error.trap_code == wasmtime.TrapCode.STACK_OVERFLOW:
            return FileTooLargeError("This PDF is nested too deeply.")
        return FileError("This PDF is broken: the engine gave it up.")
    if isinstance(error, EngineStop | wasmtime.WasmtimeError | IndexError):
        return FileError("This PDF is broken: the engine gave it up.")
    return None
