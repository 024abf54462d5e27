"""Tables, JSON, HTML, Markdown and text: personal data is replaced, every other byte stays."""

from __future__ import annotations

import codecs
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.errors import FileError, FileUnsupportedError
from tabside.files import packages_for, redact_file
from tabside.files.opening import open_document
from tabside.redaction import Redactor
from tests.unit.redaction.classifier_fake import WordClassifier

CASES = {
    "quoting": ("a.csv", '"Ann","x ""y""",z\r\n', '"[GIVEN_NAME_1]","x ""y""",z\r\n'),
    "no end": ("a.csv", "x,Ann", "x,[GIVEN_NAME_1]"),
    "empty rows": ("a.csv", "x,,\n\n\r\n,Ann\n", "x,,\n\n\r\n,[GIVEN_NAME_1]\n"),
    "semicolons": ("a.csv", "id;x\n1;Ann, Oslo\n", "id;x\n1;[GIVEN_NAME_1], [CITY_1]\n"),
    "tabs": ("a.tsv", 'id\tx\n1\t"Ann"\n', 'id\tx\n1\t"[GIVEN_NAME_1]"\n'),
    "a cell of many lines": ("a.csv", 'x\n"Ann\nOslo"\n', 'x\n"[GIVEN_NAME_1]\n[CITY_1]"\n'),
    "a head says what it is": (
        "a.csv",
        "id,SSN,first_name,price\n1,000-11-2222,Qi,9.50\n2,n/a,Zork,7\n",
        "id,SSN,first_name,price\n1,[SSN_1],[GIVEN_NAME_1],9.50\n2,n/a,[GIVEN_NAME_2],7\n",
    ),
    "most cells say what it is": (
        "a.csv",
        "id,who\n1,Ann\n2,Ann\n3,Ann\n4,Qi\n",
        "id,who\n1,[GIVEN_NAME_1]\n2,[GIVEN_NAME_1]\n3,[GIVEN_NAME_1]\n4,[GIVEN_NAME_2]\n",
    ),
    "few cells do not": ("a.csv", "id,who\n1,Ann\n2,Qi\n3,Qo\n4,Qu\n", "id,who\n1,[GIVEN_NAME_1]\n2,Qi\n3,Qo\n4,Qu\n"),
    "a table without heads": ("a.csv", "Ann,1\nQi,2\n", "[GIVEN_NAME_1],1\nQi,2\n"),
    "a name as a head": ("a.csv", "date,Ann\n1,2\n", "date,[GIVEN_NAME_1]\n1,2\n"),
    "JSON": (
        "a.json",
        '{ "user" : {"name":"Ann", "n":[1, 2.50]},\n\t"b": "\\u00e9 Oslo" }',
        '{ "user" : {"name":"[GIVEN_NAME_1]", "n":[1, 2.50]},\n\t"b": "\\u00e9 [CITY_1]" }',
    ),
    "JSON keeps letters": ("a.json", '{"b": "é Oslo"}', '{"b": "é [CITY_1]"}'),
    "JSON numbers": ("a.json", '{"card": 4111111111111111}', '{"card": "[CREDIT_CARD_1]"\t}'),
    "JSON names say what it is": (
        "a.json",
        '[{"ssn": 12}, {"phone": "x17"}]',
        '[{"ssn": "[SSN_1]"\t}, {"phone": "[PHONE_1]"}]',
    ),
    "JSON keys": ("a.json", '{"a@b.com": 1}', '{"[EMAIL_1]": 1}'),
    "JSON lines": ("a.jsonl", '{"a":"Ann"}\r\n{"a":"x"}\r\n', '{"a":"[GIVEN_NAME_1]"}\r\n{"a":"x"}\r\n'),
    "Markdown": (
        "a.md",
        "# Ann\n\n- [mail](mailto:a@b.com)\n",
        "# [GIVEN_NAME_1]\n\n- [mail](mailto:[EMAIL_1])\n",
    ),
    "HTML over tags": (
        "a.html",
        "<p class=x>Dear A<b>nn</b>,</p>\n<p>x &lt; y</p>",
        "<p class=x>Dear [GIVEN_NAME_1]<b></b>,</p>\n<p>x &lt; y</p>",
    ),
    "HTML entities": ("a.html", "a&#64;b.com &amp; Oslo", "[EMAIL_1] &amp; [CITY_1]"),
    "HTML attributes": (
        "a.html",
        "<a href='mailto:a@b.com' title=Ann>x</a>",
        "<a href='mailto:[EMAIL_1]' title=[GIVEN_NAME_1]>x</a>",
    ),
    "HTML comments and scripts": (
        "a.html",
        '<!-- Ann --><script>let a = "a@b.com" < 1;</script>',
        '<!-- [GIVEN_NAME_1] --><script>let a = "[EMAIL_1]" < 1;</script>',
    ),
    "nothing to do": ("a.csv", "\ufeffx,y\r\n\"1\", 2\r\n", "\ufeffx,y\r\n\"1\", 2\r\n"),
    "empty": ("a.json", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
async def test_redact_file(redactor: Redactor, case: str) -> None:
    name, text, redacted = CASES[case]
    redaction = await redact_file(text.encode(), name, redactor)
    assert redaction.data.decode() == redacted
    assert redaction.name == name
    assert list(redaction.warnings) == []


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
async def test_byte_order_marks_and_encodings_stay(redactor: Redactor, mark: bytes, encoding: str) -> None:
    redaction = await redact_file(mark + "id,x\r\né,Ann\r\n".encode(encoding), "a.csv", redactor)
    assert redaction.data == mark + "id,x\r\né,[GIVEN_NAME_1]\r\n".encode(encoding)


async def test_windows_1252_is_read_and_said(redactor: Redactor) -> None:
    redaction = await redact_file("id,x\n€,Muñoz\n".encode("cp1252"), "a.csv", redactor)
    assert redaction.data == "id,x\n€,[SURNAME_1]\n".encode("cp1252")
    assert len(redaction.warnings) == 1


async def test_the_same_value_is_the_same_everywhere_and_leads_back(redactor: Redactor) -> None:
    redaction = await redact_file(b'[{"a": "Ann"}, {"a": "ANN, Ann"}]', "a.json", redactor)
    assert json.loads(redaction.data) == [{"a": "[GIVEN_NAME_1]"}, {"a": "[GIVEN_NAME_1b], [GIVEN_NAME_1]"}]
    assert redaction.mapping.restore(redaction.data.decode()) == '[{"a": "Ann"}, {"a": "ANN, Ann"}]'
    assert [(one.place, one.finding.start) for one in redaction.findings] == [
        ("$[0].a", 0),
        ("$[1].a", 0),
        ("$[1].a", 5),
    ]


async def test_a_value_that_is_found_once_is_found_everywhere(redactor: Redactor) -> None:
    data = b'{"a": "SSN 123-45-6789", "b": "x123-45-6789x"}'
    assert b"123-45-6789" not in (await redact_file(data, "a.json", redactor)).data


async def test_options_are_those_of_the_redactor(redactor: Redactor) -> None:
    data = b"surname,city\nQi,Oslo\n"
    assert (await redact_file(data, "a.csv", redactor, entities=["CITY"])).data == b"surname,city\nQi,[CITY_1]\n"
    assert (
        await redact_file(data, "a.csv", redactor, policy="coarse-geography")
    ).data == b"surname,city\n[SURNAME_1],Oslo\n"
    assert (await redact_file(data, "a.csv", redactor, operator="mask")).data == b"surname,city\n**,****\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b'{"a": Ann}'),
        ("a.json", b'{"a": "Ann'),
        ("a.jsonl", b'{"a": 1}\nAnn'),
        ("a.txt", b"\x00\xff\x00"),
        ("a.txt", b"\x81\x8d"),
        ("a.txt", codecs.BOM_UTF16_LE + b"a"),
    ],
)
async def test_broken_files_are_refused_without_their_text(redactor: Redactor, name: str, data: bytes) -> None:
    with pytest.raises(FileError) as caught:
        await redact_file(data, name, redactor)
    assert "Ann" not in f"{caught.value} {caught.value.details}"


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.zip"])
async def test_unknown_kinds_are_refused(redactor: Redactor, name: str) -> None:
    with pytest.raises(FileUnsupportedError):
        await redact_file(b"Ann", name, redactor)


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("ab\",;\t\r\n é<>&={}[]:'!-/"), max_size=40))
def test_what_does_not_change_stays_byte_for_byte(text: str) -> None:
    for name in ("a.csv", "a.tsv", "a.html", "a.json", "a.md"):
        try:
            document = open_document(text.encode(), name)
        except FileError:
            continue
        assert document.rebuild([segment.pieces for segment in document.segments]) == text.encode()


