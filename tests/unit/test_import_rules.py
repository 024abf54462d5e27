"""Import rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "py" / "tabside"
JAVASCRIPT = {"js", "pyodide", "pyodide_js"}
HEAVY = ["numpy", "onnxruntime", "stdnum", "phonenumbers", "asyncio", "ssl"]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def test_only_the_tab_and_the_bridge_know_javascript() -> None:
    names = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if JAVASCRIPT & set(imported(path))}

    assert {name for name in names if not name.startswith("tab/")} <= {"bridge/bridge.py", "bridge/late_files.py"}
    assert "tab/host.py" in names


def run(code: str) -> str:
    command = [sys.executable, "-W", "error", "-c", f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def loaded_after(code: str) -> list[str]:
    return run(f"{code}; print(*(name for name in {HEAVY} if name in sys.modules))").split()


def test_importing_tabside_loads_nothing() -> None:
    assert loaded_after("import tabside") == []


@pytest.mark.parametrize(
    "code",
    [
        "from tabside import pipeline, Tokenizer, Redactor, Finding",
        "import tabside.pipelines.token_classification, tabside.runtime, tabside.hub",
    ],
)
def test_the_way_to_a_redaction_has_no_numpy(code: str) -> None:
    assert not {"numpy", "onnxruntime"} & set(loaded_after(code))


def test_the_mirror_needs_the_standard_library_alone() -> None:
    code = "import tabside.hub, tabside.disk.download; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    names = set(run(code).split())

    assert names - {"tabside", "sitecustomize"} - sys.stdlib_module_names - set(sys.builtin_module_names) <= set(
        run("print(*sys.modules)").split()
    )
