"""Conversations: one mapping for all turns, and no text scanned twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tabside import Redactor
from tabside.errors import DecryptError, InputError, UnscannedError
from tabside.redaction.conversation import Conversation, Readings, redact_turn
from tabside.types import TokenPrediction
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS = {"Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Bo": "B-GIVEN_NAME", "Mikkelsen": "B-SURNAME", "Oslo": "B-CITY"}


def redactor_of(classifier: WordClassifier | None = None, **options: Any) -> tuple[Redactor, WordClassifier]:
    classifier = classifier or WordClassifier(WORDS)
    return Redactor(classifier, **options), classifier


async def test_the_same_value_has_one_placeholder_in_all_turns() -> None:
    redactor, _ = redactor_of()
    conversation = redactor.conversation()

    first = await conversation.redact("I am Ann Smith, ann@example.org.")
    second = await conversation.redact("Ask Bo and Ann.")

    assert first == "I am [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]."
    assert second == "Ask [GIVEN_NAME_2] and [GIVEN_NAME_1]."
    assert conversation.restore("Dear given_name_2, [GIVEN_NAME_1] says hi").text == "Dear Bo, Ann says hi"


async def test_a_text_that_came_before_is_not_read_again() -> None:
    redactor, classifier = redactor_of()
    conversation = Conversation(redactor)
    await conversation.redact("I am Ann Smith.")
    read = len(classifier.texts)

    turn = await conversation.redact_all(["I am Ann Smith.", "I live in Oslo."])

    assert turn.texts == ["I am [GIVEN_NAME_1] [SURNAME_1].", "I live in [CITY_1]."]
    assert len(classifier.texts) == read + 1


async def test_a_name_found_in_one_text_is_masked_in_the_others() -> None:
    # The model sees the surname in one sentence only.
    class Once(WordClassifier):
        def predict_tokens(self, text: str, **options: Any) -> AsyncIterator[TokenPrediction]:
            self.words = {"Mikkelsen": "B-SURNAME"} if "Mr" in text else {}
            return super().predict_tokens(text, **options)

    redactor, _ = redactor_of(Once())
    conversation = Conversation(redactor)

    turn = await conversation.redact_all(["list: Mikkelsen, x", "Mr Mikkelsen came"])
    later = await conversation.redact("and Mikkelsen again")

    assert turn.texts == ["list: [SURNAME_1], x", "Mr [SURNAME_1] came"]
    assert later == "and [SURNAME_1] again"


async def test_values_of_answers_and_tools_are_taken_in() -> None:
    redactor, _ = redactor_of()
    conversation = Conversation(redactor)
    await conversation.redact("Who knows the way?")

    assert await conversation.redact("Bo Mikkelsen, +47 22 12 34 56") == "[GIVEN_NAME_1] [SURNAME_1], [PHONE_1]"


async def test_what_a_text_spelled_itself_is_restored_in_its_exact_form_only() -> None:
    redactor, _ = redactor_of()
    conversation = Conversation(redactor)
    await conversation.redact("Fill the column given_name_1 for Ann.")

    assert conversation.restore("given_name_1 is [GIVEN_NAME_1]").text == "given_name_1 is Ann"


async def test_a_placeholder_that_stood_in_the_text_is_not_given_out() -> None:
    redactor, _ = redactor_of()
    conversation = Conversation(redactor)

    assert await conversation.redact("[GIVEN_NAME_1] or Ann") == "[GIVEN_NAME_1] or [GIVEN_NAME_2]"
    assert conversation.restore("[GIVEN_NAME_1] or [GIVEN_NAME_2]").unknown == ("[GIVEN_NAME_1]",)


async def test_conversations_share_nothing() -> None:
    redactor, _ = redactor_of()
    one, other = Conversation(redactor), Conversation(redactor)
    await asyncio.gather(one.redact("I am Ann."), other.redact("I am Bo."))

    assert one.restore("[GIVEN_NAME_1]").text == "Ann"
    assert other.restore("[GIVEN_NAME_1]").text == "Bo"


async def test_a_conversation_is_saved_and_loaded_encrypted() -> None:
    redactor, _ = redactor_of()
    conversation = Conversation(redactor)
    await conversation.redact("I am Ann Smith.")
    saved = await conversation.save("a passphrase")
    loaded = await Conversation.load(saved, "a passphrase", redactor)

    assert "Ann" not in saved
    assert await loaded.redact("Bo and Ann") == "[GIVEN_NAME_2] and [GIVEN_NAME_1]"
    with pytest.raises(DecryptError):
        await Conversation.load(saved, "another", redactor)


async def test_a_text_that_cannot_be_read_changes_nothing() -> None:
    class Failing(WordClassifier):
        async def predict_tokens(self, text: str, **options: Any) -> AsyncIterator[TokenPrediction]:
            raise InputError("No.")
            yield

    redactor, _ = redactor_of(Failing())
    conversation = Conversation(redactor)

    with pytest.raises(UnscannedError):
        await conversation.redact_all(["ann@example.org", "I am Ann."])
    assert repr(conversation) == "Conversation(0 placeholders)"


async def test_other_operators_are_kept_and_allowed_values_stay() -> None:
    redactor, _ = redactor_of(operators={"CITY": "replace"}, policy={"tabside_policy": 1, "allow": ["Mikkelsen"]})
    turn = await redact_turn(["Mikkelsen of Oslo", "Ann"], redactor, Readings())

    assert turn.texts == ["Mikkelsen of <CITY>", "[GIVEN_NAME_1]"]


def test_readings_are_bounded_and_hold_no_text() -> None:
    readings = Readings(limit_bytes=10_000)
    for number in range(1000):
        readings.put(f"text {number}", ())

    assert len(readings) <= 50
    assert readings.get("text 999") == ()
    assert readings.get("text 1") is None


async def test_json_is_read_by_its_fields_and_stays_json() -> None:
    redactor, _ = redactor_of()
    conversation = Conversation(redactor)

    given = '{"to": "Ann",  "n": 4, "phone": 4155552671, "Bo": [true, "Bo\\n\\"x\\""]}'
    there = (
        '{"to": "[GIVEN_NAME_1]",  "n": 4, "phone": "[PHONE_1]", "[GIVEN_NAME_2]": [true, "[GIVEN_NAME_2]\\n\\"x\\""]}'
    )
    assert await conversation.redact_json(given) == there
    assert conversation.restore_json('{"a": "given_name_2"}').text == '{"a": "Bo"}'
    with pytest.raises(InputError):
        await conversation.redact_json('{"to": Ann}')


async def test_what_was_spelled_loosely_is_saved_with_the_mapping() -> None:
    redactor, _ = redactor_of()
    conversation = redactor.conversation()
    await conversation.redact("Fill the column given_name_1 for Ann.")
    loaded = await Conversation.load(await conversation.save("a passphrase"), "a passphrase", redactor)

    assert loaded.restore("given_name_1 is [GIVEN_NAME_1]").text == "given_name_1 is Ann"


@pytest.mark.long
async def test_a_thousand_turns_take_memory_in_proportion() -> None:
    import gc
    import tracemalloc

    redactor, _ = redactor_of()
    conversation = redactor.conversation()
    tracemalloc.start()
    sizes = []
    for number in range(1000):
        await conversation.redact(f"Turn {number}: person{number}@example.org wrote to Ann.")
        conversation.restore(f"Dear [EMAIL_{number + 1}]")
        if number in (199, 599, 999):
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    assert sizes[2] - sizes[1] < 1.25 * (sizes[1] - sizes[0])
    assert (sizes[2] - sizes[1]) / 400 < 8_000
