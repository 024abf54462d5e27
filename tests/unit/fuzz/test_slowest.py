"""No input of 1 MB, however it is made, takes more than 10 s of one core or 500 MB."""

from __future__ import annotations

import pytest

from bench.slowest_inputs import CASES, measured

MOST_S, MOST_MB = 10, 500


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", CASES)
def test_an_input_of_a_megabyte_is_bounded(name: str) -> None:
    found = measured(name)
    assert found["seconds"] <= MOST_S
    assert found["megabytes"] <= MOST_MB
