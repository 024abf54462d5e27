"""The Spark functions in a local Spark."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from tabside.batch import Engine, Job, run
from tabside.batch.pseudonyms import Secret
from tabside.integrations import spark as tabside_spark
from tests.cluster.conftest import TINY

pytestmark = pytest.mark.filterwarnings("ignore")
SECRET = Secret(b"k" * 32)
TEXTS = [f"{number}: write to u{number % 3}@example.com" for number in range(20)]


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("method", ["mapInPandas", "mapInArrow"])
def test_it_gives_what_a_batch_gives(session: SparkSession, tmp_path: Path, models: Path, method: str) -> None:
    (tmp_path / "a.txt").write_text("\n".join(TEXTS))
    run(
        Job("redact", (str(tmp_path / "a.txt"),), str(tmp_path / "out.txt"), model=TINY, secret=SECRET),
        Engine(processes=1),
    )
    rows = [*((number, text) for number, text in enumerate(TEXTS)), (20, None), (21, "x" * 201)]
    frame = session.createDataFrame(rows, "id long, text string").repartition(3)
    make = tabside_spark.redact if method == "mapInPandas" else tabside_spark.redact_arrow
    function = _with_models(make("text", model=TINY, secret=SECRET, max_chars=200), str(models))

    schema = tabside_spark.redacted_schema(frame.schema, "text")
    redacted = sorted(getattr(frame, method)(function, schema=schema).collect(), key=lambda row: row.id)

    assert [row.text for row in redacted[:20]] == (tmp_path / "out.txt").read_text().splitlines()
    assert all(row.findings[0].entity == "EMAIL" and row.redaction_error is None for row in redacted[:20])
    assert (redacted[20].text, redacted[20].redaction_error) == (None, None)
    assert (redacted[21].text, redacted[21].redaction_error) == (None, "batch.row-too-long")


def _with_models(
    function: Callable[[Iterator[Any]], Iterator[Any]], folder: str
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """Make the tiny model available to executors, which are other processes."""

    def wrapped(batches: Iterator[Any]) -> Iterator[Any]:
        from tabside.env import env

        env.allow_local_models, env.local_model_path = True, folder
        yield from function(batches)

    return wrapped
