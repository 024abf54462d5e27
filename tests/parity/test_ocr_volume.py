"""OCR on 21 pages in seven languages, clean, askew and noisy: minutes. docs/ocr.md has the numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.ocr.__main__ import measure
from bench.ocr.evaluate import FULL
from bench.ocr.pages import draw
from bench.ocr.variants import VARIANTS
from scripts import chrome
from tabside import ocr, sync
from tests.unit.files.drawn import draw as draw_lines

pytestmark = pytest.mark.long


@pytest.mark.timeout(3600)
def test_pages_are_read_as_well_as_the_documentation_says(tmp_path: Path) -> None:
    names = draw(tmp_path, chrome.ensure())

    tally = measure("small", tmp_path, names, VARIANTS)

    count = len(tally.values)
    read = [value for value in tally.values if value.distance <= 1]
    assert sum(value.is_exact for value in tally.values) >= 0.96 * count
    assert len(read) >= 0.99 * count
    assert sum(value.covered >= FULL for value in read) >= 0.995 * len(read)
    assert tally.missed <= 1  # a middle dot in a noisy line


def test_a_screenshot_that_is_many_times_higher_than_wide_is_read_to_its_end() -> None:
    lines = [f"Message {number} from Ann Smith at noon" for number in range(100, 250)]

    async def read() -> ocr.Page:
        reader = await ocr.load_reader(fast=True)
        return await reader.read(np.asarray(draw_lines(lines, mode="L")))

    page = sync.run(read())

    assert [line for line in page.text.split("\n") if line] == lines
