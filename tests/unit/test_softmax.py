"""One softmax with three implementations that agree."""

from __future__ import annotations

import sys
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabside.pipelines import softmax as module
from tabside.pipelines.softmax import softmax, softmax_rows

LOGITS = st.floats(-80, 80, width=32)


@given(st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(LOGITS, min_size=width, max_size=width), min_size=1)))
def test_numpy_and_python_agree(rows: list[list[float]]) -> None:
    logits = array("f", [logit for row in rows for logit in row])
    import numpy  # noqa: F401  # what chooses NumPy

    for got, row in zip(softmax_rows(logits, len(rows[0])), rows, strict=True):
        assert got == pytest.approx(softmax(array("f", row)), rel=1e-12, abs=1e-300)
        assert sum(got) == pytest.approx(1)


def test_without_numpy_python_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    assert softmax_rows(array("f", [0, 0, 800, 0]), 2) == [[0.5, 0.5], [1.0, 0.0]]


def test_a_runtime_can_lend_its_own() -> None:
    module.use_for_rows(lambda logits, width: [[float(width), *logits]])
    try:
        assert softmax_rows(array("f", [3.0]), 1) == [[1.0, 3.0]]
    finally:
        module.use_for_rows(None)
    assert softmax_rows(array("f", [3.0]), 1) == [[1.0]]


def test_no_row_is_no_row() -> None:
    assert softmax_rows(array("f"), 35) == []
