"""Check tabside's dependencies for known vulnerabilities: `npm run audit`. Queries the registries' advisory services.

Clean means that every package was looked up and nothing was found. A package that could not be looked up is reported
and prevents success.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import environment, pyodide_packages, setup
from .paths import REQUIREMENTS, ROOT
from .terminal import SetupError

TOOL = "audit"
"""requirements/audit.txt holds pip-audit."""
LOCKS = ("serve", "test", "wheels")


@dataclass(frozen=True)
class Report:
    """The findings of one audit, as lines for people."""

    what: str
    looked_up: int = 0
    weaknesses: Sequence[str] = field(default_factory=tuple)
    missing: Sequence[str] = field(default_factory=tuple)
    """Packages that could not be looked up, with the reasons."""

    @property
    def clean(self) -> bool:
        return self.looked_up > 0 and not self.weaknesses and not self.missing


def main() -> int:
    """Run both audits. Return 0 if all was looked up and nothing found, 1 for vulnerabilities, 2 for no answer."""
    try:
        with setup.disk_errors():
            if not environment.in_venv():
                return setup.enter_venv(["-m", "scripts.audit"], ("serve",), dev=False)
            with setup.alone():
                environment.ensure_packages((TOOL,))
                npm = environment.require_node()
        reports = [audit_npm(npm), *audit_python()]
    except SetupError as error:
        print(f"npm run audit: {error}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    for report in reports:
        tell(report)
    if any(report.weaknesses for report in reports):
        return 1
    return 0 if all(report.clean for report in reports) else 2


def tell(report: Report) -> None:
    """Print the findings of an audit."""
    verdict = "clean" if report.clean else f"{len(report.weaknesses)} known weaknesses"
    if report.missing:
        verdict = f"{len(report.weaknesses)} known weaknesses, and NOT ALL LOOKED UP"
    print(f"{report.what}: {report.looked_up} packages looked up, {verdict}")
    for line in (*report.weaknesses, *report.missing):
        print(f"  {line}")


def audit_npm(npm: str) -> Report:
    """Ask npm about the packages that the site ships (without the development packages)."""
    run = subprocess.run([npm, "audit", "--omit=dev", "--json"], cwd=ROOT, capture_output=True, text=True)
    return read_npm(run.stdout)


def read_npm(output: str) -> Report:
    """Parse the output of `npm audit --json`: a report, or the reason why there is none.

    >>> read_npm('{"message": "405 Method Not Allowed - POST …"}').missing
    ('the advisory service gave no report: 405 Method Not Allowed - POST …',)
    """
    what = "npm packages of the site"
    try:
        report: dict[str, Any] = json.loads(output)
    except ValueError:
        return Report(what, missing=("npm audit said nothing that can be read",))
    if "vulnerabilities" not in report or "metadata" not in report:
        why = report.get("message") or report.get("error", {}).get("summary") or "no reason given"
        return Report(what, missing=(f"the advisory service gave no report: {why}",))
    weaknesses = [
        f"{name} ({entry['severity']}, {entry['range']}): "
        + "; ".join(sorted({via["title"] if isinstance(via, dict) else f"through {via}" for via in entry["via"]}))
        for name, entry in report["vulnerabilities"].items()
    ]
    return Report(what, report["metadata"]["dependencies"]["prod"], tuple(weaknesses))


def audit_python() -> list[Report]:
    """Ask pip-audit about each hashed lock file, and about Pyodide's own packages."""
    reports = [_pip_audit(f"requirements/{name}.txt", REQUIREMENTS / f"{name}.txt", hashed=True) for name in LOCKS]
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "pyodide.txt"
        pinned.write_text("".join(f"{line}\n" for line in pyodide_requirements()), encoding="utf-8")
        reports.append(_pip_audit("packages of Pyodide's distribution", pinned, hashed=False))
    return reports


def pyodide_requirements() -> Iterable[str]:
    """Yield the wheels of Pyodide's distribution as requirements. It builds them itself, so hashes differ from the
    index."""
    for package in pyodide_packages.read_lock():
        name, version = package.file_name.split("-")[:2]
        yield f"{name}=={version}"


def _pip_audit(what: str, requirements: Path, *, hashed: bool) -> Report:
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip"]
    command += ["--require-hashes"] if hashed else ["--no-deps"]
    run = subprocess.run([*command, "-r", str(requirements)], capture_output=True, text=True)
    return read_pip_audit(what, run.stdout, run.stderr)


def read_pip_audit(what: str, output: str, errors: str) -> Report:
    """Parse pip-audit's JSON. A skipped package was not looked up, whatever the summary says.

    >>> read_pip_audit("a", '{"dependencies": [{"name": "numpy", "skip_reason": "not found"}]}', "").clean
    False
    """
    try:
        dependencies: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        last = (errors.strip().splitlines() or ["no reason given"])[-1]
        return Report(what, missing=(f"pip-audit gave no report: {last}",))
    skipped = [f"{each['name']}: {each['skip_reason']}" for each in dependencies if "skip_reason" in each]
    looked_up = len(dependencies) - len(skipped)
    if skipped and not looked_up:
        # A package index without advisories, such as a mirror, gives the same answer for every package.
        skipped = [f"the advisory service knows none of {len(skipped)} packages, the first of them {skipped[0]}"]
    weaknesses = [
        f"{each['name']} {each['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or 'no version'}"
        for each in dependencies
        for found in each.get("vulns", [])
    ]
    return Report(what, looked_up, tuple(weaknesses), tuple(skipped))


if __name__ == "__main__":
    sys.exit(main())
