"""One softmax with two implementations that agree."""

from __future__ import annotations

import sys
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabside.errors import SessionError
from tabside.runtime.base import Tensor
from tabside.runtime.softmax import softmax, softmax_tensor, with_softmax

LOGITS = st.floats(-80, 80, width=32)


@given(st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(LOGITS, min_size=width, max_size=width), min_size=1)))
def test_numpy_and_python_agree(rows: list[list[float]]) -> None:
    logits = array("f", [logit for row in rows for logit in row])
    import numpy  # noqa: F401  # what chooses NumPy

    width = len(rows[0])
    found = softmax_tensor(Tensor("float32", (len(rows), width), logits)).data.tolist()
    for number, row in enumerate(rows):
        got = found[number * width : (number + 1) * width]
        assert got == pytest.approx(softmax(array("f", row)), rel=1e-12, abs=1e-300)
        assert sum(got) == pytest.approx(1)


def test_without_numpy_python_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    found = softmax_tensor(Tensor("float32", (2, 2), array("f", [0, 0, 800, 0])))
    assert (found.dtype, found.shape, found.data.tolist()) == ("float64", (2, 2), [0.5, 0.5, 1.0, 0.0])


@pytest.mark.parametrize(
    ("dtype", "data"),
    [("float64", array("d", [0, 0])), ("int8", array("b", [3, 3])), ("float16", array("H", [0x3C00, 0x3C00]))],
)
def test_every_type_of_number_is_read(dtype: str, data: array[float]) -> None:
    assert softmax_tensor(Tensor(dtype, (1, 2), data)).data.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("logits", [Tensor("float32", (), array("f", [1])), Tensor("string", (1,), ["a"])])
def test_what_has_no_softmax_is_refused(logits: Tensor) -> None:
    with pytest.raises(SessionError):
        softmax_tensor(logits)


def test_no_row_is_no_row() -> None:
    assert softmax_tensor(Tensor("float32", (0, 35), array("f"))).data == array("d")


def test_only_the_named_output_of_a_run_changes() -> None:
    outputs = {name: Tensor("float32", (1, 2), array("f", [1, 1])) for name in ("logits", "hidden")}
    assert with_softmax(outputs, None) == with_softmax(outputs, "other") == outputs
    changed = with_softmax(outputs, "logits")
    assert changed["logits"].data.tolist() == [0.5, 0.5]
    assert changed["hidden"] is outputs["hidden"]
