"""The test runner: what counts as passed, and where the browser comes from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import check, chrome
from scripts.check import Counts, Outcome, Step
from scripts.terminal import SetupError

JUNIT = """<?xml version="1.0"?><testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure>x</failure></testcase><testcase name="c"><error>x</error></testcase>
<testcase name="d"><skipped/></testcase><testcase name="e"/>
</testsuite></testsuites>"""
GREEN = '<testsuite><testcase name="a"/></testsuite>'


@pytest.mark.parametrize(
    ("report", "code", "counts"),
    [
        (JUNIT, 1, Counts(passed=2, failed=2, skipped=1)),
        (GREEN, 0, Counts(passed=1)),
        (GREEN, 1, Counts(passed=1, failed=1)),
        ("<testsuite/>", 0, Counts()),
        (None, 0, Counts(failed=1)),
    ],
    ids=["mixed", "green", "died afterwards", "nothing", "no report"],
)
def test_a_report_is_counted(tmp_path: Path, report: str | None, code: int, counts: Counts) -> None:
    path = tmp_path / "report.xml"
    if report is not None:
        path.write_text(report)
    assert check.count(path, code) == counts


@pytest.mark.parametrize(
    ("script", "tests", "ok"),
    [
        ("pass", None, True),
        ("raise SystemExit(1)", None, False),
        (f"open(REPORT, 'w').write('{GREEN}')", "serve.py", True),
        ("open(REPORT, 'w').write('<testsuite/>')", "serve.py", False),
        ("pass", "serve.py", False),
        ("raise SystemExit(1)", "no/such/test_*.py", True),
    ],
    ids=["check", "failed check", "tests", "no test ran", "no report", "no test files"],
)
def test_a_step_is_ok_only_when_something_ran_and_passed(script: str, tests: str | None, ok: bool) -> None:
    step = Step("probe", lambda report: [sys.executable, "-c", f"REPORT = {str(report)!r}\n{script}"], tests)
    assert check.run(step).ok is ok


def test_steps_beside_the_others_run_at_the_same_time_and_are_told_after_them(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of two steps ends only once the other has begun."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    script = """
import pathlib, sys, time
mine, other = map(pathlib.Path, sys.argv[1:])
mine.touch()
deadline = time.monotonic() + 60
while not other.exists() and time.monotonic() < deadline:
    time.sleep(0.01)
print("seen" if other.exists() else "alone", mine.name)
raise SystemExit(mine.name == "a")
"""
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    steps = [
        Step("beside", lambda report: [sys.executable, "-c", script, a, b], beside=True),
        Step("other", lambda report: [sys.executable, "-c", script, b, a]),
    ]
    outcomes = check.run_all(steps)
    assert [(outcome.step.name, outcome.ok) for outcome in outcomes] == [("other", True), ("beside", False)]
    said = capfd.readouterr().out.split()
    assert said[-4:] == ["==", "beside", "seen", "a"]
    assert said[-8:-4] == ["==", "other", "seen", "b"]


def test_the_summary_ends_with_the_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    step = Step("unit", lambda report: [])
    check.report([Outcome(step, Counts(3, 1, 2), 1.5, ok=False), Outcome(step, Counts(4), 0.5, ok=True)])
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed, 2 skipped"


def test_a_browser_that_chrome_names_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROME", sys.executable)
    assert chrome.find() == Path(sys.executable)
    monkeypatch.setenv("CHROME", "/no/such/chrome")
    with pytest.raises(SetupError, match="CHROME names /no/such/chrome"):
        chrome.find()


@pytest.mark.parametrize("installs", [True, False])
def test_a_browser_is_installed_where_that_is_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installs: bool
) -> None:
    folder, home = tmp_path / "bin", tmp_path / "home"
    folder.mkdir()
    script = f"import pathlib, sys\nif 'install' in sys.argv and {installs}:\n    "
    script += f"path = pathlib.Path({str(folder / 'chromium')!r}); path.write_text('x'); path.chmod(0o755)"
    for name in ("apt-get", "sudo"):
        path = folder / name
        path.write_text(f"#!{sys.executable}\n{script}\n")
        path.chmod(0o755)
    monkeypatch.setattr(chrome, "PLACES", ())
    # Playwright's own download, which is tried last, must not run here.
    monkeypatch.setattr(sys, "executable", "/bin/false")
    for name, value in {"PATH": str(folder), "HOME": str(home), "CHROME": ""}.items():
        monkeypatch.setenv(name, value)
    if installs:
        assert chrome.ensure() == folder / "chromium"
    else:
        with pytest.raises(SetupError, match="install one, or name one with CHROME"):
            chrome.ensure()
