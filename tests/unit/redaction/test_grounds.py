"""Numbers and streets need a ground beside the model's word; identifiers of machine lines are nobody's names."""

from __future__ import annotations

import pytest

from tabside.reasons import Reason
from tabside.redaction.detection import Detection
from tabside.redaction.settling.grounds import with_grounds
from tabside.redaction.settling.identifiers import without_identifiers
from tabside.redaction.view.folding import fold
from tabside.redaction.view.lines import in_machine_line, without_machine_lines


def claim(text: str, value: str, entity: str, source: str = "model") -> Detection:
    start = text.index(value)
    return Detection(entity, start, start + len(value), 0.99, source)


@pytest.mark.parametrize(
    ("text", "value", "entity", "is_kept"),
    [
        ('{"updated_at": 1699999999}', "1699999999", "TAX_ID", False),  # seconds since 1970
        ("rows written: 8812045", "8812045", "GOVERNMENT_ID", False),  # a count
        ("commit 9fceb02d0ae598e95dc970b74767f19372d61af8 is bad", "9fceb02d0ae5", "URL", False),  # a digest
        ("In 1783 the bridge fell.", "1783", "ZIP_CODE", False),  # a year
        ("upgraded to 4.19.112 today", "4.19.112", "PHONE", False),  # a version
        ("the exit code was 137", "137", "BUILDING_NUMBER", False),
        ("on the design of the engineer", "design of the engineer", "STREET_NAME", False),
        ("12 eggs and some milk", "12", "BUILDING_NUMBER", False),  # a count at the start of a text
        ("see chapter/one.html for it", "chapter/one.html", "URL", False),  # a file
        ("import core.display.HTML", "core.display.HTML", "URL", False),
        ("My tax id is 8812045.", "8812045", "TAX_ID", True),  # a word
        ("Bitte Rückruf unter 030 8812045.", "030 8812045", "PHONE", True),  # a form
        ("He lives in Elm Street.", "Elm Street", "STREET_NAME", True),  # a word of a street
        ("see example.org/ann for it", "example.org/ann", "URL", True),
        ("Postcode: 90210", "90210", "ZIP_CODE", True),
    ],
)
def test_the_models_word_alone_is_no_ground(text: str, value: str, entity: str, is_kept: bool) -> None:
    kept = with_grounds([claim(text, value, entity)], text)

    assert bool(kept) is is_kept
    if kept:
        last = kept[0].reasons[-1]
        assert isinstance(last, Reason)
        assert last.kind in ("context", "pattern", "position")


def test_parts_of_an_address_speak_for_each_other() -> None:
    text = "Amberhof 12, 50667 Lindental"
    parts = [
        claim(text, "Amberhof", "STREET_NAME"),
        claim(text, "12", "BUILDING_NUMBER"),
        claim(text, "50667", "ZIP_CODE"),
        claim(text, "Lindental", "CITY"),
    ]

    assert len(with_grounds(parts, text)) == 4
    assert with_grounds(parts[2:3], text) == []


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [("We live at Amberhof 67 now.", True), ("Sie kam für Amberhof in der 67. Minute.", False)],
)
def test_a_street_and_its_number_have_no_word_between(text: str, is_kept: bool) -> None:
    parts = [claim(text, "Amberhof", "STREET_NAME"), claim(text, "67", "BUILDING_NUMBER")]

    assert bool(with_grounds(parts, text)) is is_kept


def test_a_given_name_and_a_surname_are_no_street() -> None:
    text = "She beat Jack Crawford in the final."

    assert [one.entity for one in with_grounds([claim(text, "Jack Crawford", "STREET_NAME")], text)] == ["SURNAME"]


def test_a_street_behind_a_given_name_is_a_surname() -> None:
    text = "We met Teresa Ashgrove there."
    given, street = claim(text, "Teresa", "GIVEN_NAME"), claim(text, "Ashgrove", "STREET_NAME")

    assert [one.entity for one in with_grounds([given, street], text)] == ["GIVEN_NAME", "SURNAME"]


MACHINE = [
    "2024-03-01 12:00:01,512 INFO [main] o.a.z.QuorumPeer - Notification: 1 (n.leader)",
    "Mar  3 04:05:06 host7 sshd[991]: Connection closed by 192.0.2.4 port 22",
    "    at com.acme.store.OrderService.save(OrderService.java:88)",
    "Traceback (most recent call last):",
    "const total = items.reduce((a, b) => a + b, 0);",
    "import { useState } from 'react';",
    "retry_count=3 max_size=1024 mode=fast",
]
PROSE = [
    "Dear Ms Okafor, your appointment is on Monday at 10:30.",
    "She wrote to Jan on 3 May 2024 about the lease.",
    "Caoimhe MacLellan",
    "10 Downing Street, London",
    "Der Vertrag wurde am 12.05.2024 von Frau Weber unterschrieben.",
]


@pytest.mark.parametrize("line", MACHINE)
def test_lines_of_machines(line: str) -> None:
    assert in_machine_line(line, 2)


@pytest.mark.parametrize("line", PROSE)
def test_lines_of_prose(line: str) -> None:
    assert not in_machine_line(line, 2)


def test_the_model_reads_no_machine_line_without_a_word_that_may_name() -> None:
    text = f"{MACHINE[0]}\n{PROSE[0]}\n{MACHINE[1]}"

    read = without_machine_lines(text)

    assert len(read) == len(text)
    assert read.strip() == PROSE[0]