def test_packages() -> None:
    assert [list(packages_for(name)) for name in ("a.csv", "a.docx", "A.PDF")] == [[], [], ["pypdf"]]


HOSTILE = ["<", "<a ", '<a "', "<a '", "<!", "<![CDATA[", "<!--", "<a b=c ", "a", '"', "&", "<p>", "a=", "<a a", "]"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_is_rebuilt(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    document = open_document(text.encode(), "a.html")
    assert document.rebuild([segment.pieces for segment in document.segments]) == text.encode()


@pytest.mark.long
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_is_read_in_linear_time(piece: str) -> None:
    begin = time.process_time()
    test_hostile_markup_is_rebuilt(piece)
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("ending", ["csv", "json"])
async def test_many_values_are_found(ending: str) -> None:
    rows = [f"u{number}@corp.com" for number in range(2_000)]
    data = json.dumps(rows) if ending == "json" else "id,email\n" + "".join(f"1,{row}\n" for row in rows)
    redaction = await redact_file(data.encode(), f"a.{ending}", Redactor(WordClassifier()))
    assert len(redaction.findings) == 2_000
    assert b"@" not in redaction.data


@pytest.mark.long
@pytest.mark.parametrize("ending", ["csv", "json"])
async def test_many_values_take_linear_time(ending: str) -> None:
    begin = time.process_time()
    await test_many_values_are_found(ending)
    assert time.process_time() - begin < 60


@pytest.mark.parametrize(
    ("first", "second", "results"),
    [
        ("to a@corp.com", "to A@corp.com", ("to [EMAIL_1]", "to [EMAIL_1b]")),
        ("Ann", "Oslo, Ann Smith", ("[GIVEN_NAME_1]", "[CITY_1], [GIVEN_NAME_1] [SURNAME_1]")),
        # Placeholders already in a text are not assigned again, in this file or the next.
        ("[CITY_1] Ann", "Oslo", ("[CITY_1] [GIVEN_NAME_1]", "[CITY_2]")),
    ],
)
async def test_files_share_a_mapping(redactor: Redactor, first: str, second: str, results: tuple[str, str]) -> None:
    one = await redact_file(first.encode(), "a.txt", redactor)
    two = await redact_file(second.encode(), "b.txt", redactor, mapping=one.mapping)
    assert (one.data.decode(), two.data.decode()) == results
    assert [two.mapping.restore(text) for text in results] == [first, second]
    assert two.warnings == []


async def test_a_placeholder_of_an_earlier_file_is_told(redactor: Redactor) -> None:
    one = await redact_file(b"Ann", "a.txt", redactor)
    two = await redact_file(b"[GIVEN_NAME_1] and Smith", "b.txt", redactor, mapping=one.mapping)
    assert "Placeholders stood in it already" in two.warnings[0]
    assert two.data == b"[GIVEN_NAME_1] and [SURNAME_1]"


async def test_surrogates_of_many_files_lead_back(redactor: Redactor) -> None:
    texts = ["Ann Smith, Oslo", "Smith and Ann", "Oslo"]
    mapping, redacted = None, []
    for text in texts:
        done = await redact_file(text.encode(), "a.txt", redactor, operator="surrogate", mapping=mapping)
        mapping = done.mapping
        redacted.append(done.data.decode())
    assert mapping is not None
    assert [mapping.restore(text) for text in redacted] == texts
