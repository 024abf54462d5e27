"""Columns of data frames redacted and restored, with the real packages and the real model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

from tabside import frames
from tabside.errors import InputError
from tabside.sync import Blocking, Redactor

ROWS = {
    "id": [1, 2, 3],
    "name": ["Annabel Lindqvist", None, "Torsten Becker"],
    "note": ["mail annabel@example.org", "nothing", "Annabel Lindqvist called"],
}


@pytest.fixture(scope="module")
def redactor() -> Blocking:
    return Redactor.create()


def plain(frame: Any) -> dict[str, list[Any]]:
    if isinstance(frame, pyarrow.Table):
        return frame.to_pydict()
    if isinstance(frame, polars.DataFrame):
        return frame.to_dict(as_series=False)
    return {name: [None if pandas.isna(one) else one for one in frame[name]] for name in frame.columns}


MAKERS: dict[str, Callable[[], Any]] = {
    "pandas": lambda: pandas.DataFrame(ROWS),
    "pandas, objects": lambda: pandas.DataFrame(
        {name: pandas.Series(rows, dtype=object) for name, rows in ROWS.items()}
    ),
    "polars": lambda: polars.DataFrame(ROWS),
    "polars, lazy": lambda: polars.LazyFrame(ROWS),
    "pyarrow": lambda: pyarrow.table(ROWS),
    "duckdb": lambda: duckdb.from_arrow(pyarrow.table(ROWS)),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_text_columns_are_redacted_and_restored(kind: str, redactor: Redactor) -> None:
    done = frames.redact(MAKERS[kind](), redactor=redactor)
    redacted = plain(done.frame)

    assert redacted["id"] == [1, 2, 3]
    assert redacted["name"] == ["[GIVEN_NAME_1] [SURNAME_1]", None, "[GIVEN_NAME_2] [SURNAME_2]"]
    assert redacted["note"] == ["mail [EMAIL_1]", "nothing", "[GIVEN_NAME_1] [SURNAME_1] called"]
    assert done.counts["note"]["EMAIL"] == 1
    assert plain(frames.restore(done.frame, done.mapping)) == ROWS


def test_only_the_columns_asked_for_are_read(redactor: Redactor) -> None:
    done = frames.redact(polars.DataFrame(ROWS), columns=["name"], redactor=redactor)

    assert plain(done.frame)["note"] == ROWS["note"]
    assert plain(done.frame)["name"][0] == "[GIVEN_NAME_1] [SURNAME_1]"


@pytest.mark.parametrize("columns", [["id"], ["nobody"]])
def test_a_column_that_cannot_be_read_is_an_error(columns: list[str], redactor: Redactor) -> None:
    with pytest.raises(InputError):
        frames.redact(polars.DataFrame(ROWS), columns=columns, redactor=redactor)


def test_what_is_no_frame_is_an_error(redactor: Redactor) -> None:
    with pytest.raises(InputError):
        frames.redact([1, 2], redactor=redactor)
