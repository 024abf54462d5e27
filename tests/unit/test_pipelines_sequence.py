"""Text ranking and text classification over a fake session: raw logits, order, long inputs, activations."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from math import exp
from typing import Any

import pytest

from tabside.errors import InputError, SessionError
from tabside.pipelines.base import Parts
from tabside.pipelines.text_classification import TextClassificationPipeline
from tabside.pipelines.text_ranking import TextRankingPipeline
from tabside.runtime.base import Tensor
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "query", "filler"]
LIMIT = 16


def counting(labels: int) -> FakeSession:
    """Logits by label: the count of `good` in the input, the count of `bad`, then zeros."""

    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        rows, length = feeds["input_ids"].shape
        ids = feeds["input_ids"].data.tolist()
        data = array("f")
        for row in range(rows):
            row_ids = ids[row * length : (row + 1) * length]
            assert length <= LIMIT
            counts = [row_ids.count(VOCAB.index("good")), row_ids.count(VOCAB.index("bad")), 0]
            data.extend((counts if labels > 1 else [counts[0] - counts[1]])[:labels])
        return {"logits": Tensor("float32", (rows, labels), data)}

    return FakeSession(compute)


def parts(labels: int, config: Mapping[str, object] | None = None, **options: object) -> Parts:
    tokenizer = Tokenizer.from_vocab("\n".join(VOCAB) + "\n")
    names = ["LABEL_0", "LABEL_1", "LABEL_2"][:labels]
    return Parts(counting(labels), tokenizer, LIMIT, config or {}, names, options)


async def test_ranking_gives_raw_logits_best_first() -> None:
    rank = TextRankingPipeline(parts(1))
    documents = ["bad", "good good", "", "good"]

    assert await rank("query", documents) == [
        {"corpus_id": 1, "score": 2.0},
        {"corpus_id": 3, "score": 1.0},
        {"corpus_id": 2, "score": 0.0},
        {"corpus_id": 0, "score": -1.0},
    ]
    assert await rank.rank("query", documents, top_k=1, return_documents=True) == [
        {"corpus_id": 1, "score": 2.0, "text": "good good"}
    ]
    assert await rank("query", []) == []


async def test_ranking_keeps_the_query_however_long_the_document() -> None:
    rank = TextRankingPipeline(parts(1))

    scores = await rank.predict([("good query", "filler " * 10_000), ("good " * 100, "filler")])

    # For the second, the query alone exceeds the limit: [CLS], twelve tokens, [SEP], the document's one, [SEP].
    assert scores == [1.0, 12.0]


async def test_a_softmax_over_one_label_is_refused() -> None:
    with pytest.raises(InputError, match="Take none"):
        await TextRankingPipeline(parts(1))("query", ["good", "bad"], function_to_apply="softmax")
    (score,) = await TextRankingPipeline(parts(2)).predict([("query", "bad bad")], function_to_apply="softmax")
    assert score == pytest.approx(1 / (1 + exp(-2)))
    (score,) = await TextRankingPipeline(parts(1)).predict([("query", "good good")], function_to_apply="sigmoid")
    assert score == pytest.approx(1 / (1 + exp(-2)))


async def test_ranking_with_two_labels_gives_the_positive_logit() -> None:
    assert await TextRankingPipeline(parts(2)).predict([("query", "bad bad bad good")]) == [3.0]
    with pytest.raises(SessionError, match="one label or two"):
        await TextRankingPipeline(parts(3)).predict([("query", "good")])


async def test_ranking_applies_a_function_on_request() -> None:
    scores = await TextRankingPipeline(parts(1)).predict([("query", "good good")], function_to_apply="sigmoid")

    assert scores == [pytest.approx(1 / (1 + exp(-2)))]


async def test_classification_has_the_shapes_of_transformers() -> None:
    classify = TextClassificationPipeline(parts(3))
    best = {"label": "LABEL_1", "score": pytest.approx(exp(2) / (exp(2) + 2))}

    assert await classify("bad bad") == [best]
    assert await classify(["bad bad", "bad bad"]) == [best, best]
    assert [entry["label"] for entry in await classify("bad bad good", top_k=None)] == ["LABEL_1", "LABEL_0", "LABEL_2"]
    assert [len(entry) for entry in await classify(["good", "bad"], top_k=2)] == [2, 2]
    assert await classify({"text": "bad", "text_pair": "bad"}) == [best]


ACTIVATIONS = {
    "two labels": (2, {}, {}, {"LABEL_0": exp(1) / (exp(1) + 1), "LABEL_1": 1 / (exp(1) + 1)}),
    "one label": (1, {}, {}, {"LABEL_0": 1 / (1 + exp(-1))}),
    "many right": (
        2,
        {"problem_type": "multi_label_classification"},
        {},
        {"LABEL_0": 1 / (1 + exp(-1)), "LABEL_1": 0.5},
    ),
    "a number": (1, {"problem_type": "regression"}, {}, {"LABEL_0": 1.0}),
    "temperature": (1, {}, {"temperature": 2.0}, {"LABEL_0": 1 / (1 + exp(-0.5))}),
    "the manifest's own": (2, {}, {"function_to_apply": "none"}, {"LABEL_0": 1.0, "LABEL_1": 0.0}),
}


@pytest.mark.parametrize(("labels", "config", "options", "expected"), ACTIVATIONS.values(), ids=ACTIVATIONS)
async def test_scores_follow_the_problem(
    labels: int, config: dict[str, str], options: dict[str, Any], expected: dict[str, float]
) -> None:
    found = await TextClassificationPipeline(parts(labels, config, **options))("good", top_k=None)

    assert {entry["label"]: entry["score"] for entry in found} == pytest.approx(expected)


async def test_a_long_text_is_read_to_its_end() -> None:
    classify = TextClassificationPipeline(parts(1, long_text="max"))
    text = "filler " * 500 + "good"

    highest = await classify(text, function_to_apply="none")
    mean = await classify(text, function_to_apply="none", long_text="mean")

    assert highest[0]["score"] == 1.0
    assert 0 < mean[0]["score"] < 0.1


WRONG = {
    "top_k": ("good", {"top_k": 0}),
    "function": ("good", {"function_to_apply": "relu"}),
    "join": ("good", {"long_text": "min"}),
    "no text": ([None], {}),
    "pair of one": ({"text_pair": "good"}, {}),
}


@pytest.mark.parametrize(("inputs", "options"), WRONG.values(), ids=WRONG)
async def test_wrong_input_is_an_input_error(inputs: Any, options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        await TextClassificationPipeline(parts(2))(inputs, **options)


async def test_wrong_pairs_are_input_errors() -> None:
    rank = TextRankingPipeline(parts(1))
    with pytest.raises(InputError, match="Pair 0"):
        await rank.predict([("query", None)])  # type: ignore[list-item]
    with pytest.raises(InputError, match="top_k"):
        await rank("query", ["good"], top_k=0)
