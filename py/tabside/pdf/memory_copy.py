"""Copy within the engine's memory in WebAssembly. Loading a page copies thousands of times, each 0.3 ms in Python.

The engine imports the copy function and exports the memory, so neither can be created first. One module therefore
forwards the call through a table. A second module, created when the memory exists, puts the copying function into
that table.
"""

from __future__ import annotations

from typing import Any

import wasmtime

__all__ = ["MemoryCopy"]

_PASSING = """
(module
  (type $copy (func (param i32 i32 i32)))
  (table (export "table") 1 funcref)
  (func (export "copy") (param i32 i32 i32)
    (call_indirect (type $copy) (local.get 0) (local.get 1) (local.get 2) (i32.const 0))))
"""
_COPYING = """
(module
  (import "engine" "memory" (memory 0))
  (import "engine" "table" (table 1 funcref))
  (func $copy (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (elem (i32.const 0) func $copy))
"""


class MemoryCopy:
    """The function that the engine imports as `_emscripten_memcpy_js`. It works once `link` has been called."""

    def __init__(self, store: wasmtime.Store, engine: wasmtime.Engine) -> None:
        self._store, self._engine = store, engine
        exports = wasmtime.Instance(store, wasmtime.Module(engine, _PASSING), []).exports(store)
        self.function: Any = exports["copy"]
        self._table: Any = exports["table"]

    def link(self, memory: Any) -> None:
        """Let it copy within a memory."""
        wasmtime.Instance(self._store, wasmtime.Module(self._engine, _COPYING), [memory, self._table])
