"""A run's outcome as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .metrics import F1, Score, Tally, wilson

__all__ = ["markdown"]


def markdown(title: str, score: Score, *, misses: int = 0) -> str:
    """Return a table by type, and as many of the spans that were missed as asked for."""
    lines = [
        f"### {title}",
        "",
        "| type | spans | found | 95 % | leaked | strict F1 | partial F1 |",
        "|---|---:|---:|---|---:|---:|---:|",
        _row("**all**", score.overall),
    ]
    lines += [_row(kind, tally, score.f1[kind]) for kind, tally in _by_size(score.kinds.items())]
    over = f"Over-masked: {_percent(score.over_share)} of {score.clean_chars} letters and digits outside every span."
    lines += ["", over]
    if score.others:
        lines += ["", "Types that nothing here means to find, masked nonetheless:"]
        lines += [f"{kind} {tally.found} of {tally.spans};" for kind, tally in _by_size(score.others.items())]
    if misses:
        kinds = Counter(miss.kind for miss in score.misses)
        lines += ["", f"Missed: {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}.", ""]
        lines += [f"- {miss.kind} `{miss.value!r}` in `{miss.context!r}`" for miss in score.misses[:misses]]
    return "\n".join(lines) + "\n"


def _by_size(items: Iterable[tuple[str, Tally]]) -> list[tuple[str, Tally]]:
    return sorted(items, key=lambda item: -item[1].spans)


def _row(name: str, tally: Tally, f1: F1 | None = None) -> str:
    low, high = wilson(tally.found, tally.spans)
    found = _percent(tally.found / tally.spans if tally.spans else 0.0)
    leaked = _percent(tally.leaked / tally.chars if tally.chars else 0.0)
    strict, partial = (f"{f1.strict:.2f}", f"{f1.partial:.2f}") if f1 else ("", "")
    return (
        f"| {name} | {tally.spans} | {found} | {_percent(low)} to {_percent(high)} | {leaked} | {strict} | {partial} |"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.02 or share == 0 else f"{100 * share:.2f} %"
