"""Rules for tests: public names, no fixed sleeps, no time measured in what `npm test` runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "time_ns", "process_time", "default_timer"}
ALLOWED = {
    ("waiting.py", "sleep"): "the pause between two looks at a condition",
    ("waiting.py", "monotonic"): "the limit of a wait, which no test expects to be reached",
    ("browser/page_wait.py", "wait_for_timeout"): "the same in a browser",
    ("browser/page_wait.py", "monotonic"): "the same in a browser",
    ("browser/fault_server.py", "sleep"): "no browser tells when bytes that were sent have arrived",
    ("unit/redaction/test_written_out_checks.py", "_find"): "the method of python-stdnum that ours replaces",
    ("unit/pdf/documents.py", "_add_object"): "pypdf has no public name for it; its documentation uses this one",
    ("browser/test_offline.py", "wait_for_timeout"): "an update that must not happen has no sign to wait for",
    ("browser/test_ways_out.py", "wait_for_timeout"): "a way out that must not open has no sign to wait for",
}
"""(file, name): reason."""


def files() -> list[Path]:
    return sorted(TESTS.rglob("*.py"))


def breaches(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each breach of the rules."""
    long = is_long(tree)
    for node, in_long in walk(tree, long):
        yield from private(node)
        if not in_long:
            yield from timing(node)


def walk(node: ast.AST, in_long: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield every node, and whether it belongs to a test that only `npm run test:long` runs."""
    for child in ast.iter_child_nodes(node):
        inside = in_long or (isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and is_marked(child))
        yield child, inside
        yield from walk(child, inside)


def is_long(tree: ast.Module) -> bool:
    marks = [node.value for node in tree.body if isinstance(node, ast.Assign) and names(node) == ["pytestmark"]]
    return any(attribute.attr == "long" for mark in marks for attribute in attributes(mark))


def is_marked(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator) == "pytest.mark.long" for decorator in function.decorator_list)


def names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def attributes(node: ast.AST) -> list[ast.Attribute]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Attribute)]


def private(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Attribute) and is_private(node.attr) and not is_own(node.value):
        yield node.lineno, node.attr
    elif isinstance(node, ast.ImportFrom):
        yield from ((node.lineno, one.name) for one in node.names if is_private(one.name))
    elif isinstance(node, ast.Call) and is_call_of(node, "setattr", "delattr", "getattr"):
        for argument in node.args[:2]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield from ((node.lineno, one) for one in argument.value.split(".") if is_private(one))


def timing(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and is_call_of(node, "sleep", "wait_for_timeout"):
        # asyncio.sleep(0) lets other tasks run; it waits for nothing.
        if not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0):
            yield node.lineno, called(node)
    elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
        yield node.lineno, node.attr
    elif isinstance(node, ast.Attribute) and ast.unparse(node) == "time.time":
        yield node.lineno, "time"
    elif isinstance(node, ast.ImportFrom) and node.module in ("time", "timeit"):
        yield from ((node.lineno, one.name) for one in node.names)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_call_of(node: ast.Call, *wanted: str) -> bool:
    return called(node) in wanted


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def is_own(value: ast.expr) -> bool:
    """Whether an attribute belongs to the object that reads it."""
    return ast.unparse(value) in ("self", "cls", "super()")


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(TESTS)))
def test_tests_use_public_names_and_no_clock(path: Path) -> None:
    file = path.relative_to(TESTS).as_posix()
    found = breaches(ast.parse(path.read_text(encoding="utf-8")))
    assert [f"{file}:{line}: {name}" for line, name in found if (file, name) not in ALLOWED] == []


BREACHES = {
    "x._y": ["_y"],
    "self._y": [],
    "from a import _b": ["_b"],
    "from __future__ import annotations": [],
    "monkeypatch.setattr(a, '_b', 1)": ["_b"],
    "monkeypatch.setattr('a._b.c', 1)": ["_b"],
    "time.sleep(1)": ["sleep"],
    "await_ = asyncio.sleep(0)": [],
    "page.wait_for_timeout(50)": ["wait_for_timeout"],
    "start = time.perf_counter()": ["perf_counter"],
    "from time import perf_counter": ["perf_counter"],
    "start = time.time()": ["time"],
    "@pytest.mark.long\ndef test_it():\n    time.sleep(1)": [],
    "@pytest.mark.both\ndef test_it():\n    time.sleep(1)": ["sleep"],
    "pytestmark = [pytest.mark.long]\nstart = time.time()": [],
}


@pytest.mark.parametrize(("code", "expected"), BREACHES.items(), ids=BREACHES)
def test_each_breach_is_found(code: str, expected: list[str]) -> None:
    assert [name for _, name in breaches(ast.parse(code))] == expected


def test_every_exception_is_needed() -> None:
    found = {
        (path.relative_to(TESTS).as_posix(), name)
        for path in files()
        for _, name in breaches(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert set(ALLOWED) <= found
