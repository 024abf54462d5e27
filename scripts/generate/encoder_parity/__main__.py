"""Write docs/encoders-parity.md: whole models beside transformers and sentence-transformers, and first calls.

    pip install torch transformers sentence-transformers onnx pytest-asyncio pytest-timeout "tabside[native]"
    python -m scripts.generate.encoder_parity [architectures] [layouts] [calls]

Makes small models with random weights of each architecture and head, and repositories of each layout, exports them to
ONNX, and counts the answers that differ. Parts that are not named keep the numbers of the last run. Takes 3 minutes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ...paths import ROOT

RESULTS = ROOT / "scripts" / "generate" / "encoder_parity" / "results.json"
TARGET = ROOT / "docs" / "encoders-parity.md"
HEAD = """# Encoder parity

Written by `python -m scripts.generate.encoder_parity`; do not edit.

Whole models, with tokenizer, weights and settings, run by the peers in PyTorch and by tabside from ONNX. The weights
are random, so that every label and every token occurs. Numbers have to be the same within 0.0002.
"""


def main() -> None:
    parts = sys.argv[1:] or list(PARTS)
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for part in parts:
        results[part] = PARTS[part]()
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    TARGET.write_text(f"{HEAD}{''.join(TABLES[part](results[part]) for part in PARTS if part in results)}", "utf-8")
    print(TARGET.relative_to(ROOT))


def architectures() -> dict[str, Any]:
    """Compare every head of every architecture."""
    import torch

    from .architectures import ARCHITECTURES, HEADS, build
    from .pipelines import Counts, compare

    torch.set_num_threads(1)  # the models are tiny
    counts = Counts()
    for architecture in ARCHITECTURES:
        for head in HEADS:
            with tempfile.TemporaryDirectory() as folder:
                build(architecture, head, Path(folder))
                compare(head, Path(folder), counts)
            print(f"{architecture.prefix}, {head.name}: {counts.differing.total()} differ so far", flush=True)
    return {
        "versions": _versions("transformers", "sentence-transformers", "torch", "onnxruntime"),
        "architectures": [architecture.prefix for architecture in ARCHITECTURES],
        "heads": [head.name for head in HEADS],
        "compared": dict(counts.compared),
        "differing": dict(counts.differing),
    }


def layouts() -> dict[str, Any]:
    """Compare every layout of sentence-transformers' files."""
    from .layouts import compare_layouts

    return {"versions": _versions("sentence-transformers"), "layouts": compare_layouts()}


def calls() -> dict[str, Any]:
    """Run the first calls of users of the peers."""
    import pytest

    class Counting:
        passed = failed = 0

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if "test_a_first_call_works" in report.nodeid:
                self.passed += report.when == "call" and report.passed
                self.failed += report.failed

    counting = Counting()
    pytest.main(["-q", "-p", "no:cacheprovider", str(ROOT / "tests/unit/encoders/test_first_calls.py")], [counting])
    if not counting.passed:
        sys.exit("The first calls could not be run.")
    return {"passed": counting.passed, "failed": counting.failed}


def _versions(*names: str) -> str:
    return ", ".join(f"{name} {version(name)}" for name in names)


def _architectures_table(found: Mapping[str, Any]) -> str:
    rows = [f"| {what} | {count} | {found['differing'].get(what, 0)} |" for what, count in found["compared"].items()]
    total, wrong = sum(found["compared"].values()), sum(found["differing"].values())
    return f"""
## Architectures and heads

- {len(found["architectures"])} architectures: {", ".join(found["architectures"])}
- {len(found["heads"])} heads each: {", ".join(found["heads"])}
- beside {found["versions"]}

| answers | compared | differing |
|---|---:|---:|
{chr(10).join(rows)}
| **all** | **{total}** | **{wrong}** |
"""


def _layouts_table(found: Mapping[str, Any]) -> str:
    rows = [f"| {one['layout']} | {one['result']} |" for one in found["layouts"]]
    good = sum(one["result"] == "equal" or one["result"].startswith("refused") for one in found["layouts"])
    return f"""
## Layouts of sentence-transformers

Repositories as sentence-transformers writes them, beside {found["versions"]}. Of {len(found["layouts"])}, {good} give
the same or are refused by name.

| layout | tabside |
|---|---|
{chr(10).join(rows)}
"""


def _calls_table(found: Mapping[str, Any]) -> str:
    return f"""
## First calls

Of the first calls that users of the peers write (`tests/unit/encoders/test_first_calls.py`), {found["passed"]} of
{found["passed"] + found["failed"]} run as they stand.
"""


PARTS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "architectures": architectures, "layouts": layouts, "calls": calls
}  # fmt: skip
TABLES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "architectures": _architectures_table, "layouts": _layouts_table, "calls": _calls_table
}  # fmt: skip

if __name__ == "__main__":
    main()
