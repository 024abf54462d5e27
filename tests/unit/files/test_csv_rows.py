"""Rows with long fields, and a host program whose `csv` stays as it is."""

from __future__ import annotations

import csv

import pytest

from tabside.files.csv_rows import MOST_CHARS, csv_rows

LONG = "x" * 200_000


def test_a_field_may_be_longer_than_csv_reads_by_default() -> None:
    assert list(csv_rows(["a,b\n", f"{LONG},2\n"], delimiter=",", most_chars=1 << 20)) == [["a", "b"], [LONG, "2"]]


@pytest.mark.parametrize(
    ("line", "most"), [(f"{LONG},1\n", MOST_CHARS), ("abcdef\n", 5)], ids=["default", "a bound of the caller's"]
)
def test_a_longer_field_is_an_error(line: str, most: int) -> None:
    with pytest.raises(csv.Error, match="field larger"):
        list(csv_rows([line], delimiter=",", most_chars=most))


def test_the_limit_of_the_process_stays() -> None:
    before = csv.field_size_limit()
    rows = csv_rows(["a\n", f"{LONG}\n", "b\n"], delimiter=",", most_chars=1 << 20)
    next(rows)
    assert csv.field_size_limit() == before  # between two rows
    next(rows)
    rows.close()
    with pytest.raises(csv.Error):
        list(csv_rows([LONG], delimiter=","))
    assert csv.field_size_limit() == before
