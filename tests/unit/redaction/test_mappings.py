"""A text is restored from its own mapping, or not at all."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tabside.errors import InputError, RestoreError
from tabside.redaction import Redactor
from tabside.redaction.mappings import Mappings
from tabside.redaction.operators.anonymizer import anonymize
from tabside.redaction.operators.placeholders import PlaceholderMap
from tabside.types import Finding
from tests.unit.redaction.classifier_fake import WordClassifier

WORDS: dict[str, str | tuple[str, float]] = {
    "Ann": "B-GIVEN_NAME", "Smith": "B-SURNAME", "Bob": "B-GIVEN_NAME", "Miller": "B-SURNAME", "Oslo": "B-CITY",
}  # fmt: skip
ILL = "Ann Smith has cancer. Call (415) 555-2671."
LAMP = "Bob Miller ordered a lamp. Call (212) 555-0199."


def redactor() -> Redactor:
    return Redactor(WordClassifier(WORDS))


async def test_an_earlier_text_gets_its_own_names_back() -> None:
    red = redactor()
    ill, lamp = await red.redact(ILL), await red.redact(LAMP)

    assert [red.restore(ill.text), red.restore(lamp.text)] == [ILL, LAMP]
    assert red.restore(f"\r\n{ill.text} \n") == f"\r\n{ILL} \n"


@pytest.mark.parametrize("edit", ["{} Thanks.", "Dear [GIVEN_NAME_1]", "[SURNAME_1]"])
async def test_an_edited_text_of_several_needs_its_mapping(edit: str) -> None:
    red = redactor()
    ill = await red.redact(ILL)
    await red.redact(LAMP)

    with pytest.raises(RestoreError, match="mapping"):
        red.restore(edit.format(ill.text))
    assert "Bob" not in red.restore(edit.format(ill.text), mapping=ill.mapping)


async def test_an_edited_text_of_the_only_redaction_is_restored() -> None:
    red = redactor()
    await red.redact(ILL)
    await red.redact("nothing in here")

    assert red.restore("Dear [GIVEN_NAME_1]") == "Dear Ann"
    with pytest.raises(RestoreError, match="not given out"):
        red.restore("Dear [GIVEN_NAME_2]")


async def test_two_people_whose_texts_read_alike_are_told_apart_by_mapping_alone() -> None:
    red = redactor()
    ann, bob = await red.redact("Ann is ill"), await red.redact("Bob is ill")

    assert ann.text == bob.text
    with pytest.raises(RestoreError):
        red.restore(ann.text)
    assert red.restore(ann.text, mapping=ann.mapping) == "Ann is ill"


async def test_files_under_one_mapping_are_one_redaction() -> None:
    red = redactor()
    first = await red.redact("Ann")
    findings = await red.analyze("Bob and Ann")
    await red.anonymize_document("Bob and Ann", findings, mapping=first.mapping)

    assert red.restore("[GIVEN_NAME_2], [GIVEN_NAME_1]!") == "Bob, Ann!"


def test_threads_that_share_a_redactor_get_their_own_names_back() -> None:
    red = redactor()

    def request(number: int) -> bool:
        text = f"{'Ann' if number % 2 else 'Bob'} of room {number} is ill"
        redaction = asyncio.run(red.redact(text))
        return red.restore(redaction.text) == text

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(request, range(64)))


def test_what_was_forgotten_is_never_taken_for_something_else() -> None:
    mappings = Mappings()
    for number in range(300):
        mappings.add(f"[CITY_1] {number}", PlaceholderMap({"[CITY_1]": f"Place {number}"}))

    assert mappings.of("[CITY_1] 299").originals == {"[CITY_1]": "Place 299"}
    for text in ("[CITY_1] 0", "[CITY_1] 300"):
        with pytest.raises(RestoreError):
            mappings.of(text)


EDITS = {
    r"[GIVEN\_NAME\_1]": "Ann",
    r"\[GIVEN\_NAME\_1\]": "Ann",
    "[GIVEN_NAME_1 ]": "Ann",
    "[given_name_1]": "Ann",
    "&#91;GIVEN_NAME_1&#93;": "Ann",
    "［ＧＩＶＥＮ＿ＮＡＭＥ＿１］": "Ann",
    "[GIVEN_\u200bNAME_1]": "Ann",
    "`[GIVEN_NAME_1]`": "`Ann`",
    "[GIVEN_NAME_1]'s": "Ann's",
}


@pytest.mark.parametrize(("edited", "expected"), EDITS.items())
async def test_edited_placeholders_come_back(edited: str, expected: str) -> None:
    red = redactor()
    redaction = await red.redact("Ann")

    done = red.restoration(f"Hello {edited}, bye")

    assert (done.text, done.restored, done.unknown) == (f"Hello {expected}, bye", ("[GIVEN_NAME_1]",), ())
    if edited not in ("`[GIVEN_NAME_1]`", "[GIVEN_NAME_1]'s"):
        assert red.restore(edited, strict=True) == redaction.mapping.restore(edited) == edited


async def test_what_stays_behind_is_reported() -> None:
    redaction = await redactor().redact("Ann")

    done = redaction.mapping.restoration("[GIVEN_NAME_1], [GIVEN_NAME_7] and [CITY_1]")

    assert done.text == "Ann, [GIVEN_NAME_7] and [CITY_1]"
    assert done.unknown == ("[GIVEN_NAME_7]", "[CITY_1]")


@pytest.mark.parametrize(
    "text",
    [
        "given_name_1 is Ann",
        r"C:\Ann\given name 1",
        "{Ann} given_name_1s",
        "Given Name 1: Ann",
        r"Ann: \[GIVEN\_NAME\_1\]",
        r"\Ann [GIVEN\_NAME\_1]",
    ],
)
async def test_words_like_placeholders_of_the_author_stay(text: str) -> None:
    red = redactor()
    redaction = await red.redact(text)
    again = PlaceholderMap.from_dict(json.loads(json.dumps(redaction.mapping.to_dict())))

    assert "Ann" not in redaction.text
    assert red.restore(redaction.text) == again.restoration(redaction.text).text == text


async def test_a_tag_ties_placeholders_to_their_mapping() -> None:
    red = Redactor(WordClassifier(WORDS), operator={"operator": "placeholder", "tag": True})
    ill, lamp = await red.redact(ILL), await red.redact(LAMP)
    both = f"{ill.text} / {lamp.text}"

    assert ill.mapping.tag != lamp.mapping.tag
    assert ill.text.startswith(f"[GIVEN_NAME_{ill.mapping.tag}_1] [SURNAME_{ill.mapping.tag}_1]")
    assert red.restore(both, mapping=ill.mapping) == f"{ILL} / {lamp.text}"
    assert len(red.restoration(both, mapping=ill.mapping).unknown) == 3
    assert PlaceholderMap.from_dict(ill.mapping.to_dict()) == ill.mapping


async def test_a_tagged_mapping_keeps_its_tag_for_further_texts() -> None:
    red = Redactor(WordClassifier(WORDS), operator={"operator": "placeholder", "tag": True})
    first = await red.redact("Ann")
    second = await red.anonymize_document("Ann", await red.analyze("Ann"), mapping=first.mapping)

    assert first.text == second.text


def test_a_tag_needs_room() -> None:
    finding = Finding("A" * 60, 0, 3, 1, "me")
    with pytest.raises(InputError, match="58"):
        anonymize("Ann", [finding], operator={"operator": "placeholder", "tag": True})


@pytest.mark.parametrize("value", ["\ud800\udc00", "a\ud83d\ude00\ud83d\ude00", "\U0001f600"])
def test_halves_of_characters_survive_json(value: str) -> None:
    mapping = PlaceholderMap({"[CITY_1]": value}, surrogates={"Rome": value})

    assert PlaceholderMap.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


@pytest.mark.parametrize(
    "data",
    [[], None, "x", {}, {"version": 1, "originals": [], "lossy": {}}, {"version": 1, "originals": {"[CITY_1]": [1]}},
     {"version": 1, "originals": {}, "literal": 5}, {"version": 1, "originals": {}, "literal": [5]},
     {"version": True, "originals": {}}, {"version": 1, "originals": {}, "tag": 5}, {"version": [], "originals": {}}],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(data: object) -> None:
    with pytest.raises(InputError):
        PlaceholderMap.from_dict(data)  # type: ignore[arg-type]
