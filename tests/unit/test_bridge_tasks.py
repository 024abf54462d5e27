"""What the bridge makes of a pipeline's call, on CPython with pipelines that only note what they are asked."""

from __future__ import annotations

import pytest

from tabside.bridge_tasks import run_task
from tabside.errors import InputError


class Tokens:
    async def __call__(self, inputs, *, aggregation_strategy="none"):
        found = [{"word": "Ada", "start": 2, "end": 5}]
        return found if isinstance(inputs, str) else [found for _ in inputs]


class Ranking:
    async def __call__(self, query, documents, *, top_k=None, on_error=None):
        return [query, documents, top_k]


@pytest.mark.parametrize(
    ("inputs", "spans"),
    [("a Ada", [(2, 5)]), ("\U0001f600 Ada", [(3, 6)]), ("\ud800 Ada", [(2, 5)])],
    ids=["plain", "astral", "lone surrogate"],
)
async def test_offsets_go_out_in_utf16_units(inputs, spans):
    one = await run_task("token-classification", Tokens(), inputs, {})
    many = await run_task("token-classification", Tokens(), [inputs, inputs], {"aggregation_strategy": "first"})
    assert [(entity["start"], entity["end"]) for entity in one.plain] == spans
    assert many.plain == [one.plain, one.plain]


async def test_a_ranking_gets_query_and_documents():
    answer = await run_task("text-ranking", Ranking(), {"query": "q", "documents": ["d"]}, {"top_k": 3})
    assert answer.plain == ["q", ["d"], 3]
    assert not answer.arrays


@pytest.mark.parametrize("options", [{"colour": "red"}, {"on_error": 1}, {"query": "q"}])
async def test_an_option_that_there_is_not_is_refused_without_repeating_it(options):
    with pytest.raises(InputError, match=r"Options: top_k\.") as refused:
        await run_task("text-ranking", Ranking(), {"query": "q", "documents": []}, options)
    assert not any(name in refused.value.message for name in options)
