"""Many inputs: any iterable, the caller's order, and isolation of failures. Over a fake session."""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

import pytest

from tabside.errors import BatchError, InputError, SessionError, TabsideError
from tabside.pipelines.base import LOOK_AHEAD, ModelInput, Parts
from tabside.pipelines.feature_extraction import FeatureExtractionPipeline
from tabside.pipelines.fill_mask import FillMaskPipeline
from tabside.pipelines.question_answering import QuestionAnsweringPipeline
from tabside.pipelines.text_classification import TextClassificationPipeline
from tabside.pipelines.text_ranking import TextRankingPipeline
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.pipelines.zero_shot_classification import ZeroShotClassificationPipeline
from tabside.runtime.base import Tensor, TensorSpec
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "broken", "q"]
TOKENIZER = Tokenizer.from_vocab("\n".join(VOCAB) + "\n")
LIMIT = 16


def session(shape: Callable[[int, int], tuple[int, ...]], *outputs: str) -> FakeSession:
    """Logits by the count of `good`; a batch with `broken` in it fails as in onnxruntime."""

    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        ids = feeds["input_ids"].data.tolist()
        if VOCAB.index("broken") in ids:
            raise SessionError("onnxruntime failed: index out of range")
        size = 1
        for number in shape(rows, length)[1:]:
            size *= number
        data = array("f")
        for row in range(rows):
            good = ids[row * length : (row + 1) * length].count(VOCAB.index("good"))
            data.extend([float(good)] + [0.0] * (size - 1))
        return {name: Tensor("float32", shape(rows, length), data) for name in outputs or ("logits",)}

    return FakeSession(compute, outputs=[TensorSpec(name, "float32", ()) for name in outputs or ("logits",)])


def labels(count: int) -> Parts:
    return Parts(session(lambda rows, _: (rows, count)), TOKENIZER, LIMIT, {}, [f"L{index}" for index in range(count)])


Ask = Callable[..., Any]


def classify(items: Any, **options: Any) -> Any:
    return TextClassificationPipeline(labels(2))(items, **options)


def rank(items: Any, **options: Any) -> Any:
    return TextRankingPipeline(labels(1))("q", items, **options)


def embed(items: Any, **options: Any) -> Any:
    pipe = FeatureExtractionPipeline(Parts(session(lambda rows, length: (rows, length, 3)), TOKENIZER, LIMIT))
    return pipe(items, pooling="mean", **options)


def find(items: Any, **options: Any) -> Any:
    parts = Parts(session(lambda rows, length: (rows, length, 2)), TOKENIZER, LIMIT, {}, ["O", "B-X"])
    return TokenClassificationPipeline(parts)(items, ignore_labels=[], **options)


def zero_shot(items: Any, **options: Any) -> Any:
    return ZeroShotClassificationPipeline(labels(3))(items, ["good", "bad"], **options)


def fill(items: Any, **options: Any) -> Any:
    parts = Parts(session(lambda rows, length: (rows, length, len(VOCAB))), TOKENIZER, LIMIT)
    return FillMaskPipeline(parts)((f"{item} [MASK]" if isinstance(item, str) else item for item in items), **options)


def answer(items: Any, **options: Any) -> Any:
    parts = Parts(session(lambda rows, length: (rows, length), "start_logits", "end_logits"), TOKENIZER, LIMIT)
    pairs = ({"question": "q", "context": item} if isinstance(item, str) else item for item in items)
    return QuestionAnsweringPipeline(parts)(pairs, doc_stride=2, **options)


PIPELINES: dict[str, Ask] = {
    "classify": classify, "rank": rank, "embed": embed, "find": find, "zero_shot": zero_shot, "fill": fill,
    "answer": answer,
}  # fmt: skip
TEXTS = ["good", "bad good", "broken", "good good bad", "bad"]


def plain(results: Any) -> list[Any]:
    """Results in a comparable form, for any task."""
    return results.tolist() if hasattr(results, "tolist") else list(results)


@pytest.mark.parametrize("ask", PIPELINES.values(), ids=PIPELINES)
async def test_what_the_model_fails_on_is_reported_and_the_others_stay(ask: Ask) -> None:
    heard: list[tuple[int, str]] = []
    texts = [TEXTS[0], 5, *TEXTS[1:]]

    results = plain(await ask(texts, on_error=lambda number, error: heard.append((number, error.code))))

    assert sorted(heard) == [(1, "input.invalid"), (3, "session.failed")]
    if ask is rank:
        expected = plain(await ask([text for text in TEXTS if text != "broken"]))
        assert [entry["score"] for entry in results] == [entry["score"] for entry in expected]
        assert [entry["corpus_id"] for entry in results] == [4, 0, 2, 5]
        return
    expected = plain(await ask([text for text in TEXTS if text != "broken"]))
    assert [result for number, result in enumerate(results) if number not in (1, 3)] == expected


@pytest.mark.parametrize("ask", PIPELINES.values(), ids=PIPELINES)
async def test_without_a_listener_the_error_holds_the_others_results(ask: Ask) -> None:
    with pytest.raises(BatchError, match="1 of 5 inputs failed, the first of them number 2") as caught:
        await ask(TEXTS)

    assert list(caught.value.errors) == [2]
    assert isinstance(caught.value.errors[2], SessionError)
    assert len(caught.value.results) == (4 if ask is rank else 5)
    assert "broken" not in str(caught.value)


@pytest.mark.parametrize("ask", PIPELINES.values(), ids=PIPELINES)
@pytest.mark.parametrize(("items", "error"), [([5], InputError), (["broken", "broken bad"], SessionError)])
async def test_when_all_fail_the_first_error_comes(ask: Ask, items: list[Any], error: type[TabsideError]) -> None:
    with pytest.raises(error):
        await ask(items)


@pytest.mark.parametrize("ask", PIPELINES.values(), ids=PIPELINES)
async def test_generators_and_asynchronous_ones_are_taken(ask: Ask) -> None:
    texts = ["good " * (number % 5) + "bad" for number in range(LOOK_AHEAD + 7)]

    def lazily() -> Iterator[str]:
        yield from texts

    async def later() -> AsyncIterator[str]:
        for text in texts:
            yield text

    expected = plain(await ask(texts))
    assert len(expected) == len(texts)
    assert plain(await ask(lazily())) == expected
    if ask in (fill, answer):
        return
    assert plain(await ask(later())) == expected
    assert plain(await ask([])) == plain(await ask(iter(())))


async def test_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []
    pipe = TextClassificationPipeline(labels(2))

    def encode(number: int, text: str) -> list[ModelInput[int]]:
        return [ModelInput([2, 3], [0, 0], number)]

    def lazily() -> Iterator[str]:
        for number in range(10 * LOOK_AHEAD):
            taken.append(number)
            yield "good"

    async for _ in pipe.attempt(lazily(), encode, lambda output: output.tag):
        break

    assert len(taken) == LOOK_AHEAD


TOO_LONG = {
    "fill": (fill, ["good", "bad " * LIMIT], "has 19 tokens, and the model reads 16"),
    "answer": (answer, ["good", {"question": "q " * LIMIT, "context": "good"}], "Shorten the question"),
}


@pytest.mark.parametrize(("ask", "items", "message"), TOO_LONG.values(), ids=TOO_LONG)
async def test_what_cannot_be_cut_says_how_long_it_is(ask: Ask, items: list[Any], message: str) -> None:
    with pytest.raises(BatchError, match=message) as caught:
        await ask(items)
    assert list(caught.value.errors) == [1]
    assert caught.value.results[0] is not None
