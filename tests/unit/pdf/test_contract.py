"""The engine's file is the pinned one: its hash, what it imports, and the exports that are called."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import wasmtime

from scripts.generate.glyph_reader import assembled
from tabside.errors import IntegrityError
from tabside.pdf.compiled import compiled
from tabside.pdf.contract import verify_wasm
from tabside.pdf.wasm_source import read_wasm

PACKAGE = Path(__file__).parents[3] / "py" / "tabside" / "pdf"
IMPORTS = {
    "env": """invoke_viii invoke_ii invoke_iii invoke_iiii invoke_iiiii invoke_vii invoke_vi invoke_v invoke_viiii
        invoke_viiiiiiiii _tzset_js _abort_js _emscripten_memcpy_js emscripten_date_now __syscall_openat
        __syscall_fcntl64 __syscall_ioctl __syscall_fstat64 __syscall_stat64 __syscall_newfstatat __syscall_lstat64
        __syscall_getdents64 __syscall_unlinkat __syscall_rmdir __syscall_ftruncate64 emscripten_resize_heap
        _emscripten_throw_longjmp __assert_fail _localtime_js _gmtime_js""",
    "wasi_snapshot_preview1": "fd_close fd_write fd_read fd_sync fd_seek environ_sizes_get environ_get",
}


def test_the_file_is_the_pinned_one() -> None:
    verify_wasm(read_wasm())


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data[:-1] + bytes([data[-1] ^ 1])])
def test_another_file_is_refused(change: Callable[..., Any]) -> None:
    with pytest.raises(IntegrityError):
        verify_wasm(change(read_wasm()))


def test_imports() -> None:
    wanted = Counter((module, name) for module, names in IMPORTS.items() for name in names.split())

    assert Counter((one.module, one.name) for one in compiled().module.imports) == wanted


def test_every_function_that_is_called_is_exported() -> None:
    exports = {one.name for one in compiled().module.exports}
    called = {
        node.value
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"(FPDF|EPDF|PDFiumExt_)\w+", node.value)
    }

    assert len(called) > 30
    assert called <= exports
    assert {"malloc", "free", "memory", "__indirect_function_table", "setThrew"} <= exports


def test_the_glyph_reader_is_what_its_source_says() -> None:
    module = resources.files("tabside.pdf").joinpath("glyph_reader.wasm").read_bytes()

    assert module == assembled()
    exports = {one.name for one in compiled().module.exports}
    assert {one.name for one in wasmtime.Module(compiled().engine, module).imports} <= exports
