"""Documents that share model batches, and the isolation of one on which the model fails."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tabside import pipeline
from tabside.batch.engines.document_groups import GROUP_CHARS, GROUP_DOCUMENTS, groups_of
from tabside.batch.engines.tasks import Classify, Redact
from tabside.batch.job import Job
from tabside.errors import SessionError, UnscannedError
from tabside.types import TokenPrediction
from tests.unit.batch.conftest import MODELS, Runner
from tests.unit.redaction.classifier_fake import WordClassifier


@pytest.mark.parametrize(
    ("lengths", "groups"),
    [
        ([], []),
        ([1, 2, 3], [3]),
        ([GROUP_CHARS, 1], [1, 1]),
        ([1, GROUP_CHARS * 5, 1], [1, 1, 1]),
        ([GROUP_CHARS // 2] * 5, [2, 2, 1]),
        ([1] * (GROUP_DOCUMENTS + 1), [GROUP_DOCUMENTS, 1]),
    ],
)
def test_groups_are_bounded_and_in_order(lengths: list[int], groups: list[int]) -> None:
    texts = [str(number)[-1] * length for number, length in enumerate(lengths)]

    made = list(groups_of(texts))

    assert [len(group) for group in made] == groups
    assert [text for group in made for text in group] == texts


class Failing(WordClassifier):
    """Fails on any text with the word poison, also within a batch."""

    async def predict_many(self, texts: Sequence[str]) -> AsyncIterator[tuple[int, TokenPrediction]]:
        for number, text in enumerate(texts):
            async for prediction in self.predict_tokens(text):
                yield number, prediction

    async def predict_tokens(
        self, text: str, *, windows: Any = None, on_progress: Any = None
    ) -> AsyncIterator[TokenPrediction]:
        if "poison" in text:
            raise SessionError("onnxruntime failed")
        async for prediction in super().predict_tokens(text, windows=windows, on_progress=on_progress):
            yield prediction


async def test_a_document_that_fails_fails_alone() -> None:
    task = Redact(Job("redact", (), ""), Failing({"Ann": "B-GIVEN_NAME"}))

    first, second, third = await task.run(["Ann is here", "Ann and poison", "so is Ann"])
    assert isinstance(first, Mapping)
    assert isinstance(third, Mapping)

    assert isinstance(second, UnscannedError)
    assert (first["text"], third["text"]) == ("[GIVEN_NAME_1] is here", "so is [GIVEN_NAME_1]")


async def test_a_document_that_comes_twice_is_read_once() -> None:
    classifier = Failing({"Ann": "B-GIVEN_NAME"})

    results = await Redact(Job("redact", (), ""), classifier).run(["Ann is here"] * 5 + ["so is Ann"])

    assert len(classifier.texts) == 2
    assert {result["text"] for result in results if isinstance(result, Mapping)} == {
        "[GIVEN_NAME_1] is here",
        "so is [GIVEN_NAME_1]",
    }


async def test_documents_share_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    model = await pipeline("token-classification", MODELS["redact"])
    shapes = []
    run = model.session.run

    async def counted(feeds: dict[str, Any], **options: Any) -> Any:
        shapes.append(feeds["input_ids"].shape)
        return await run(feeds, **options)

    monkeypatch.setattr(model.session, "run", counted)
    texts = [f"document {number} " + "word " * (number % 3 * 8) for number in range(30)]

    await Redact(Job("redact", (), "", model=MODELS["redact"]), model).run(texts)

    assert sum(rows for rows, _ in shapes) == 30
    assert len(shapes) < 6  # thirty windows, in batches of similar lengths
    await model.dispose()


def test_rows_that_could_not_be_scanned_are_kept_aside(
    tmp_path: Path, batch: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tabside.batch.engines import worker

    async def create_task(job: Job, **_options: object) -> Redact:
        return Redact(job, Failing({}))

    monkeypatch.setattr(worker, "create_task", create_task)
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in ("fine", "poison", "fine too")))

    report = batch("redact", source)

    (row,) = [json.loads(line) for line in (tmp_path / "out" / "_rejected" / "000000-a.jsonl").read_text().splitlines()]
    assert (row["code"], row["row"], json.loads(row["raw"])) == ("redaction.unscanned", 2, {"text": "poison"})
    assert report.failures == {"redaction.unscanned": 1}
    assert len((tmp_path / "out" / "000000-a.jsonl").read_text().splitlines()) == 2


class Crashing(Failing):
    """Raises an unexpected exception whose message repeats the text."""

    async def predict_tokens(
        self, text: str, *, windows: Any = None, on_progress: Any = None
    ) -> AsyncIterator[TokenPrediction]:
        if "poison" in text:
            raise KeyError(text)
        async for prediction in super().predict_tokens(text, windows=windows, on_progress=on_progress):
            yield prediction


async def test_an_error_that_nobody_foresaw_costs_a_row_and_tells_no_text() -> None:
    task = Redact(Job("redact", (), ""), Crashing({"Ann": "B-GIVEN_NAME"}))

    first, second = await task.run(["Ann is here", "Ann and poison"])

    assert isinstance(first, Mapping)
    assert first["text"] == "[GIVEN_NAME_1] is here"
    assert isinstance(second, UnscannedError)
    assert "KeyError" in second.message
    assert "Ann" not in second.message
    assert second.__cause__ is None


async def test_an_error_of_one_text_stays_its_own() -> None:
    async def classifier(texts: list[str], *, top_k: int | None) -> list[list[dict[str, Any]]]:
        if "poison" in texts:
            raise ValueError("poison")
        return [[{"label": "LOW", "score": 1.0}] for _ in texts]

    first, second, third = await Classify(classifier).run(["one", "poison", "two"])

    assert isinstance(first, Mapping)
    assert isinstance(third, Mapping)
    assert (first["label"], third["label"]) == ("LOW", "LOW")
    assert isinstance(second, UnscannedError)
    assert "poison" not in second.message
