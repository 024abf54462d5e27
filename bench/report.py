"""Report the results as Markdown for people and as JSON for programs."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.paths import npm_version

from .series import SIDES, Series, exponent
from .sites import NODE_MODULES

TITLES = {"tabside": "tabside", "peer": "Transformers.js", "tuned": "Transformers.js, tuned"}


@dataclass(frozen=True)
class Outcome:
    """The results of a whole run."""

    facts: Mapping[str, str]
    notes: Sequence[str]
    series: Sequence[Series]


def facts(browser_version: str, rounds: int, threads: int) -> dict[str, str]:
    """Return the conditions that the numbers depend on."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"npm run bench -- --rounds {rounds}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "browser": f"Chromium {browser_version}",
        "tabside": f"{version_of_tabside()} (onnxruntime-web {npm_version('onnxruntime-web')}, "
        f"Pyodide {npm_version('pyodide')})",
        "Transformers.js": f"{_peer('@huggingface/transformers')} (onnxruntime-web {_peer('onnxruntime-web')})",
        "tokenizers": f"@huggingface/tokenizers {_peer('@huggingface/tokenizers')}",
        "rounds": str(rounds),
        "threads": f"tabside up to {threads} workers with one thread each; the tuned peer {threads} threads; the "
        "default peer chooses by itself",
    }


def markdown(outcome: Outcome) -> str:
    """Return the facts, the table and the notes."""
    sides = [side for side in SIDES if any(side in row.samples for row in outcome.series)]
    others = [side for side in sides if side != "tabside"]
    ratios = (f"ratio to {TITLES[side]}" for side in others)
    head = ["work", *(TITLES[side] for side in sides), *ratios, "goal", "reached"]
    lines = [*(f"- {name}: {value}" for name, value in outcome.facts.items()), ""]
    lines += ["Medians, with the smallest and the largest sample. A ratio is tabside's median divided by the other's."]
    lines.append("")
    lines += [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 2)} --- |"]
    for row in outcome.series:
        cells = [row.name, *(_cell(row, side) for side in sides), *(_ratio(row, side) for side in others)]
        lines.append(f"| {' | '.join([*cells, _bounds(row), {None: '', True: 'yes', False: 'no'}[row.reached()]])} |")
    lines += ["", *(f"- {note}" for note in outcome.notes)]
    lengths = _by_length(outcome.series)
    if len(lengths) > 1:
        lines.append(f"- Time grows with the text to the power of {exponent(lengths):.2f} between the two longest.")
    return "\n".join(lines) + "\n"


def write_json(outcome: Outcome, path: Path) -> None:
    """Write every sample."""
    rows = [{**asdict(row), "ratios": {side: row.ratio(side) for side in ("peer", "tuned")}} for row in outcome.series]
    data: dict[str, Any] = {"facts": dict(outcome.facts), "notes": list(outcome.notes), "series": rows}
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def version_of_tabside() -> str:
    """Return the version in pyproject.toml."""
    text = (Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    assert found is not None
    return found[1]


def _cell(row: Series, side: str) -> str:
    middle = row.median(side)
    if middle is None:
        return ""
    values = row.samples[side]
    spread = f" ({_number(min(values))}–{_number(max(values))})" if len(values) > 1 else ""
    return f"{_number(middle)} {row.unit}{spread}"


def _ratio(row: Series, side: str) -> str:
    ratio = row.ratio(side)
    return "" if ratio is None else f"{ratio:.2f}"


def _bounds(row: Series) -> str:
    if row.target is None:
        return ""
    sign = "≥" if row.more_is_better else "≤"
    both = [bound for bound in (row.target.peer, row.target.tuned, row.target.own) if bound is not None]
    return ", ".join(f"{sign} {bound:g}" for bound in both)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def _by_length(series: Sequence[Series]) -> dict[int, float]:
    found = {}
    for row in series:
        match = re.fullmatch(r"redacting ([\d,]+) characters", row.name)
        middle = row.median("tabside")
        if match and middle is not None:
            found[int(match[1].replace(",", ""))] = middle
    return found


def _peer(package: str) -> str:
    return str(json.loads((NODE_MODULES / package / "package.json").read_text(encoding="utf-8"))["version"])


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()