def test_a_machine_line_with_a_name_is_read() -> None:
    line = "2024-03-01 12:00:01,512 INFO login_ok user_name=Rosalind Whitcombe id=7"

    assert without_machine_lines(line) == line


@pytest.mark.parametrize(
    ("text", "value", "is_kept"),
    [
        ("2024-03-01 12:00:01,512 WARN QuorumCnxManager refused conn_id=7", "QuorumCnxManager", False),
        ("2024-03-01 12:00:01,512 KERNEL FATAL stack_top=0x7f", "KERNEL FATAL", False),
        ("const [open, setOpen] = useState(false);", "useState", False),
        ("2024-03-01 12:00:01,512 INFO mail_to=9 sent to Rosalind Whitcombe ok_id=7", "Rosalind Whitcombe", True),
        ('{"vorname": "Ylvabritt", "id": 7, "k_x": 1}', "Ylvabritt", True),
    ],
)
def test_identifiers_are_no_names(text: str, value: str, is_kept: bool) -> None:
    assert bool(without_identifiers([claim(text, value, "SURNAME")], text)) is is_kept


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("邮件ann.lee@example.org已发送", "ann.lee@example.org"),
        ("電話は03-1234-5678です", "03-1234-5678"),
        ("주소192.0.2.7입니다", "192.0.2.7"),
    ],
)
def test_han_kana_and_hangul_end_a_value(text: str, value: str) -> None:
    view = fold(text)
    start = view.text.index(f" {value} ") + 1

    assert text[slice(*view.to_original(start, start + len(value)))] == value


@pytest.mark.parametrize(
    ("text", "claims", "expected"),
    [
        pytest.param(
            "het adres is lindelaan achter 12, bel even",
            [("lindelaan achter", "STREET_NAME"), ("12", "BUILDING_NUMBER")],
            ["STREET_NAME lindelaan achter", "BUILDING_NUMBER 12"],
            id="a-street-and-a-number-without-capitals",
        ),
        pytest.param(
            "Send it to Corvena Sul 14, please",
            [("Corvena Sul 14", "STREET_NAME")],
            ["STREET_NAME Corvena Sul 14"],
            id="a-street-with-its-number",
        ),
        pytest.param(
            "2211 87 Corvena Road is the place",
            [("2211 87", "PHONE"), ("Corvena Road", "STREET_NAME")],
            ["PHONE 2211 87", "STREET_NAME Corvena Road"],
            id="two-numbers-before-a-street",
        ),
        pytest.param(
            "12 Largo Corvena Road, Sul",
            [("12", "BUILDING_NUMBER"), ("Largo", "SURNAME"), ("Corvena Road", "STREET_NAME")],
            ["BUILDING_NUMBER 12", "SURNAME Largo", "STREET_NAME Corvena Road"],
            id="a-number-before-a-street-that-is-half-a-name",
        ),
        pytest.param(
            "ring me on 268 5702 tonight", [("268 5702", "PHONE")], ["PHONE 268 5702"], id="seven-figures-in-two-groups"
        ),
        pytest.param("sums of 26 85702 in all", [("26 85702", "PHONE")], [], id="but-not-in-any-groups"),
        pytest.param(
            "we asked Otto D. Ashgrove then",
            [("Otto", "GIVEN_NAME"), ("D. Ashgrove", "STREET_NAME")],
            ["GIVEN_NAME Otto", "SURNAME D. Ashgrove"],
            id="an-initial",
        ),
        pytest.param(
            "vu Otto d'Ashgrove hier",
            [("Otto", "GIVEN_NAME"), ("d'Ashgrove", "STREET_NAME")],
            ["GIVEN_NAME Otto", "SURNAME d'Ashgrove"],
            id="an-elision",
        ),
        pytest.param(
            "verses from eric g, they say",
            [("eric g", "STREET_NAME")],
            ["SURNAME eric g"],
            id="a-given-name-without-capitals",
        ),
        pytest.param(
            "at Upton Country House today",
            [("Upton", "SURNAME"), ("Country House", "STREET_NAME")],
            ["SURNAME Upton"],
            id="ordinary-words-are-no-surname",
        ),
    ],
)
def test_streets_numbers_and_names(text: str, claims: list[tuple[str, str]], expected: list[str]) -> None:
    kept = with_grounds([claim(text, *one) for one in claims], text)

    assert [f"{one.entity} {text[one.start : one.end]}" for one in kept] == expected


def test_a_name_behind_a_backslash_is_no_command() -> None:
    text = r"\Annette \[GIVEN\_X\_1\] \Foobar"

    kept = without_identifiers([claim(text, "Annette", "GIVEN_NAME"), claim(text, "Foobar", "GIVEN_NAME")], text)

    assert in_machine_line(text, 1)
    assert [text[one.start : one.end] for one in kept] == ["Annette"]
    assert without_machine_lines(text) == text


def test_a_person_in_a_street_is_no_ground_for_the_street() -> None:
    text = "он слушал лекции философа Кюнцеля"
    street = claim(text, "лекции философа Кюнцеля", "STREET_NAME")

    assert with_grounds([street, claim(text, "Кюнцеля", "SURNAME", "script_name")], text)[0].entity == "SURNAME"
