"""Zero-shot entities, with the graph of `tiny_gliner`: a word is what is called like it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tabside import Redactor, SecondOpinion, pipeline
from tabside.errors import BatchError, InputError, ManifestError
from tests.unit.encoders.tiny_gliner import gliner_files
from tests.unit.hub_api import Repository, Revision, graph

MODEL = "org/gliner"


def serve(hub: Any, weights: bytes | None = None, **settings: Any) -> None:
    hub.repositories[MODEL] = Repository({"main": Revision(gliner_files(weights, **settings))})


def found(entities: list[dict[str, Any]]) -> list[tuple[str, str, int, int]]:
    return [(one["entity_group"], one["word"], one["start"], one["end"]) for one in entities]


@pytest.fixture
def served(hub: Any) -> Any:
    serve(hub)
    return hub


CASES = {
    "the longer span has more": ("berlin is a film", ["berlin"], [("berlin", "berlin is", 0, 9)]),
    "the last word stands alone": ("where is berlin", ["berlin"], [("berlin", "berlin", 9, 15)]),
    "several labels": ("bad film, good", "good, bad", [("bad", "bad film", 0, 8), ("good", "good", 10, 14)]),
    "words of several tokens": ("nice nice berlin", ["berlin"], [("berlin", "berlin", 10, 16)]),
    "nothing": ("where is it", ["berlin"], []),
    "an empty text": ("", ["berlin"], []),
    "marks and letters beyond ASCII": ("«berlin» 🙂", ["berlin"], [("berlin", "berlin»", 1, 8)]),
    "a text of several windows": (
        "film " * 20 + "berlin", ["berlin"], [("berlin", "berlin", 100, 106)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "labels", "expected"), CASES.values(), ids=CASES)
async def test_entities_have_the_labels_of_the_call(served: Any, text: str, labels: Any, expected: Any) -> None:
    ner = await pipeline("zero-shot-ner", MODEL)

    assert found(await ner(text, labels)) == expected


async def test_overlaps_thresholds_and_scores(served: Any) -> None:
    ner = await pipeline("zero-shot-ner", MODEL)

    (entity,) = await ner("berlin film", ["berlin", "film"])
    assert entity["score"] == pytest.approx(1 / (1 + math.exp(-5)))
    nested = await ner("berlin film", ["berlin", "film"], flat_ner=False)
    assert found(nested) == [
        ("berlin", "berlin", 0, 6),
        ("berlin", "berlin film", 0, 11),
        ("film", "film", 7, 11),
    ]
    assert await ner("berlin", ["berlin"], threshold=0.999) == []


async def test_many_texts_and_broken_ones(served: Any) -> None:
    ner = await pipeline("zero-shot-ner", MODEL)
    texts: list[Any] = ["berlin", None, "good"]

    with pytest.raises(BatchError) as caught:
        await ner(texts, ["berlin"])

    assert [one and len(one) for one in caught.value.results] == [1, None, []]
    with pytest.raises(InputError, match="candidate_labels"):
        await ner("berlin", [])
    with pytest.raises(InputError, match="between 0 and 1"):
        await ner("berlin", ["berlin"], threshold=2)


async def test_other_models_are_refused_by_name(hub: Any) -> None:
    serve(hub, graph(2))
    with pytest.raises(ManifestError, match="span models"):
        await pipeline("zero-shot-ner", MODEL)

    serve(hub, words_splitter_type="jieba")
    with pytest.raises(ManifestError, match="jieba"):
        await pipeline("zero-shot-ner", MODEL, revision=hub.repositories[MODEL].branches["main"].commit)


async def test_it_gives_a_redactor_a_second_opinion_by_labels_of_the_call(served: Any) -> None:
    opinion = await SecondOpinion.load(MODEL, {"film": "PROJECT"}, task="zero-shot-ner")
    redactor = await Redactor.create(models=[opinion])

    done = await redactor.redact("Anna saw it: where is film")

    assert done.text == "[GIVEN_NAME_1] saw it: where is [PROJECT_1]"
    assert redactor.restore(done.text) == "Anna saw it: where is film"


async def test_it_reads_alone_beside_the_recognizers(served: Any) -> None:
    opinion = await SecondOpinion.load(MODEL, {"film": "PROJECT"}, task="zero-shot-ner")
    redactor = await Redactor.create(None, models=[opinion])
    text = "Anna wrote to anna.svensson@example.com: where is film"

    done = await redactor.redact(text, policy="gdpr")

    assert done.text == "Anna wrote to [EMAIL_1]: where is [PROJECT_1]"
    assert redactor.restore(done.text) == text
    assert {"PROJECT", "EMAIL", "GIVEN_NAME"} <= redactor.entities
    with pytest.raises(InputError, match="models="):
        await Redactor.create(None)
