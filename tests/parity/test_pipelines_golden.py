"""Pipelines return the same as transformers' for the same logits (see scripts/generate/golden_pipelines.py)."""

from __future__ import annotations

import json
import warnings
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tabside.pipelines.base import Parts
from tabside.pipelines.feature_extraction import FeatureExtractionPipeline
from tabside.pipelines.fill_mask import FillMaskPipeline
from tabside.pipelines.question_answering import QuestionAnsweringPipeline
from tabside.pipelines.text_classification import TextClassificationPipeline
from tabside.pipelines.truncation import TruncationWarning
from tabside.pipelines.zero_shot_classification import ZeroShotClassificationPipeline
from tabside.runtime.base import Tensor, TensorSpec
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer

GOLDEN = json.loads((Path(__file__).parent / "golden" / "pipelines.json").read_text(encoding="utf-8"))
TOKENIZER = Tokenizer.from_str(GOLDEN["tokenizer"])
FEATURES = 6


def cases(task: str) -> list[Any]:
    return [pytest.param(case, id=f"{task}-{number}") for number, case in enumerate(GOLDEN[task]["cases"])]


def logit(token: int, place: int, label: int) -> float:
    """The same function as in scripts/generate/golden_pipelines.py."""
    return ((token * 7919 + place * 104729 + label * 1299709 + token * label * 31 + 12345) % 100003) / 100003 * 12 - 6


Answer = Callable[[list[list[list[float]]]], dict[str, tuple[tuple[int, ...], list[float]]]]


def session(labels: int, answer: Answer, *outputs: str) -> FakeSession:
    """A model whose logits for each token are `logit`; `answer` builds the outputs from these [batch][token][label]."""

    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        batch, length = feeds["input_ids"].shape
        ids = feeds["input_ids"].data
        mask = feeds["attention_mask"].data
        rows = [
            [
                [logit(ids[row * length + place], place, label) for label in range(labels)]
                for place in range(length)
                if mask[row * length + place]
            ]
            for row in range(batch)
        ]
        # Padding holds values that must not reach the output.
        padded = [[*row, *[[1e9] * labels] * (length - len(row))] for row in rows]
        made = answer(rows if answer is mean else padded)
        return {name: Tensor("float32", shape, array("f", data)) for name, (shape, data) in made.items()}

    specs = [TensorSpec(name, "float32", ()) for name in (outputs or ("logits",))]
    return FakeSession(compute, outputs=specs)


def mean(rows: list[list[list[float]]]) -> dict[str, tuple[tuple[int, ...], list[float]]]:
    columns = [sum(column) / len(row) for row in rows for column in zip(*row, strict=True)]
    return {"logits": ((len(rows), len(rows[0][0])), columns)}


def whole(rows: list[list[list[float]]]) -> dict[str, tuple[tuple[int, ...], list[float]]]:
    shape = (len(rows), len(rows[0]), len(rows[0][0]))
    return {"logits": (shape, [number for row in rows for token in row for number in token])}


def spans(rows: list[list[list[float]]]) -> dict[str, tuple[tuple[int, ...], list[float]]]:
    shape = (len(rows), len(rows[0]))
    return {
        name: (shape, [token[index] for row in rows for token in row])
        for index, name in enumerate(("start_logits", "end_logits"))
    }


def close(found: Any, expected: Any) -> bool:
    """Whether two answers are the same, numbers within 1e-5."""
    if isinstance(expected, dict):
        return list(found) == list(expected) and all(close(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(close(a, b) for a, b in zip(found, expected, strict=True))
    return found == expected if not isinstance(expected, float) else abs(found - expected) < 1e-5


@pytest.mark.parametrize("case", cases("text-classification"))
async def test_text_classification(case: dict[str, Any]) -> None:
    config = case["config"]
    names = list(config["id2label"].values())
    pipe = TextClassificationPipeline(Parts(session(len(names), mean), TOKENIZER, 64, config, names))

    found = await pipe(case["inputs"], **case["options"])

    assert close(found, case["expected"])


@pytest.mark.parametrize("case", cases("zero-shot-classification"))
async def test_zero_shot_classification(case: dict[str, Any]) -> None:
    names = case["labels"]
    pipe = ZeroShotClassificationPipeline(Parts(session(len(names), mean), TOKENIZER, 40, {}, names))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TruncationWarning)
        found = await pipe(case["text"], case["candidates"], **case["options"])

    assert close(found, case["expected"])


@pytest.mark.parametrize("case", cases("fill-mask"))
async def test_fill_mask(case: dict[str, Any]) -> None:
    size = TOKENIZER.get_vocab_size()
    found = await FillMaskPipeline(Parts(session(size, whole), TOKENIZER, 64))(case["text"], **case["options"])

    assert close(found, case["expected"])


@pytest.mark.parametrize("case", cases("feature-extraction"))
async def test_feature_extraction(case: dict[str, Any]) -> None:
    found = await FeatureExtractionPipeline(Parts(session(FEATURES, whole), TOKENIZER, 64))(case["text"])

    assert close(found[0].tolist(), case["expected"])


@pytest.mark.parametrize("case", cases("question-answering"))
async def test_question_answering(case: dict[str, Any]) -> None:
    pipe = QuestionAnsweringPipeline(Parts(session(2, spans, "start_logits", "end_logits"), TOKENIZER, 64))

    found = await pipe(question=case["question"], context=case["context"], **case["options"])

    # transformers returns a single answer without a list, whatever top_k was.
    expected = [case["expected"]] if isinstance(case["expected"], dict) and "top_k" in case["options"] else None
    assert close(found, expected or case["expected"])


async def test_batches_change_nothing() -> None:
    """Padding must not leak into any output: texts of all lengths together give the same as each alone."""
    texts = ["Anna [MASK] in Berlin.", "the [MASK]", "unbelievable Johnsonsen [MASK] Annasing Berlinerston of new york"]
    size = TOKENIZER.get_vocab_size()
    mask = FillMaskPipeline(Parts(session(size, whole), TOKENIZER, 64))
    embed = FeatureExtractionPipeline(Parts(session(FEATURES, whole), TOKENIZER, 64))

    assert await mask(texts) == [await mask(text) for text in texts]
    for pooling in ("mean", "max", "cls", "last_token"):
        together = await embed(texts, pooling=pooling)
        alone = [(await embed(text, pooling=pooling))[0].tolist() for text in texts]
        assert together.tolist() == alone
