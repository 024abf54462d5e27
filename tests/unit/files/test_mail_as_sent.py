"""Exact way back of e-mail: lines, escapes and encoded words stay as the sender's program wrote them."""

from __future__ import annotations

import random
from base64 import b64encode
from binascii import a2b_qp
from email import message_from_bytes

import pytest

from tabside.files import redact_file, restore_file
from tabside.files.mail.header_words import in_parameters, rewritten, words_of
from tabside.files.mail.headers import decoded
from tabside.files.mail.transfer import as_base64, as_quoted_printable
from tabside.redaction import Redactor

TEXT = "Dear Ann Smith,\n\nyou live in Oslo, and your address is ann@corp.com. Jörg says so.\n" + "More. " * 30 + "\n"
HTML = f'<p style="color: red">Dear <b>Ann</b> Smith,</p>\n<p class="a">{"Your town is Oslo. " * 9}</p>\n'
PLAIN = "From: Ann Smith <ann@corp.com>\nSubject: Oslo\nMIME-Version: 1.0\n"
IN_LATIN_1 = b64encode("Ann Muñoz".encode("latin-1")).decode()


def in_lines(data: bytes, width: int) -> str:
    text = b64encode(data).decode()
    return "".join(f"{text[at : at + width]}\n" for at in range(0, len(text), width))


def sent(way: str, body: str, kind: str = "text/plain; charset=utf-8") -> str:
    return f"{PLAIN}Content-Type: {kind}\nContent-Transfer-Encoding: {way}\n\n{body}"


def quoted(text: str, also: str = "") -> str:
    """Encode as quoted-printable, with further characters escaped, and as much in a line as there is room for."""
    written, column = [], 0
    for line in text.split("\n"):
        for at, byte in enumerate(line.encode()):
            is_plain = 32 <= byte < 127 and chr(byte) not in f"={also}" and not (byte == 32 and at + 1 == len(line))
            unit = chr(byte) if is_plain else f"={byte:02X}"
            if column + len(unit) > 75:
                written.append("=\n")
                column = 0
            written.append(unit)
            column += len(unit)
        written.append("\n")
        column = 0
    return "".join(written[:-1])


MAILS = {
    "Base64 in lines of 76": sent("base64", in_lines(TEXT.encode(), 76)),
    "Base64 in lines of 60": sent("base64", in_lines(TEXT.encode(), 60)),
    "Base64 in one line": sent("base64", in_lines(TEXT.encode(), 10_000)),
    "Base64 without a line end": sent("base64", in_lines(TEXT.encode(), 72).rstrip()),
    "quoted-printable": sent("quoted-printable", quoted(TEXT)),
    "quoted-printable HTML": sent("quoted-printable", quoted(HTML), "text/html; charset=utf-8"),
    "more escapes than needed": sent("quoted-printable", quoted(HTML, '"#?'), "text/html; charset=utf-8"),
    "lower-case escapes": sent("quoted-printable", "J=c3=b6rg and Ann Smith say: =c3=bc.\n"),
    "lines over 998": f"{PLAIN}\n{'<p>Dear Ann, this is long. </p>' * 60}\n",
    "folded headers": f"{PLAIN}To: Ann Smith <ann@corp.com>,\n\tBob\n <bob@corp.com>,   x@corp.com\n\nDear Ann\n",
    "spaces around values": "From:ann@corp.com\nSubject:   Oslo is  calling \nTo: ann@corp.com\n\nDear Ann\n",
    "encoded words, Q": f"{PLAIN}To: =?UTF-8?Q?Ann_Mu=C3=B1oz?= <ann@corp.com>\n\nDear Ann\n",
    "encoded words, B": f"{PLAIN}To: =?ISO-8859-1?B?{IN_LATIN_1}?= <x@corp.com>\n\nDear Ann\n",
    "quoted file name": f'{PLAIN}Content-Type: text/plain; NAME="Ann Smith.txt";\n  charset=us-ascii\n\nDear Ann\n',
    "extended file name": f"{PLAIN}Content-Disposition: inline; filename*=UTF-8''Ann%20M%C3%BCller.txt\n\nDear Ann\n",
    "encoded file name": f'{PLAIN}Content-Type: text/plain; name="=?utf-8?Q?Ann_M=C3=BC?="\n\nDear Ann\n',
    "a charset of its own": sent("8bit", "Dear Ann, 你好镕\n", "text/plain; charset=gb2312"),
    "no charset": sent("8bit", "Dear Ann, schön è\n", "text/plain"),
    "a line before the headers": f"From ann@corp.com Mon Jan  1 10:00:00 2024\n{PLAIN}\nDear Ann\n",
    "a digest": f"{PLAIN}Content-Type: multipart/digest; boundary=b\n\n--b\n\nTo: ann@corp.com\n\nOslo\n\n--b--\n",
    "no last line end": f"{PLAIN}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nDear Ann\n--b--",
    "JSON as it stands": sent("7bit", '{"name": "Ann Smith", "town": "Oslo"}\n', 'application/json; name="a.json"'),
}  # fmt: skip


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", MAILS)
async def test_mails_come_back_byte_for_byte(redactor: Redactor, name: str, line_end: str) -> None:
    codec = {"a charset of its own": "gb18030", "no charset": "cp1252"}.get(name, "utf-8")
    data = MAILS[name].replace("\n", line_end).encode(codec)
    redaction = await redact_file(data, "a.eml", redactor)
    assert redaction.data != data
    restored = restore_file(redaction.data, "a.eml", redaction.mapping)
    assert restored.data == data


