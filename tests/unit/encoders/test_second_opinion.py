"""A further model beside the redactor's own: a tiny tagger that calls `good` Y and `bad` X."""

from __future__ import annotations

from typing import Any

import pytest

from tabside import Redactor, SecondOpinion, pipeline
from tabside.errors import InputError, UnscannedError
from tests.unit import trained_tagger
from tests.unit.encoders import tiny
from tests.unit.hub_api import Repository, Revision

LABELS = {"X": None, "Y": "PROJECT"}


async def opinion(**options: Any) -> SecondOpinion:
    return await SecondOpinion.load(tiny.TAGGER, LABELS, **options)


async def found(text: str, **options: Any) -> list[tuple[str, str]]:
    redactor = await Redactor.create(models=[await opinion()])
    return [(one.entity, text[one.start : one.end]) for one in await redactor.analyze(text, **options)]


async def test_its_findings_are_added_to_the_models_own(hub: Any) -> None:
    text = "Anna Smith saw a good film and a bad one."
    plain = await (await Redactor.create()).analyze(text)

    assert [(one.entity, text[one.start : one.end]) for one in plain] == [("GIVEN_NAME", "Anna"), ("SURNAME", "Smith")]
    assert await found(text) == [("GIVEN_NAME", "Anna"), ("SURNAME", "Smith"), ("PROJECT", "good")]


async def test_the_text_comes_back_and_the_reason_names_the_label(hub: Any) -> None:
    redactor = await Redactor.create(models=[await opinion()])

    done = await redactor.redact("A good film.")

    assert done.text == "A [PROJECT_1] film."
    assert redactor.restore(done.text) == "A good film."
    assert done.findings[0].source == tiny.TAGGER
    assert done.findings[0].explanation.startswith("The model reads it as Y")


@pytest.mark.parametrize("text", ["Ｇｏｏｄ? No: ｇｏｏｄ.", "😀 a go\u00adod film", "x" * 3000 + " good"])
async def test_offsets_are_those_of_the_text_as_given(hub: Any, text: str) -> None:
    values = [value for entity, value in await found(text) if entity == "PROJECT"]

    assert values
    assert {value.replace("\u00ad", "") for value in values} <= {"good", "ｇｏｏｄ", "Ｇｏｏｄ"}


async def test_a_certain_finding_stays_whole(hub: Any) -> None:
    assert await found("Write to good@example.org.") == [("EMAIL", "good@example.org")]


async def test_entities_choose_among_its_findings_too(hub: Any) -> None:
    text = "Anna saw a good film."

    assert await found(text, entities=["PROJECT"]) == [("PROJECT", "good")]
    assert await found(text, entities=["GIVEN_NAME"]) == [("GIVEN_NAME", "Anna")]


async def test_another_choice_of_the_same_text_keeps_its_findings(hub: Any) -> None:
    redactor = await Redactor.create(models=[await opinion()])
    text = "Anna saw a good film."
    await redactor.analyze(text, entities=["GIVEN_NAME"])

    again = await redactor.analyze(text, entities=["PROJECT"], reuse=True)

    assert [one.entity for one in again] == ["PROJECT"]


async def test_a_higher_threshold_finds_less(hub: Any) -> None:
    redactor = await Redactor.create(models=[await opinion(threshold=0.9)])

    assert await redactor.analyze("A good film.") == []


async def test_a_model_that_fails_leaves_nothing_unscanned(hub: Any) -> None:
    tagger = await pipeline("token-classification", tiny.TAGGER)
    redactor = await Redactor.create(models=[SecondOpinion(tagger, LABELS)])
    await tagger.dispose()

    with pytest.raises(UnscannedError):
        await redactor.redact("A good film.")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"Y": "PROJECT"}, "Missing: X"),
        ({**LABELS, "Z": "CITY"}, "no label Z"),
        ({"X": None, "Y": None}, "at least one"),
        ({"X": None, "Y": "project"}, "in capitals"),
    ],
)
async def test_labels_must_be_those_of_the_model(hub: Any, labels: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        await SecondOpinion.load(tiny.TAGGER, labels)


@pytest.mark.parametrize("threshold", [0, 1, "0.5"])
async def test_a_threshold_out_of_range_is_refused(hub: Any, threshold: Any) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        await opinion(threshold=threshold)


async def test_a_model_for_another_task_is_refused(hub: Any) -> None:
    with pytest.raises(InputError):
        SecondOpinion(await pipeline("text-classification", tiny.SENTIMENT), LABELS)


MEANT = {"PER": "PERSON", "ORG": "ORGANIZATION", "MISC": None}
HERON = "Maria Lindqvist saw agent heron, and a heron flew by the firm falcon."


async def with_tagger(hub: Any, **files: bytes) -> Redactor:
    hub.repositories["org/trained"] = Repository({"main": Revision(trained_tagger.tagger_files(**files))})
    return await Redactor.create(models=[await SecondOpinion.load("org/trained", MEANT)])


async def test_what_it_learned_is_found_by_its_context(hub: Any) -> None:
    done = await (await with_tagger(hub)).redact(HERON)

    found = [(one.entity, HERON[one.start : one.end]) for one in done.findings]
    assert found[2:] == [("PERSON", "heron"), ("ORGANIZATION", "falcon")]
    assert "a heron flew by" in done.text


async def test_an_entity_that_is_off_by_default_counts_as_asked_for(hub: Any) -> None:
    done = await (await with_tagger(hub)).redact("the firm falcon paid", policy="gdpr")

    assert done.text == "the firm [ORGANIZATION_1] paid"


async def test_a_model_that_cannot_run_leaves_nothing_redacted(hub: Any) -> None:
    redactor = await with_tagger(hub, onnx=trained_tagger.weights(words=8))

    with pytest.raises(UnscannedError, match="nothing is passed off as clean"):
        await redactor.redact(HERON)
