"""The bridge's pipeline calls, on CPython with pipelines that only record their arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tabside.bridge.tasks import run_task
from tabside.errors import BatchError, InputError


def hear(inputs: Sequence[str], on_error: Callable[[int, Exception], object]) -> None:
    """Fail on the texts that request it, as pipelines do."""
    for number, text in enumerate(inputs):
        if text == "fail":
            on_error(number, InputError(f"Input {number} is no good."))


class Tokens:
    async def __call__(
        self, inputs: str | list[str], *, aggregation_strategy: str = "none", on_error: Any = None
    ) -> Any:
        found = [{"word": "Ada", "start": 2, "end": 5}]
        hear([inputs] if isinstance(inputs, str) else inputs, on_error)
        if isinstance(inputs, str):
            return None if inputs == "fail" else found
        return [None if text == "fail" else found for text in inputs]


class Similarity:
    async def encode(self, texts: Any, *, prompt: str | None = None) -> None:
        raise AssertionError

    async def __call__(self, source: str, sentences: list[str], *, on_error: Any, **options: object) -> Any:
        hear(sentences, on_error)
        return [float("nan") if text == "fail" else 0.5 for text in sentences]


class Questions:
    async def __call__(self, questions: Any, *, top_k: int | None = 1, on_error: Any = None) -> Any:
        answer = {"score": 1.0, "start": 2, "end": 3, "answer": "x"}
        one = answer if top_k == 1 else [answer]
        return [one for _ in questions] if isinstance(questions, list) else one


class Weighing:
    async def __call__(
        self,
        sequences: list[str],
        candidate_labels: list[str],
        *,
        multi_label: bool = False,
        on_truncated: Any = None,
        on_error: Any = None,
    ) -> Any:
        on_truncated(1, 700, 512)
        return [{"sequence": text, "labels": candidate_labels, "scores": [1.0]} for text in sequences]


class Ranking:
    async def __call__(
        self, query: str, documents: list[str], *, top_k: int | None = None, on_error: Any = None
    ) -> Any:
        return [query, documents, top_k]


@pytest.mark.parametrize(
    ("inputs", "spans"),
    [("a Ada", [(2, 5)]), ("\U0001f600 Ada", [(3, 6)]), ("\ud800 Ada", [(2, 5)])],
    ids=["plain", "astral", "lone surrogate"],
)
async def test_offsets_go_out_in_utf16_units(inputs: str, spans: list[tuple[int, int]]) -> None:
    one = await run_task("token-classification", Tokens(), inputs, {})
    many = await run_task("token-classification", Tokens(), [inputs, inputs], {"aggregation_strategy": "first"})
    assert [(entity["start"], entity["end"]) for entity in one.plain] == spans
    assert many.plain == [one.plain, one.plain]


async def test_a_ranking_gets_query_and_documents() -> None:
    answer = await run_task("text-ranking", Ranking(), {"query": "q", "documents": ["d"]}, {"top_k": 3})
    assert answer.plain == ["q", ["d"], 3]
    assert not answer.arrays


@pytest.mark.parametrize("options", [{"colour": "red"}, {"on_error": 1}, {"query": "q"}])
async def test_an_option_that_there_is_not_is_refused_without_repeating_it(options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"Options: top_k\.") as refused:
        await run_task("text-ranking", Ranking(), {"query": "q", "documents": []}, options)
    assert not any(name in refused.value.message for name in options)


async def test_failing_inputs_do_not_lose_the_others() -> None:
    with pytest.raises(BatchError, match=r"1 of 3 inputs failed, the first of them number 1: Input 1") as caught:
        await run_task("token-classification", Tokens(), ["a Ada", "fail", "\U0001f600 Ada"], {})

    first, failed, last = caught.value.results.plain
    assert failed is None
    assert (first[0]["start"], last[0]["start"]) == (2, 3)
    assert {number: error.code for number, error in caught.value.errors.items()} == {1: "input.invalid"}


@pytest.mark.parametrize("inputs", ["fail", ["fail"], ["fail", "fail"]])
async def test_where_all_fail_the_first_error_is_raised(inputs: str | list[str]) -> None:
    with pytest.raises(InputError, match="Input 0 is no good"):
        await run_task("token-classification", Tokens(), inputs, {})


async def test_a_sentence_that_failed_has_no_number() -> None:
    inputs = {"source_sentence": "a", "sentences": ["b", "fail"]}
    with pytest.raises(BatchError) as caught:
        await run_task("sentence-similarity", Similarity(), inputs, {"prompt": "q: "})
    assert caught.value.results.plain == [0.5, None]


@pytest.mark.parametrize("options", [{}, {"top_k": 2}])
async def test_answers_are_placed_in_utf16_units(options: dict[str, int]) -> None:
    items = [{"question": "?", "context": "ab c"}, {"question": "?", "context": "\U0001f600b c"}]
    one = await run_task("question-answering", Questions(), items[1], options)
    many = await run_task("question-answering", Questions(), items, options)
    listed = [found if isinstance(found, list) else [found] for found in (one.plain, *many.plain)]
    assert [[(answer["start"], answer["end"]) for answer in found] for found in listed] == [
        [(3, 4)],
        [(2, 3)],
        [(3, 4)],
    ]


async def test_a_text_whose_end_was_not_weighed_is_marked() -> None:
    inputs = {"sequences": ["a", "b"], "candidate_labels": ["x"]}
    answer = await run_task("zero-shot-classification", Weighing(), inputs, {"multi_label": True})
    assert ["truncated" in found for found in answer.plain] == [False, True]
