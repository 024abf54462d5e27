"""OCR against what was drawn: a letter in each of seven languages at 200 dpi (bench/ocr/golden.py made them)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.ocr.evaluate import FULL, ReadWord, evaluate
from bench.ocr.pages import TrueWord
from tabside import ocr

DATA = Path(__file__).parents[1] / "data" / "ocr"
GOLDEN = json.loads((DATA / "words.json").read_text(encoding="utf-8"))
MARGIN = 3.0


@pytest.fixture(scope="module", params=[False, pytest.param(True, marks=pytest.mark.long)], ids=["small", "tiny"])
def reader(request: pytest.FixtureRequest) -> Iterator[ocr.Reader]:
    loaded = asyncio.run(ocr.load_reader(fast=request.param))
    yield loaded
    asyncio.run(loaded.dispose())


@pytest.mark.parametrize("name", GOLDEN)
async def test_values_are_read_and_covered_and_no_word_is_passed_over(name: str, reader: ocr.Reader) -> None:
    with Image.open(DATA / f"{name}.png") as picture:
        pixels = np.asarray(picture.convert("L"))
    drawn = [TrueWord(word["text"], tuple(word["box"]), word["value"]) for word in GOLDEN[name]["words"]]
    shown = {word.value for word in drawn} - {-1}

    page = await reader.read(pixels)

    read = [
        ReadWord(
            word.text, np.array(word.quad), [np.array(word.quad_of(at, at + 1)) for at in range(word.start, word.end)]
        )
        for word in page.words
    ]
    values = [value if index in shown else None for index, value in enumerate(GOLDEN[name]["values"])]
    results, missed, (wrong, letters) = evaluate(drawn, values, read, pixels, MARGIN)
    assert missed == 0
    assert [one.value for one in results if one.distance > 1] == []
    assert [one.value for one in results if one.covered < FULL] == []
    assert sum(not one.is_exact for one in results) <= 1
    assert wrong <= 0.01 * letters
    assert all(page.text[word.start : word.end] == word.text for word in page.words)
