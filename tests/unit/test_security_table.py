"""Every test that SECURITY.md names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (TESTS.parent / "SECURITY.md")
    .read_text(encoding="utf-8")
    .partition("## Attacks that were tried")[2]
    .partition("\n## ")[0]
    .splitlines()
    if line.startswith("| ") and not line.startswith("| attack or accident")
]
NAMED = sorted({name for row in ROWS for name in re.findall("`((?:unit|js|browser)/[^`]+)`", row[-1])})


def test_each_attack_has_a_test() -> None:
    assert len(ROWS) >= 36
    assert [row for row in ROWS if len(row) != 3 or "`" not in row[-1]] == []


@pytest.mark.parametrize("name", NAMED)
def test_the_test_exists(name: str) -> None:
    file, _, function = name.partition("::")
    source = (TESTS / file).read_text(encoding="utf-8")
    if file.endswith(".py"):
        defined = {
            node.name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert function in defined if function else any(one.startswith("test_") for one in defined)
