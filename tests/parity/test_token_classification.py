"""Compare entities with transformers' TokenClassificationPipeline on the same logits.

scripts/generate/golden_*.py made the golden outputs.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from pathlib import Path

import pytest
import tokenizers as rust

from tabside.pipelines.base import Parts, TokenizerLike
from tabside.pipelines.token_classification import TokenClassificationPipeline
from tabside.runtime.base import Tensor
from tabside.runtime.fake import FakeSession
from tabside.tokenizers import Tokenizer

GOLDEN = json.loads((Path(__file__).parent / "golden" / "token_classification.json").read_text(encoding="utf-8"))
LABELS: list[str] = GOLDEN["labels"]


def logit(token: int, place: int, label: int) -> float:
    """The same function as in scripts/generate/golden_token_classification.py."""
    return ((token * 7919 + place * 104729 + label * 1299709 + token * label * 31 + 12345) % 100003) / 100003 * 12 - 6


def session(*, by_place: bool) -> FakeSession:
    def compute(feeds: Mapping[str, Tensor]) -> dict[str, Tensor]:
        batch, length = feeds["input_ids"].shape
        data = array("f")
        for index, token in enumerate(feeds["input_ids"].data):
            place = index % length if by_place else 0
            data.extend(logit(token, place, label) for label in range(len(LABELS)))
        return {"logits": Tensor("float32", (batch, length, len(LABELS)), data)}

    return FakeSession(compute)


TOKENIZERS: dict[str, TokenizerLike] = {
    "python": Tokenizer.from_str(GOLDEN["tokenizer"]),
    "rust": rust.Tokenizer.from_str(GOLDEN["tokenizer"]),
}


@pytest.mark.parametrize("kind", TOKENIZERS)
@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
async def test_entities_are_those_of_transformers(kind, case):
    parts = Parts(session(by_place=case["by_place"]), TOKENIZERS[kind], case["max_length"], {}, LABELS)

    found = await TokenClassificationPipeline(parts)(case["text"], **case["options"])

    assert [list(entity) for entity in found] == [list(entity) for entity in case["expected"]]
    for entity, expected in zip(found, case["expected"], strict=True):
        assert entity == {**expected, "score": pytest.approx(expected["score"], abs=1e-6)}


def test_transformers_windows_mostly_agree_with_the_whole_text():
    agrees = [case["transformers_agrees"] for case in GOLDEN["cases"] if "transformers_agrees" in case]

    assert (agrees.count(True), agrees.count(False)) == (11, 1)


def test_golden_cases_find_something():
    kinds = {kind for case in GOLDEN["cases"] for entity in case["expected"] for kind in entity}

    assert kinds == {"entity", "entity_group", "score", "index", "word", "start", "end"}
    assert sum(len(case["expected"]) for case in GOLDEN["cases"]) > 500
