"""The imports of the engine's module on CPython: memory growth, longjmp, and dummies for clock, environment and disk.

The module was built with Emscripten. Its imports are pinned by tests/unit/pdf/test_contract.py;
web/worker/pdf/imports.js does the same for the tab. No call reaches a file, the environment, a clock or a random
source, so that one input has the same output everywhere.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import wasmtime

__all__ = ["EngineStop", "Instance", "import_function"]

_PAGE = 65_536
_ENOENT = -44
_BADF = 8
# 1 January 2026: sec min hour mday mon year wday yday isdst gmtoff.
_DATE = struct.pack("<8i", 0, 0, 0, 1, 0, 126, 4, 0)
_DATE_MS = 1_767_225_600_000.0


class EngineStop(Exception):
    """The engine called abort or failed an assertion."""


class _Longjmp(Exception):
    """A longjmp in transit to the `invoke_` call that catches it."""


@dataclass(slots=True)
class Instance:
    """The state that the imports use; `memory` and `exports` are set once the module is instantiated.

    `is_full`: memory was asked for beyond the limit. The engine stops itself for want of it.
    """

    store: wasmtime.Store
    most_bytes: int
    memory: Any = None
    table: Any = None
    exports: Any = None
    jump: BaseException | None = None
    is_full: bool = False

    def call(self, name: str, *arguments: int) -> Any:
        return self.exports[name](self.store, *arguments)

    def write(self, address: int, data: bytes) -> None:
        self.memory.write(self.store, data, address)

    def read(self, address: int, length: int) -> bytes:
        return bytes(self.memory.read(self.store, address, address + length))


def import_function(instance: Instance, name: str, results: Sequence[Any]) -> Callable[..., Any]:
    """Return the function for an import, which takes and returns plain numbers."""
    if name.startswith("invoke_"):
        return _invoke(instance, has_result=bool(results))
    special = _SPECIAL.get(name)
    if special is not None:
        return special(instance)
    answer = _ENOENT if name.startswith("__syscall") else _BADF
    return (lambda *_: answer) if results else (lambda *_: None)


def _invoke(instance: Instance, *, has_result: bool) -> Callable[..., Any]:
    def invoke(index: int, *arguments: int) -> Any:
        stack = instance.call("emscripten_stack_get_current")
        try:
            return instance.table.get(instance.store, index)(instance.store, *arguments)
        except _Longjmp:
            instance.call("_emscripten_stack_restore", stack)
            instance.call("setThrew", 1, 0)
            return 0 if has_result else None

    return invoke


def _throw_longjmp(_instance: Instance) -> Callable[..., Any]:
    def throw() -> None:
        raise _Longjmp

    return throw


def _resize_heap(instance: Instance) -> Callable[..., Any]:
    def resize(size: int) -> int:
        wanted = size & 0xFFFFFFFF
        held = instance.memory.data_len(instance.store)
        if wanted > instance.most_bytes:
            instance.is_full = True
            return 0
        # A fifth more than requested, like Emscripten, so that growth is rare.
        grown = min(max(wanted, held + held // 5), instance.most_bytes)
        try:
            instance.memory.grow(instance.store, (grown - held + _PAGE - 1) // _PAGE)
        except wasmtime.WasmtimeError:
            instance.is_full = True
            return 0
        return 1

    return resize


def _date(instance: Instance, *, has_offset: bool) -> Callable[..., Any]:
    def date(_low: int, _high: int, target: int) -> None:
        instance.write(target, _DATE + (bytes(8) if has_offset else b""))

    return date


def _stop(_instance: Instance) -> Callable[..., Any]:
    def stop(*_: int) -> None:
        raise EngineStop

    return stop


def _no_environment(instance: Instance) -> Callable[..., Any]:
    def sizes(count: int, size: int) -> int:
        instance.write(count, bytes(4))
        instance.write(size, bytes(4))
        return 0

    return sizes


def _swallow(instance: Instance) -> Callable[..., Any]:
    """Discard writes to standard output and error: they may quote the file."""

    def write(_file: int, vectors: int, count: int, written: int) -> int:
        total = sum(struct.unpack("<I", instance.read(vectors + 8 * number + 4, 4))[0] for number in range(count))
        instance.write(written, struct.pack("<I", total & 0xFFFFFFFF))
        return 0

    return write


_SPECIAL: dict[str, Callable[[Instance], Callable[..., Any]]] = {
    "_emscripten_throw_longjmp": _throw_longjmp,
    "emscripten_resize_heap": _resize_heap,
    "emscripten_date_now": lambda _instance: lambda: _DATE_MS,
    "_localtime_js": lambda instance: _date(instance, has_offset=True),
    "_gmtime_js": lambda instance: _date(instance, has_offset=False),
    "_abort_js": _stop,
    "__assert_fail": _stop,
    "environ_sizes_get": _no_environment,
    "environ_get": lambda _instance: lambda *_: 0,
    "fd_write": _swallow,
}
