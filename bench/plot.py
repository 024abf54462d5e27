"""Plot the table as hand-written SVG, light and dark: for each row, tabside's time relative to the peer's."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from .report import TITLES, Outcome
from .series import Series

ROW_HEIGHT = 30
LEFT, WIDTH, RIGHT = 250, 380, 70
TOP, BOTTOM = 44, 28
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.note { font-size: 12px; fill: #57606a; }
.peer { fill: #0969da; } .tuned { fill: #8250df; }
.axis { stroke: #d0d7de; } .even { stroke: #57606a; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .note { fill: #9198a1; }
  .peer { fill: #4493f8; } .tuned { fill: #ab7df8; }
  .axis { stroke: #3d444d; } .even { stroke: #9198a1; }
}
"""


def draw(outcome: Outcome, path: Path) -> None:
    """Write the picture."""
    rows = [row for row in outcome.series if row.ratio("peer") is not None]
    height = TOP + ROW_HEIGHT * len(rows) + BOTTOM
    most = max([1.0, *(_share(row, side) or 0 for row in rows for side in ("peer", "tuned"))])
    scale = WIDTH / most
    even = LEFT + scale
    total = LEFT + WIDTH + RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height}" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(_summary(rows))}</title>',
        f"<style>{STYLE}</style>",
        f'<text x="{LEFT}" y="18">tabside\'s time (or size) as a share of the other\'s: shorter is better</text>',
        f'<rect class="peer" x="{LEFT}" y="27" width="10" height="10"/>',
        f'<text class="note" x="{LEFT + 15}" y="36">of {TITLES["peer"]}</text>',
        f'<rect class="tuned" x="{LEFT + 150}" y="27" width="10" height="10"/>',
        f'<text class="note" x="{LEFT + 165}" y="36">of {TITLES["tuned"]}</text>',
        f'<line class="axis" x1="{LEFT}" y1="{TOP}" x2="{LEFT}" y2="{height - BOTTOM}"/>',
    ]
    for index, row in enumerate(rows):
        parts += _bars(row, TOP + index * ROW_HEIGHT, scale)
    parts += [
        f'<line class="even" x1="{even:.1f}" y1="{TOP}" x2="{even:.1f}" y2="{height - BOTTOM}"/>',
        f'<text class="note" x="{even:.1f}" y="{height - 10}" text-anchor="middle">the same</text>',
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _bars(row: Series, top: int, scale: float) -> list[str]:
    parts = [f'<text x="{LEFT - 10}" y="{top + 19}" text-anchor="end">{escape(row.name)}</text>']
    shares = [(side, share) for side in ("peer", "tuned") if (share := _share(row, side)) is not None]
    thickness = 18 // len(shares)
    for place, (side, share) in enumerate(shares):
        y = top + 6 + place * thickness
        parts.append(
            f'<rect class="{side}" x="{LEFT}" y="{y}" width="{share * scale:.1f}" height="{thickness - 1}" rx="1.5"/>'
        )
    end = LEFT + max(share for _, share in shares) * scale
    said = " / ".join(f"{share:.2f}" for _, share in shares)
    parts.append(f'<text class="note" x="{end + 6:.1f}" y="{top + 19}">{said}</text>')
    return parts


def _share(row: Series, side: str) -> float | None:
    ratio = row.ratio(side)
    if ratio is None:
        return None
    return 1 / ratio if row.more_is_better else ratio


def _summary(rows: Sequence[Series]) -> str:
    return "; ".join(f"{row.name}: {_share(row, 'peer'):.2f}" for row in rows)
