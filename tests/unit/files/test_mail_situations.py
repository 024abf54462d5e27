"""Ordinary mails that were refused, or lost their text, for one bad part or label."""

from __future__ import annotations

import base64
import io
from email import message_from_bytes, policy

import mailparser
import pypdf
import pytest

from tabside.files import redact_file
from tabside.redaction import Redactor


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def plain(kind: str = "text/plain; charset=utf-8", sent: str = "7bit", body: str = "Hello Ann Smith") -> bytes:
    head = (
        f"From: a@corp.com\nSubject: Note\nMIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: {sent}"
    )
    return f"{head}\n\n{body}\n".encode()


def mixed(part: str, kind: str = "mixed") -> bytes:
    return (
        f'From: a@corp.com\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n--b\n'
        f"Content-Type: text/plain\n\nSee it, Ann Smith.\n--b\n{part}\n--b--\n"
    ).encode()


def attached(data: bytes) -> str:
    head = 'Content-Type: application/pdf; name="s.pdf"\nContent-Transfer-Encoding: base64\n\n'
    return head + base64.encodebytes(data).decode()


INVITATION = (
    "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Lunch with Ann\n"
    "END:VEVENT\nEND:VCALENDAR"
)
MAILS: dict[str, tuple[bytes, str, str]] = {
    "a locked PDF": (mixed(attached(locked_pdf())), "See it, [GIVEN_NAME_1]", "left out"),
    "a broken PDF": (mixed(attached(b"%PDF-1.4 nothing")), "See it, [GIVEN_NAME_1]", "left out"),
    "broken JSON": (
        mixed('Content-Type: application/json; name="s.json"\n\n{oops: "Ann'),
        '{oops: "[GIVEN_NAME_1]',
        "",
    ),
    "a broken table": (mixed('Content-Type: text/csv; name="s.csv"\n\na,"Ann'), 'a,"[GIVEN_NAME_1]', ""),
    "an unknown charset": (plain("text/plain; charset=x-unknown"), "Hello [GIVEN_NAME_1]", ""),
    "eight bits as a charset": (plain("text/plain; charset=unknown-8bit"), "Hello [GIVEN_NAME_1]", ""),
    "a wrong name of an encoding": (plain(sent="8-bit"), "Hello [GIVEN_NAME_1]", ""),
    "a charset as an encoding": (plain(sent="utf-8"), "Hello [GIVEN_NAME_1]", ""),
    "an unknown charset in a subject": (b"From: a@corp.com\nSubject: =?x-unknown?Q?Ann?=\n\nhi\n", "hi", ""),
    "any kind of multipart": (mixed("Content-Type: text/plain\n\nhi", "*"), "See it, [GIVEN_NAME_1]", ""),
    "an invitation": (mixed(INVITATION, "alternative"), "SUMMARY:Lunch with [GIVEN_NAME_1]", ""),
    "a vCard": (
        mixed("Content-Type: text/x-vcard; name=a.vcf\n\nBEGIN:VCARD\nFN:Ann Smith\nEND:VCARD"),
        "FN:[GIVEN_NAME_1] [SURNAME_1]",
        "",
    ),
    "a patch": (mixed("Content-Type: text/x-patch; name=a.patch\n\n+++ b\n+by Ann"), "+++ b\n+by [GIVEN_NAME_1]", ""),
    "a patch as bytes": (
        mixed('Content-Type: application/octet-stream; name="1.patch"\n\n+++ b\n+by Ann'),
        "+++ b\n+by [GIVEN_NAME_1]",
        "",
    ),
    "another charset than it says": (
        b"From: a@corp.com\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n"
        + "镕基 hello Ann".encode("gbk"),
        "hello [GIVEN_NAME_1]",
        "",
    ),
    "a word of a header": (
        b"From: a@corp.com\nTo: Heinz =?iso-8859-1?Q?Mu=F1oz?= <h@corp.com>\nSubject: x\n\nhi Mu\xc3\xb1oz\n",
        "hi [SURNAME_1]",
        "",
    ),
}


@pytest.mark.parametrize("name", MAILS)
async def test_mails_lose_no_more_than_a_bad_part(redactor: Redactor, name: str) -> None:
    data, expected, warning = MAILS[name]
    result = await redact_file(data, "a.eml", redactor)
    message = message_from_bytes(result.data, policy=policy.default)
    bodies = "\n".join(
        payload.decode("utf-8", "replace")
        for part in message.walk()
        if isinstance(payload := part.get_payload(decode=True), bytes)
    )
    assert expected in bodies
    assert "Ann" not in bodies
    assert "Muñoz" not in str(message["To"])
    assert (
        any(warning in one for one in result.warnings) if warning else not any("left" in one for one in result.warnings)
    )
    again = mailparser.parse_from_bytes(result.data)
    assert expected.split("[")[0] in again.body or again.attachments or "multipart/*" in str(again.content_type)


async def test_an_alternative_that_cannot_be_read_leaves_no_note(redactor: Redactor) -> None:
    """The last alternative is the one that people are shown."""
    packed = "Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\nUEsDBA=="
    result = await redact_file(mixed(packed, "alternative"), "a.eml", redactor)
    (shown,) = message_from_bytes(result.data, policy=policy.default).iter_parts()
    assert shown.get_content().strip() == "See it, [GIVEN_NAME_1] [SURNAME_1]."
    assert any("ms-tnef" in one for one in result.warnings)


async def test_what_is_left_out_keeps_its_id_and_its_name(redactor: Redactor) -> None:
    packed = (
        'Content-Type: application/zip; name="a.zip"\nContent-ID: <z1@x>\nContent-Transfer-Encoding: base64\n\nUEsDBA=='
    )
    result = await redact_file(mixed(packed), "a.eml", redactor)
    _, note = message_from_bytes(result.data, policy=policy.default).iter_parts()
    assert (note["Content-ID"], note.get_filename()) == ("<z1@x>", "a.zip.txt")
    assert "left out" in note.get_content()
