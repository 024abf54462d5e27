"""Format the results of a run as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .metrics import F1, Group, Miss, Score, Tally, wilson

__all__ = ["markdown"]


def markdown(title: str, score: Score, *, misses: int = 0) -> str:
    """Return tables by type and by tag, and the requested number of misses and false alarms, the worst first."""
    lines = [
        f"### {title}",
        "",
        "| type | spans | found | 95 % | leaked | strict F1 | partial F1 |",
        "|---|---:|---:|---|---:|---:|---:|",
        _row("**all**", score.overall),
    ]
    lines += [_row(kind, tally, score.f1[kind]) for kind, tally in _by_size(score.kinds.items())]
    over = f"Over-masked: {_percent(score.over_share)} of {score.clean_chars} letters and digits outside every span."
    lines += ["", f"{over} F2 {score.f2:.3f}."]
    for tag, groups in score.groups.items():
        lines += ["", *_by_group(tag, groups)]
    if score.others:
        lines += ["", "Types that nothing here means to find, masked nonetheless:"]
        lines += [f"{kind} {tally.found} of {tally.spans};" for kind, tally in _by_size(score.others.items())]
    if misses:
        lines += ["", *_worst("Missed", score.misses, misses), "", *_worst("Masked needlessly", score.alarms, misses)]
    return "\n".join(lines) + "\n"


def _worst(title: str, entries: list[Miss], count: int) -> list[str]:
    kinds = Counter(entry.kind for entry in entries)
    worst = sorted(entries, key=lambda entry: -entry.chars)[:count]
    counts = ", ".join(f"{kind} {many}" for kind, many in kinds.most_common()) or "nothing"
    return [f"{title}: {counts}.", "", *map(_line, worst)]


def _by_group(tag: str, groups: dict[str, Group]) -> list[str]:
    lines = [f"| {tag} | spans | found | 95 % | leaked | over-masked |", "|---|---:|---:|---|---:|---:|"]
    for name, group in sorted(groups.items()):
        over = _percent(group.over_masked / group.clean_chars if group.clean_chars else 0.0)
        lines.append(f"| {name} | {_counts(group.tally)} | {over} |")
    return lines


def _by_size(items: Iterable[tuple[str, Tally]]) -> list[tuple[str, Tally]]:
    return sorted(items, key=lambda item: -item[1].spans)


def _row(name: str, tally: Tally, f1: F1 | None = None) -> str:
    strict, partial = (f"{f1.strict:.2f}", f"{f1.partial:.2f}") if f1 else ("", "")
    return f"| {name} | {_counts(tally)} | {strict} | {partial} |"


def _counts(tally: Tally) -> str:
    if not tally.spans:
        return "0 | | | "
    low, high = wilson(tally.found, tally.spans)
    found = _percent(tally.found / tally.spans)
    leaked = _percent(tally.leaked / tally.chars if tally.chars else 0.0)
    return f"{tally.spans} | {found} | {_percent(low)} to {_percent(high)} | {leaked}"


def _line(miss: Miss) -> str:
    tags = f" ({', '.join(miss.tags.values())})" if miss.tags else ""
    return f"- {miss.kind} `{miss.value!r}` in `{miss.context!r}`{tags}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.02 or share == 0 else f"{100 * share:.2f} %"
