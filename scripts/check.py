"""Run the checks.

- `npm test`: all of them;
- `npm test -- fast`: without most browser tests and without those marked `slow`;
- `npm test -- STEP …`: some of them;
- `npm run test:long`: what takes minutes or asserts on time.

Installs what it needs: Python and npm packages, the site, the model mirror, a browser.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from . import chrome, environment, setup
from .paths import NODE_MODULES, ROOT
from .terminal import SetupError

PACKAGES = ("serve", "test")
CODE = ("py/tabside", "tests", "bench", "models", "scripts", "serve.py")
DOCTESTS = ("py/tabside", "scripts", "models/build.py")
LOOK_EVERY_S = 0.2
MOST_PROCESSES = 4
"""The most processes for the tests of one step: each holds a model or a browser in memory."""
NOT_IMPORTED = (
    "py/tabside/bridge/added_models.py",
    "py/tabside/bridge/bridge.py",
    "py/tabside/bridge/classifiers.py",
    "py/tabside/bridge/file_calls.py",
    "py/tabside/bridge/files.py",
    "py/tabside/bridge/late_files.py",
    "py/tabside/bridge/remote_models.py",
    "py/tabside/integrations/presidio.py",
    "py/tabside/bridge/state.py",
    "py/tabside/bridge/tasks.py",
    "py/tabside/bridge/text_calls.py",
    "py/tabside/shims/*.py",
    "py/tabside/tab/*.py",
    "py/tabside/tab/bare/*.py",
    "scripts/generate/encoder_parity/*.py",
    "scripts/generate/golden_*.py",
)
"""They import what only Pyodide has, or what makes golden outputs by hand."""


@dataclass(frozen=True)
class Counts:
    """Numbers of passed, failed and skipped checks of a step."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


@dataclass(frozen=True)
class Step:
    """One step. `command` receives the path for the test runner's JUnit report.

    `tests` is the pattern of the test files. Without such files the step has nothing to run; with them, running none is
    a failure. A step without `tests` is a single check that writes no report.
    """

    name: str
    command: Callable[[Path], Sequence[str]]
    tests: str | None = None
    beside: bool = False
    """Whether it runs beside all other steps: test and browser wait for each other, and leave a third of two cores."""


@dataclass(frozen=True)
class Outcome:
    """The result of a step."""

    step: Step
    counts: Counts
    seconds: float
    ok: bool


def python(*arguments: str) -> Callable[[Path], Sequence[str]]:
    """Return a command for the virtual environment's Python."""
    return lambda report: [sys.executable, "-m", *arguments]


def pytest(*arguments: str) -> Callable[[Path], Sequence[str]]:
    """Return a pytest command that writes a report."""
    return lambda report: [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]


def pytest_by_cores(*arguments: str) -> Callable[[Path], Sequence[str]]:
    """Return the same with one process per core. A file's tests stay together, in order."""
    return pytest("--numprocesses=auto", f"--maxprocesses={MOST_PROCESSES}", "--dist=loadfile", *arguments)


def node_test(report: Path) -> Sequence[str]:
    """Return the command for the JavaScript tests. It names each file: Node's versions treat folders differently."""
    files = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(STEPS["js"].tests or ""))
    reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
    reporters += ["--test-reporter=junit", f"--test-reporter-destination={report}"]
    return ["node", "--test", *reporters, *files]


BROWSER_TESTS = "tests/browser/**/test_*.py"
STEPS = {
    step.name: step
    for step in (
        Step("ruff", python("ruff", "check", ".")),
        Step("format", python("ruff", "format", "--check", ".")),
        Step("imports", lambda report: [str(Path(sys.executable).with_name("lint-imports"))]),
        Step("mypy", python("mypy", *CODE)),
        Step("tables", python("scripts.generate.javascript_tables", "--check")),
        Step("bare store", lambda report: ["node", "scripts/generate/bare_store.mjs", "--check"]),
        Step("tsc", lambda report: ["node", str(NODE_MODULES / "typescript" / "bin" / "tsc"), "-p", "."]),
        # The service worker has other globals than the page.
        Step(
            "tsc, service worker",
            lambda report: ["node", str(NODE_MODULES / "typescript" / "bin" / "tsc"), "-p", "tsconfig.sw.json"],
        ),
        Step(
            "modules",
            lambda report: [
                "node",
                str(NODE_MODULES / "dependency-cruiser" / "bin" / "dependency-cruise.mjs"),
                "--config",
                ".dependency-cruiser.mjs",
                "web",
            ],
        ),
        Step("workflows", lambda report: ["node", "scripts/lint_workflows.mjs"]),
        Step(
            "doctest",
            pytest("--doctest-modules", *DOCTESTS, *(f"--ignore-glob={path}" for path in NOT_IMPORTED)),
            "py/tabside/**/*.py",
        ),
        Step("unit", pytest_by_cores("tests/unit"), "tests/unit/**/test_*.py"),
        Step("parity", pytest_by_cores("tests/parity"), "tests/parity/**/test_*.py"),
        Step("js", node_test, "tests/js/**/*.test.js"),
        Step(
            "quick", pytest_by_cores("tests/unit", "tests/parity", "-m", "not long and not slow"), "tests/**/test_*.py"
        ),
        Step("browser", pytest("tests/browser"), BROWSER_TESTS, beside=True),
        Step("smoke", pytest("tests/browser", "-m", "smoke"), BROWSER_TESTS, beside=True),
        Step("long", pytest("tests", "-m", "long or both"), "tests/**/test_*.py"),
    )
}
GROUPS = {
    "all": [name for name in STEPS if name not in ("quick", "smoke", "long")],
    "fast": [name for name in STEPS if name not in ("unit", "parity", "browser", "long")],
}
"""`npm test` runs `all`. `quick` is a part of `unit` and `parity`, `smoke` of `browser`; `long` takes hours."""


