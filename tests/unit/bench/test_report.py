"""The benchmark's output: a table with spreads and verdicts, all samples as JSON, and a picture."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from bench.plot import draw
from bench.report import Outcome, markdown, write_json
from bench.series import Series, Target

SVG = "{http://www.w3.org/2000/svg}"


def outcome() -> Outcome:
    slow = Series("short text <16>", "ms", Target(0.35, 0.6))
    for side, values in {"tabside": (20, 10, 30), "peer": (40, 40, 50), "tuned": (10, 10, 10)}.items():
        slow.add(side, *values)
    rate = Series("embeddings", "texts/s", Target(3.0), more_is_better=True)
    rate.add("tabside", 300)
    rate.add("peer", 50)
    lengths = [Series(f"redacting {chars:,} characters", "ms") for chars in (1_000, 10_000)]
    for row, ms in zip(lengths, (10, 100), strict=True):
        row.add("tabside", ms)
    return Outcome({"date": "today"}, ["a note"], [slow, rate, *lengths])


def test_the_table_tells_medians_spreads_ratios_and_whether_a_goal_is_reached() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in markdown(outcome()).splitlines() if "|" in line
    ]
    assert rows[2] == [
        "short text <16>",
        "20.0 ms (10.0–30.0)",
        "40.0 ms (40.0–50.0)",
        "10.0 ms (10.0–10.0)",
        "0.50",
        "2.00",
        "≤ 0.35, ≤ 0.6",
        "no",
    ]
    assert rows[3] == ["embeddings", "300 texts/s", "50.0 texts/s", "", "6.00", "", "≥ 3", "yes"]


def test_notes_and_growth_stand_below_the_table() -> None:
    assert markdown(outcome()).endswith(
        "- a note\n- Time grows with the text to the power of 1.00 between the two longest.\n"
    )


def test_every_sample_is_written(tmp_path: Path) -> None:
    write_json(outcome(), tmp_path / "bench.json")
    data = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert data["series"][0]["samples"]["tabside"] == [20, 10, 30]
    assert data["series"][0]["ratios"] == {"peer": 0.5, "tuned": 2.0}


def test_the_picture_is_svg_with_a_bar_for_each_ratio_as_long_as_it_is(tmp_path: Path) -> None:
    draw(outcome(), tmp_path / "bench.svg")
    root = ElementTree.fromstring((tmp_path / "bench.svg").read_text(encoding="utf-8"))
    bars = [float(bar.attrib["width"]) for bar in root.iter(f"{SVG}rect") if bar.attrib["width"] != "10"]
    # 0.5 and 2 of the other's time; six times the rate is a sixth of the time.
    assert len(bars) == 3
    assert bars[1] / bars[0] == 4
    assert round(bars[0] / bars[2], 1) == 3
    assert any("short text <16>" in (text.text or "") for text in root.iter(f"{SVG}text"))
