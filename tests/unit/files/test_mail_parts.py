"""Hidden text in e-mail: packed messages, charsets, parameters, unusual headers; unchanged parts stay as they are."""

from __future__ import annotations

from base64 import encodebytes
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

import pytest

from tabside.errors import FileError
from tabside.files import redact_file, restore_file
from tabside.files.mail.header_words import rewritten, words_of
from tabside.files.mail.headers import decoded
from tabside.redaction import Redactor

INNER = b"From: Ann <ann@corp.com>\nSubject: x\n\nDear Ann Smith\n"


def part(head: str, body: bytes, sent: str = "") -> bytes:
    way = f"Content-Transfer-Encoding: {sent}\n" if sent else ""
    return f"From: a@b.com\n{head}\n{way}\n".encode() + body


def said(data: bytes) -> str:
    """Return all text of a message, decoded."""
    texts = [data.decode("latin-1")]
    for one in message_from_bytes(data).walk():
        texts += [str(make_header(decode_header(str(value)))) for value in one.values()]
        payload = one.get_payload(decode=True)
        texts.append(payload.decode("latin-1") if isinstance(payload, bytes) else "")
    return "\n".join(texts)


HIDING = {
    "a message packed as Base64": part("Content-Type: message/rfc822", encodebytes(INNER), "base64"),
    "a message packed as quoted-printable": part(
        "Content-Type: message/rfc822", INNER.replace(b"Ann", b"=41nn"), "quoted-printable"
    ),
    "names of a packed message": part(
        'Content-Type: message/rfc822; name="to Ann.eml"\nContent-Disposition: attachment; filename="to Ann.eml"',
        encodebytes(INNER),
        "base64",
    ),
    "names with low lines": part(
        'Content-Type: text/plain\nContent-Disposition: inline; filename="Ann_Smith.txt"', b"x"
    ),
    "names by RFC 2231": part("Content-Type: text/plain; name*=utf-8''%41nn.txt", b"x"),
    "a boundary": part(
        'Content-Type: multipart/mixed; boundary="ann@corp.com"', b"--ann@corp.com\n\nhi\n--ann@corp.com--\n"
    ),
    "a parameter": part('Content-Type: text/plain; x-user="Ann"', b"x"),
    "a comment behind a type": part("Content-Type: text/plain (Ann); charset=utf-8", b"x"),
    "a comment behind a date": part("Date: Mon, 01 Jan 2024 10:00:00 +0000 (Ann)", b"x"),
    "before the first part": part(
        "Content-Type: multipart/mixed; boundary=b", b"Ann was here\n--b\n\nhi\n--b--\nand Smith there\n"
    ),
    "UTF-7 in a body": part("Content-Type: text/plain; charset=utf-7", b"ann+AEA-corp.com"),
    "UTF-7 in an attachment": part('Content-Type: text/plain; charset=utf-7; name="a.txt"', b"ann+AEA-corp.com"),
    "behind the end of Base64": part("Content-Type: text/plain", encodebytes(b"hello") + b"Ann Smith\n", "base64"),
    "an unknown transfer encoding": part("Content-Type: text/plain", b"QW5u Ann", "x-own"),
    "bytes in a header": b"From: a@b.com\nSubject: f\xfcr Ann\n\nhi\n",
    "an attachment without an ending": part('Content-Type: text/csv; name="list"', b"name\nAnn Smith\n"),
}


@pytest.mark.parametrize("data", HIDING.values(), ids=HIDING.keys())
async def test_nothing_hides_in(data: bytes, redactor: Redactor) -> None:
    result = await redact_file(data, "a.eml", redactor)
    everything = said(result.data)
    assert [secret for secret in ("Ann", "Smith", "ann@corp.com") if secret in everything] == []


async def test_a_packed_message_that_is_none_is_refused(redactor: Redactor) -> None:
    with pytest.raises(FileError):
        await redact_file(part("Content-Type: message/rfc822", b"*Ann*", "base64"), "a.eml", redactor)