def main() -> int:
    """Run the steps named on the command line, or all. Return 0 only if every one ran and passed."""
    parser = argparse.ArgumentParser(prog="npm test --", description="Run the checks.")
    parser.add_argument(
        "steps", nargs="*", metavar="STEP", help=f"one of: {', '.join((*GROUPS, *STEPS))} (default: all)"
    )
    asked = parser.parse_args().steps or ["all"]
    names = list(dict.fromkeys(name for one in asked for name in GROUPS.get(one, [one])))
    if unknown := [name for name in names if name not in STEPS]:
        parser.error(f"no such step: {', '.join(unknown)}; there are {', '.join((*GROUPS, *STEPS))}")
    try:
        with setup.disk_errors():
            if not environment.in_venv():
                return setup.enter_venv(["-m", "scripts.check", *names], PACKAGES, dev=True)
            prepare(names)
            outcomes = run_all([STEPS[name] for name in names])
    except SetupError as error:
        print(f"npm test: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    report(outcomes)
    return 0 if all(outcome.ok for outcome in outcomes) else 1


def prepare(names: Sequence[str]) -> None:
    """Install and build the requirements of the steps.

    Raises:
        SetupError: a requirement cannot be installed or built.
    """
    with setup.alone():
        environment.ensure_packages(PACKAGES)
        setup.prepare(dev=True)
    os.environ["PYTHONPATH"] = str(ROOT / "py")  # for lint-imports
    if "long" in names:
        os.environ["TABSIDE_LONG"] = "1"  # tests marked `both` take many rounds
    if {"browser", "smoke", "long"} & set(names):
        os.environ["CHROME"] = str(chrome.ensure())


def run_all(steps: Sequence[Step]) -> list[Outcome]:
    """Run steps one after another, and those that may run beside others in one row of their own."""
    beside = [step for step in steps if step.beside]
    others = [step for step in steps if not step.beside]
    if not beside or not others or os.cpu_count() == 1:
        return [run(step) for step in steps]
    with (
        tempfile.TemporaryDirectory() as folder,
        (Path(folder) / "output.txt").open("w", encoding="utf-8") as output,
        ThreadPoolExecutor(1) as pool,
    ):
        row = pool.submit(lambda: [run(step, output) for step in beside])
        print(f"\n{', '.join(step.name for step in beside)}: running beside the others, told below", flush=True)
        outcomes = [run(step) for step in others]
        follow(Path(output.name), row.done)
        return outcomes + row.result()


def follow(path: Path, ended: Callable[[], bool]) -> None:
    """Print a growing file until it has ended."""
    with path.open(encoding="utf-8", errors="replace") as file:
        last = False
        while not last:
            last = ended()  # asked before the file is read, so that nothing written until then is missed
            print(file.read(), end="", flush=True)
            time.sleep(0 if last else LOOK_EVERY_S)


def run(step: Step, output: TextIO | None = None) -> Outcome:
    """Run one step with its output in a file, or on the terminal."""
    print(f"\n== {step.name}", file=output, flush=True)
    if step.tests is not None and not any(ROOT.glob(step.tests)):
        print(f"no test files yet ({step.tests})", file=output, flush=True)
        return Outcome(step, Counts(), 0.0, ok=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        code = subprocess.run(
            step.command(path), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output and subprocess.STDOUT
        ).returncode
        counts = count(path, code) if step.tests is not None else Counts(passed=code == 0, failed=code != 0)
    ran = counts.passed + counts.failed > 0
    return Outcome(step, counts, time.monotonic() - started, ok=code == 0 and counts.failed == 0 and ran)


def count(path: Path, code: int) -> Counts:
    """Count the cases in a JUnit report. A runner that died without a report counts as a failure."""
    if not path.is_file():
        return Counts(failed=1)
    counts = Counts()
    for case in ElementTree.parse(path).iter("testcase"):
        failed = case.find("failure") is not None or case.find("error") is not None
        skipped = case.find("skipped") is not None
        counts += Counts(failed=failed, skipped=skipped and not failed, passed=not failed and not skipped)
    return counts if code == 0 or counts.failed else counts + Counts(failed=1)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the summary: one line per step, and a total."""
    print(f"\n{'step':<10} {'':<6} {'passed':>7} {'failed':>7} {'skipped':>8} {'seconds':>9}")
    for outcome in outcomes:
        counts = outcome.counts
        verdict = "ok" if outcome.ok else "FAILED"
        numbers = f"{counts.passed:>7} {counts.failed:>7} {counts.skipped:>8} {outcome.seconds:>9.1f}"
        print(f"{outcome.step.name:<10} {verdict:<6} {numbers}")
    total = sum((outcome.counts for outcome in outcomes), Counts())
    print(f"\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)


if __name__ == "__main__":
    sys.exit(main())
