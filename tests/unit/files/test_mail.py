"""E-mail: headers, bodies, attachments; a message remains a valid message."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message

import pytest

from tabside.errors import FileError
from tabside.files import redact_file
from tabside.redaction import Redactor
from tests.unit.files.office_files import docx, unpacked

PRIVATE = [b"Ann", b"Smith", b"Oslo", b"corp.com", b"Jo Doe"]


def body_of(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body


def message() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ann Smith <ann@corp.com>"
    mail["To"] = "=?utf-8?q?Ann_Mu=C3=B1oz?= <m@corp.com>"
    mail["Subject"] = "Oslo, übermorgen"
    mail["Message-ID"] = "<123@corp.com>"
    mail["Date"] = "Mon, 01 Jan 2024 10:00:00 +0000"
    mail["DKIM-Signature"] = "v=1; d=corp.com; bh=abc="
    mail.set_content("Dear Ann,\n\nsee you in Oslo.\n", cte="base64")
    mail.add_alternative("<p>Dear <b>A</b>nn,</p>", subtype="html")
    mail.add_attachment(b"name,city\nAnn,Oslo\n", maintype="text", subtype="csv", filename="Ann Smith.csv")
    mail.add_attachment(docx(), maintype="application", subtype="octet-stream", filename="letter.docx")
    mail.add_attachment(b"\x89PNG Ann", maintype="image", subtype="png", filename="me.png")
    return mail.as_bytes()


async def test_a_message(redactor: Redactor) -> None:
    redaction = await redact_file(message(), "a.eml", redactor)
    again = message_from_bytes(redaction.data, policy=policy.default)
    raw = message_from_bytes(redaction.data)
    assert raw["From"] == "[GIVEN_NAME_1] [SURNAME_1] <[EMAIL_1]>"
    assert str(again["Subject"]) == "[CITY_1], übermorgen"
    assert again["DKIM-Signature"] is None
    assert "2024" in str(again["Date"])
    everything = [redaction.data]
    for part in raw.walk():
        if not part.is_multipart() and part.get_content_maintype() != "image":
            everything.append(body_of(part))
        everything += [str(make_header(decode_header(value))).encode() for value in part.values()]
    kinds = [part.get_content_type() for part in again.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/csv", "application/octet-stream",
        "image/png",
    ]  # fmt: skip
    letter = next(part for part in again.walk() if part.get_content_type() == "application/octet-stream")
    assert letter.get_filename() == "letter.docx"
    everything += unpacked(body_of(letter)).values()
    for data in everything:
        assert [value for value in PRIVATE if value in data] == []
    body = again.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Dear [GIVEN_NAME_1],", "", "see you in [CITY_1]."]
    assert any("Pictures" in warning for warning in redaction.warnings)


async def test_a_plain_message(redactor: Redactor) -> None:
    data = b"From: a@b.com\r\nSubject: x\r\n\r\nDear Ann,\r\n"
    redaction = await redact_file(data, "a.eml", redactor)
    assert b"From: [EMAIL_1]\r\nSubject: x\r\n" in redaction.data
    assert b"Dear [GIVEN_NAME_1]," in redaction.data


async def test_a_redacted_message_can_be_redacted_again(redactor: Redactor) -> None:
    once = await redact_file(message(), "a.eml", redactor)
    assert (await redact_file(once.data, "a.eml", redactor)).findings == []


@pytest.mark.parametrize(
    "data",
    [
        b"Ann",
        b"",
        b"\x00\xff",
    ],
)
async def test_broken_messages_are_refused(redactor: Redactor, data: bytes) -> None:
    with pytest.raises(FileError):
        await redact_file(data, "a.eml", redactor)