async def test_a_part_that_is_broken_costs_that_part(redactor: Redactor) -> None:
    mail = part("Content-Type: text/plain", b"RGVhc", "base64")
    result = await redact_file(mail, "a.eml", redactor)
    assert result.warnings == ["Parts of kinds that cannot be read were left out: 1 (text/plain)."]
    assert b"RGVhc" not in result.data


PARTS = (
    b"From: a@b.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-ID: <one>\r\nContent-Language: de\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nF=FCr Ann=\r\n!\r\n--b\r\n"
    b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nnur =FC\r\n"
    b"--b--\r\n"
)


async def test_what_says_nothing_private_stays_as_it_was(redactor: Redactor) -> None:
    """A part is rewritten only if it changes, and keeps its other header fields."""
    result = await redact_file(PARTS, "a.eml", redactor)
    payload = message_from_bytes(result.data).get_payload()
    assert isinstance(payload, list)
    first, second = payload
    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert (first["Content-ID"], first["Content-Language"], first.get_param("format")) == ("<one>", "de", "flowed")
    assert PARTS.partition(b"\r\n--b\r\n")[2].partition(b"--b\r\n")[2] in result.data
    assert second["MIME-Version"] is None


async def test_names_keep_their_endings_and_come_back(redactor: Redactor) -> None:
    """An attachment that lost its file extension could not be opened when restoring."""
    mail = part('Content-Type: text/csv; name="ann@corp.com.csv"', b"name\nAnn Smith\n")
    result = await redact_file(mail, "a.eml", redactor)
    redacted = message_from_bytes(result.data)
    assert redacted.get_filename() == "[EMAIL_2].csv"
    back = message_from_bytes(restore_file(result.data, "a.eml", result.mapping).data)
    assert back.get_filename() == "ann@corp.com.csv"
    assert back.get_payload(decode=True) == b"name\nAnn Smith\n"


async def test_what_is_left_out_is_said_with_its_kind(redactor: Redactor) -> None:
    mail = (
        b"From: a@b.com\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: application/pgp-encrypted\n\nx\n"
        b"--b\nContent-Type: application/zip\n\nx\n--b--\n"
    )
    result = await redact_file(mail, "a.eml", redactor)
    assert result.warnings == [
        "Parts of kinds that cannot be read were left out: 2 (application/pgp-encrypted, application/zip)."
    ]


async def test_a_pdf_that_becomes_a_text_is_named_so(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdf

    from tabside.files.plain.pdf import text_pdf

    monkeypatch.setattr(pypdf.PageObject, "extract_text", lambda _page: "Ann ♥")
    pdf = encodebytes(text_pdf(["Ann"]))
    mail = part(
        'Content-Type: application/pdf; name="a.pdf"\nContent-Disposition: inline; filename="a.pdf"', pdf, "base64"
    )
    redacted = message_from_bytes((await redact_file(mail, "a.eml", redactor)).data)
    assert (redacted.get_content_type(), redacted.get_filename()) == ("text/plain", "a.txt")
    assert redacted.get_param("name") == "a.txt"
    assert redacted.get_payload(decode=True) == "[GIVEN_NAME_1] ♥".encode()


@pytest.mark.parametrize(
    "value",
    [
        "Björn Ek <b@corp.com>, Ann <a@corp.com>",
        "Für Ann und Jörg und die Übrigen",
        "日本 東京",
        " ".join(f"name{number}@corp.com," for number in range(40)),
        "[GIVEN_NAME_1] ü",
    ],
)
def test_headers_say_what_was_written(value: str) -> None:
    written = rewritten(words_of("[GIVEN_NAME_9]"), [value], before=9)
    assert decoded("".join(written.splitlines())) == value
    assert written.isascii()
    assert max(map(len, written.splitlines())) < 100
    assert all(f"<{address}@corp.com>" in written for address in "ab" if f"<{address}@" in value)
