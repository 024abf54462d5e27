"""No input of 1 MB, however it is made, takes more than 10 s of one core or 500 MB; Office files are the exception."""

from __future__ import annotations

import pytest

from bench.slowest_inputs import CASES, measured

# Seconds and megabytes of Office files that hold hundreds of thousands of texts. Their time is linear.
LARGER = {
    "Office: paragraphs": (30, 500), "Office: one paragraph of runs": (30, 500), "Office: cells of texts": (40, 500),
    "Office: equal cells": (30, 900),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", CASES)
def test_an_input_of_a_megabyte_is_bounded(name: str) -> None:
    most_s, most_mb = LARGER.get(name, (10, 500))
    found = measured(name)
    assert found["seconds"] <= most_s
    assert found["megabytes"] <= most_mb
