"""A reader's decisions about a file's values: some stay, others are added, and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tabside.errors import InputError
from tabside.files import redact_file, restore_file
from tabside.redaction import Redactor
from tests.unit.redaction.classifier_fake import WordClassifier

CASES: dict[str, tuple[str, str, Sequence[str], Mapping[str, str], str]] = {
    "one value stays, wherever it is": ("a.csv", "x,Ann\ny,Oslo\nz,Ann\n", ["Ann"], {}, "x,Ann\ny,[CITY_1]\nz,Ann\n"),
    "letter by letter": ("a.txt", "ANN met Ann.", ["Ann"], {}, "[GIVEN_NAME_1] met Ann."),
    "what its column said stays too": (
        "a.csv",
        "id,first_name\n1,Qi\n2,Zork\n",
        ["Qi"],
        {},
        "id,first_name\n1,Qi\n2,[GIVEN_NAME_1]\n",
    ),
    "a number that stays is not looked for elsewhere": (
        "a.txt",
        "Card 4111111111111111; ref-4111111111111111.",
        ["4111111111111111"],
        {},
        "Card 4111111111111111; ref-4111111111111111.",
    ),
    "another value goes": ("a.txt", "Project Falke, Falken.", [], {"Falke": "PROJECT"}, "Project [PROJECT_1], Falken."),
    "over white space and signs": ("a.txt", "File Q/7 b, then", [], {"Q/7 b": "PROJECT"}, "File [PROJECT_1], then"),
    "in every cell": ("a.csv", "a,Falke\nFalke,b\n", [], {"Falke": "PROJECT"}, "a,[PROJECT_1]\n[PROJECT_1],b\n"),
    "in what is written otherwise": ("a.txt", "The Fa\u200blke file", [], {"Falke": "PROJECT"}, "The [PROJECT_1] file"),
    "what it touches is a part of it": (
        "a.txt",
        "Ann Falke of Oslo",
        [],
        {"Ann Falke": "CLIENT"},
        "[CLIENT_1] of [CITY_1]",
    ),
    "both": ("a.txt", "Ann, Falke", ["Ann"], {"Falke": "SURNAME"}, "Ann, [SURNAME_1]"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_reader_s_decisions_hold_in_the_whole_file(
    redactor: Redactor, case: tuple[str, str, Sequence[str], Mapping[str, str], str]
) -> None:
    name, text, keep, hide, expected = case
    done = await redact_file(text.encode(), name, redactor, keep=keep, hide=hide)
    assert done.data.decode() == expected
    assert restore_file(done.data, name, done.mapping).data.decode() == text


async def test_findings_show_what_stood_there_and_around_it(redactor: Redactor) -> None:
    done = await redact_file(b"id,x\n1,Dear Ann of Oslo\n", "a.csv", redactor, hide={"Dear": "WORD"})
    shown = [(one.before, one.text, one.after, one.finding.source) for one in done.findings]
    assert shown == [
        ("", "Dear", " Ann of Oslo", "reader"),
        ("Dear ", "Ann", " of Oslo", "model"),
        ("Dear Ann of ", "Oslo", "", "model"),
    ]
    assert "Ann" not in repr(done.findings)


async def test_a_file_that_comes_again_is_not_read_by_the_model_again() -> None:
    classifier = WordClassifier({"Ann": "B-GIVEN_NAME"})
    redactor = Redactor(classifier)
    first = await redact_file(b"Ann and Falke", "a.txt", redactor)
    again = await redact_file(b"Ann and Falke", "a.txt", redactor, keep=["Ann"], hide={"Falke": "SURNAME"})
    assert (first.data, again.data) == (b"[GIVEN_NAME_1] and Falke", b"Ann and [SURNAME_1]")
    assert len(classifier.texts) == 1


@pytest.mark.parametrize("hide", [{"-": "NAME"}, {"": "NAME"}, {"Ann": "a name"}, {"Ann": ""}])
async def test_what_cannot_be_hidden_is_refused(redactor: Redactor, hide: Mapping[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        await redact_file(b"x", "a.txt", redactor, hide=hide)
    assert "Ann" not in str(caught.value)
