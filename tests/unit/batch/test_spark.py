"""The function that Spark calls, on Arrow batches and without Spark; tests/cluster tests it in a real one."""

from __future__ import annotations

import pickle

import pyarrow as pa
import pytest

from tabside.batch.errors import KeyMissingError
from tabside.batch.pseudonyms import Pseudonyms, Secret
from tabside.errors import InputError
from tabside.integrations import spark
from tests.unit.batch.conftest import MODELS

SECRET = Secret(b"k" * 32)


def test_rows_keep_their_columns_and_say_what_failed() -> None:
    texts = ["write to ann@example.com", None, "x" * 101, "nothing"]
    batches = [pa.record_batch({"id": [0, 1, 2, 3], "text": texts}), pa.record_batch({"id": [4], "text": ["a@b.org"]})]
    function = spark.redact_arrow("text", model=MODELS["redact"], max_chars=100)

    rows = [row for batch in function(iter(batches)) for row in batch.to_pylist()]

    assert [row["id"] for row in rows] == [0, 1, 2, 3, 4]
    assert [row["text"] for row in rows] == ["write to [EMAIL_1]", None, None, "nothing", "[EMAIL_1]"]
    assert [row[spark.ERROR] for row in rows] == [None, None, "batch.row-too-long", None, None]
    assert [len(row[spark.FINDINGS] or ()) for row in rows] == [1, 0, 0, 0, 1]


def test_pseudonyms_are_those_of_a_batch() -> None:
    function = spark.redact_arrow("text", model=MODELS["redact"], secret=SECRET)

    (batch,) = function(iter([pa.record_batch({"text": ["ann@example.com"]})]))

    assert batch.column("text").to_pylist() == [Pseudonyms(SECRET).make("EMAIL", "ann@example.com")]


def test_what_is_no_text_is_an_error() -> None:
    (batch,) = spark.redact_arrow("n", model=MODELS["redact"])(iter([pa.record_batch({"n": [1, None]})]))

    assert batch.column(spark.ERROR).to_pylist() == ["batch.row-not-text", None]
    assert batch.column("n").to_pylist() == [None, None]


def test_options_are_checked_on_the_driver() -> None:
    with pytest.raises(KeyMissingError):
        spark.redact("text", model=MODELS["redact"], reversible=True)


def test_a_secret_travels_to_the_executors_and_is_not_shown() -> None:
    assert pickle.loads(pickle.dumps(SECRET)) == SECRET
    assert "kkk" not in repr(SECRET)


@pytest.mark.parametrize("names", [["id"], ["text", "findings"], ["text", "redaction_error"], ["text", "x", "x"]])
def test_columns_that_will_not_do(names: list[str]) -> None:
    function = spark.redact_arrow("text", model=MODELS["redact"])

    with pytest.raises(InputError):
        next(function(iter([pa.RecordBatch.from_arrays([pa.array(["x"])] * len(names), names=names)])))
