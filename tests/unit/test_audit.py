"""The audit never reports packages as clean that were not looked up."""

from __future__ import annotations

import json

import pytest

from scripts import audit, environment
from scripts.audit import Report

VIA = [{"title": "Prototype pollution"}, "other"]
NPM = {
    "vulnerabilities": {"long": {"severity": "high", "range": "<5", "via": VIA}},
    "metadata": {"dependencies": {"prod": 17}},
}
PIP = {
    "dependencies": [
        {"name": "idna", "version": "3.20", "vulns": []},
        {"name": "tqdm", "version": "4.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["4.1", "5.0"]}]},
        {"name": "old", "version": "1", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]},
    ]
}
SKIPPED = {"name": "numpy", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            json.dumps(NPM),
            Report("npm packages of the site", 17, ("long (high, <5): Prototype pollution; through other",)),
        ),
        (json.dumps({**NPM, "vulnerabilities": {}}), Report("npm packages of the site", 17)),
        (
            '{"message": "405 Method Not Allowed"}',
            Report(
                "npm packages of the site", missing=("the advisory service gave no report: 405 Method Not Allowed",)
            ),
        ),
        (
            '{"error": {"summary": "no lock"}}',
            Report("npm packages of the site", missing=("the advisory service gave no report: no lock",)),
        ),
        ("", Report("npm packages of the site", missing=("npm audit said nothing that can be read",))),
    ],
)
def test_what_npm_says(output: str, expected: Report) -> None:
    assert audit.read_npm(output) == expected


@pytest.mark.parametrize(
    ("output", "errors", "expected"),
    [
        (
            json.dumps(PIP),
            "",
            Report("x", 3, ("tqdm 4.0: PYSEC-1, fixed in 4.1, 5.0", "old 1: PYSEC-2, fixed in no version")),
        ),
        (json.dumps({"dependencies": PIP["dependencies"][:1]}), "", Report("x", 1)),
        (
            json.dumps({"dependencies": [PIP["dependencies"][0], SKIPPED]}),
            "No known vulnerabilities found",
            Report("x", 1, (), ("numpy: not found",)),
        ),
        (
            json.dumps({"dependencies": [SKIPPED]}),
            "No known vulnerabilities found",
            Report(
                "x",
                missing=("the advisory service knows none of 1 packages, the first of them numpy: not found",),
            ),
        ),
        (
            "",
            "Traceback\nConnectionError: no route\n",
            Report("x", missing=("pip-audit gave no report: ConnectionError: no route",)),
        ),
    ],
)
def test_what_pip_audit_says(output: str, errors: str, expected: Report) -> None:
    assert audit.read_pip_audit("x", output, errors) == expected


@pytest.mark.parametrize(
    ("reports", "code"),
    [
        ([Report("a", 3), Report("b", 1)], 0),
        ([Report("a", 3), Report("b", 1, ("weak",))], 1),
        ([Report("a", 3), Report("b", missing=("nobody answered",))], 2),
        ([Report("a", 3, ("weak",)), Report("b", missing=("nobody answered",))], 1),
        ([Report("a", 3), Report("b", 1, (), ("one of two was skipped",))], 2),
        ([Report("a")], 2),
    ],
)
def test_only_a_full_and_empty_answer_is_a_success(
    reports: list[Report], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "in_venv", lambda: True)
    monkeypatch.setattr(environment, "ensure_packages", lambda names: None)
    monkeypatch.setattr(audit, "audit_npm", lambda npm: reports[0])
    monkeypatch.setattr(audit, "audit_python", lambda: reports[1:])
    assert audit.main() == code
    said = capsys.readouterr().out
    assert ("NOT ALL LOOKED UP" in said) == any(report.missing for report in reports)


def test_pyodides_own_packages_are_looked_up_by_their_versions() -> None:
    assert {"numpy==2.0.2", "micropip==0.9.0"} <= set(audit.pyodide_requirements())
