"""Plot the measurements of test_memory as an SVG for light and dark themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 440, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 36, 42
COLORS = ("#2f6fde", "#d9822b")
STYLE = """text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600; font-size: 13px } .grid { stroke: #8884; stroke-width: 1 }
polyline { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }"""


@dataclass(frozen=True)
class Series:
    """Bytes by count, one line per series."""

    title: str
    unit: str
    counts: Sequence[int]
    lines: Mapping[str, Sequence[int]]


def write_plot(path: Path, panels: Sequence[Series]) -> None:
    """Write the panels side by side."""
    drawn = "\n".join(f'<g transform="translate({WIDTH * at} 0)">{_panel(each)}</g>' for at, each in enumerate(panels))
    size = f'viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}" width="{WIDTH * len(panels)}" height="{HEIGHT}"'
    label = "; ".join(each.title for each in panels)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Memory: {escape(label)}">\n'
        f"<style>{STYLE}</style>\n{drawn}\n</svg>\n",
        encoding="utf-8",
    )


def _panel(series: Series) -> str:
    most = max(max(values) for values in series.lines.values()) / 1e6
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / size <= 6)
    top = (int(most / step) + 1) * step
    first, last = series.counts[0], series.counts[-1]

    def x(count: int) -> float:
        return LEFT + (count - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(megabytes: float) -> float:
        return HEIGHT - BOTTOM - megabytes / top * (HEIGHT - TOP - BOTTOM)

    parts = [f'<text class="title" x="{LEFT}" y="20">{escape(series.title)}</text>']
    for tick in range(0, top + 1, step):
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick} MB</text>')
    for count in (first, (first + last) // 2, last):
        anchor = "end" if count == last else "middle"
        parts.append(f'<text x="{x(count):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="{anchor}">{count:,}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{escape(series.unit)}</text>')
    for color, (name, values) in zip(COLORS, series.lines.items(), strict=False):
        points = " ".join(f"{x(n):.1f},{y(v / 1e6):.1f}" for n, v in zip(series.counts, values, strict=True))
        parts.append(f'<polyline stroke="{color}" points="{points}"/>')
        at = y(values[-1] / 1e6) - 7
        parts.append(f'<text x="{WIDTH - RIGHT}" y="{at:.1f}" text-anchor="end" style="fill:{color}">{name}</text>')
    return "".join(parts)