async def test_only_changed_lines_of_a_mail_differ(redactor: Redactor) -> None:
    data = sent("quoted-printable", "".join(f"Line {number} is of no one, a=3Db.\n" for number in range(50)) + "Ann\n")
    redaction = await redact_file(data.encode(), "a.eml", redactor)
    before, after = data.splitlines(), redaction.data.decode().splitlines()
    assert [old for old, new in zip(before, after, strict=True) if old != new] == [before[0], before[1], "Ann"]


def test_quoted_printable_says_what_was_written() -> None:
    rng = random.Random(7)
    signs = 'ab ="\r\n\t.éñ日'
    for _ in range(2_000):
        old = "".join(rng.choices(signs, k=rng.randint(0, 120))).replace("\r\n", "\n").replace("\r", "")
        new = "".join(ch if rng.random() < 0.9 else rng.choice(signs[:4] + "xyz ") for ch in old)
        written = as_quoted_printable(new.encode(), quoted(old))
        assert a2b_qp(written.encode()) == new.encode()
        assert max(map(len, written.split("\n"))) <= 76


def test_base64_says_what_was_written() -> None:
    for before in ("", "AAAA\n", "\nAAAA\nAA==\n\n", "A" * 2_000):
        written = as_base64(b"Dear Bo Ek" * 20, before)
        assert message_from_bytes(b"Content-Transfer-Encoding: base64\n\n" + written.encode()).get_payload(
            decode=True
        ) == (b"Dear Bo Ek" * 20)


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ("=?utf-8?q?J=C3=B6rg?= Ek <a@b.com>", ["Bo", " ", "Ek", " ", "<a@b.com>"]),
        ("=?utf-8?q?J=C3=B6rg?= [X] <a@b.com>", ["Jörg", " ", "Grün", " ", "<a@b.com>"]),
        ("[X] =?utf-8?q?J=C3=B6rg?= <a@b.com>", ["Grün", " ", "Jörg", " ", "<a@b.com>"]),
        ("[X] [Y] <a@b.com>", ["Grün", " ", "Größer", " ", "<a@b.com>"]),
        ("[X] [Y]", ["a\nBcc: x@y.com", " ", "b"]),
        ("=?x-none?q?[X]?= z", ["日本", " ", "z"]),
    ],
)
def test_header_words_read_as_what_they_are_now(before: str, new: list[str]) -> None:
    written = rewritten(words_of(before), new, before=4)
    assert decoded("".join(written.splitlines())) == "".join(new).replace("\n", " ")
    assert not any(line.startswith("Bcc") for line in written.splitlines())


def test_parameters_that_cannot_be_written_in_place() -> None:
    assert in_parameters("a/b; name=x; name=y", {"name": "z"}) is None
    assert in_parameters("a/b; name*0=x; name*1=y", {"name": "z"}) is None
    assert in_parameters('a/b; name="x"', {"name": "日本"}) is None
    assert in_parameters("a/b; name=x", {"name": 'a "b" c'}) == 'a/b; name="a \\"b\\" c"'


PARTS = (
    'From: Ann Smith <ann@corp.com>\nContent-Type: multipart/mixed; boundary="ab"\n\n'
    "{}--ab\n{}\nDear Ann Smith,{}--ab\nContent-Type: text/plain\n\nyour Ann.{}"
)


@pytest.mark.parametrize(
    "gaps",
    [
        ("", "", "\n", "\n--ab--\n"),
        ("\n\n", "", "\n\n\n", "\n--ab--\n\n\n"),
        ("", "", "\n", "\n"),
        ("", "", "\n--ab\n", "\n--ab--\n--ab--\n"),
        ("", "Content-Type: text/plain\n", "\n", "\n--ab-- \n"),
        ("--ab--\n", "", "\n", "\n--ab--"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_blank_lines_and_boundaries_of_a_broken_message_stay(
    gaps: tuple[str, ...], end: str, redactor: Redactor
) -> None:
    data = PARTS.format(*gaps).replace("\n", end).encode()
    done = await redact_file(data, "a.eml", redactor)
    assert b"Smith" not in done.data
    assert restore_file(done.data, "a.eml", done.mapping).data == data


async def test_text_that_the_reader_drops_is_not_kept_as_a_border(redactor: Redactor) -> None:
    data = PARTS.format("", "", "\n--ab-- Ann Smith\n", "\n--ab--\n").encode()
    done = await redact_file(data, "a.eml", redactor)
    assert b"Smith" not in done.data


async def test_what_python_drops_of_an_inner_message_is_said(redactor: Redactor) -> None:
    inner = PARTS.format("--ab--\n", "", "\n", "\n--ab--\n")
    data = f'Content-Type: multipart/mixed; boundary="out"\n\n--out\nContent-Type: message/rfc822\n\n{inner}\n--out--\n'
    done = await redact_file(data.encode(), "a.eml", redactor)
    assert b"Smith" not in done.data
    assert any("closing boundary" in warning for warning in done.warnings)
