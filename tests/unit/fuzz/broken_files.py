# ruff: noqa: E501  data as it is written by those who make it
"""Broken mails and Office files for the fuzzer, made from valid ones by a seeded random generator."""

from __future__ import annotations

import random

from tabside.files.opening import open_document
from tests.unit.files.office_files import archive, docx, unpacked, xlsx


def bytes_of(rng: random.Random, seed: bytes) -> bytes:
    data = bytearray(seed)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(data)) if data else 0
        what = rng.random()
        if what < 0.6 and data:
            data[at] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
        elif what < 0.8:
            data[at : at + rng.randrange(6)] = rng.randbytes(rng.randrange(6))
        elif what < 0.9:
            del data[at:]
        else:
            data[at:at] = data[: rng.randrange(40)]
    return bytes(data)


MAIL = (
    b"From: =?utf-8?Q?J=C3=B6rg?= Meyer <jo@example.org>\r\nTo: Ann <ann@example.org>\r\nSubject: =?utf-8?B?w6l0w6k=?= 12\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b1"; name*0="x"\r\n\r\n--b1\r\n'
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nDear J=C3=B6rg,=\r\n call 12\r\n"
    b"--b1\r\nContent-Type: text/html\r\n\r\n<p title='Ann'>Oslo &amp; more</p>\r\n--b1\r\n"
    b'Content-Type: application/json; name="a.json"\r\nContent-Transfer-Encoding: base64\r\n\r\neyJhIjoiQW5uIn0=\r\n--b1--\r\n'
)  # fmt: skip
MAIL_PIECES = [
    b"\r\n",
    b"\n",
    b"--b1",
    b"=?utf-8?B?",
    b"?=",
    b'"',
    b";",
    b"charset=x",
    b"\0",
    b"\xff",
    b"=",
    b"(",
    b"<",
    b"base64",
]
LETTER, TABLE = unpacked(docx()), unpacked(xlsx())
XML_PIECES = [
    b"<",
    b">",
    b"</",
    b"&#0;",
    b"&x;",
    b"<!DOCTYPE a>",
    b"<![CDATA[",
    b"]]>",
    b"\xff",
    b"\0",
    b'"',
    b"w:",
    b"<w:p>",
]


def spliced(rng: random.Random, data: bytes, pieces: list[bytes]) -> bytes:
    """Return bytes of which some are others, and that hold pieces of their format at wrong places."""
    made = bytes_of(rng, data) if rng.random() < 0.6 else data
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(made) + 1)
        made = made[:at] + rng.choice(pieces) + made[at + rng.randrange(3) :]
    return made


def read_and_write(data: bytes, name: str) -> None:
    """Read a file, and write it with another text in each place."""
    document = open_document(data, name)
    document.rebuild([[f"{one}x" for one in segment.pieces] for segment in document.segments])


def read_mail(rng: random.Random) -> None:
    read_and_write(spliced(rng, MAIL, MAIL_PIECES), "a.eml")


def read_office(rng: random.Random) -> None:
    parts, name = rng.choice(((LETTER, "a.docx"), (TABLE, "a.xlsx")))
    changed = rng.choice(sorted(parts))
    packed = archive({**parts, changed: spliced(rng, parts[changed], XML_PIECES)})
    read_and_write(bytes_of(rng, packed) if rng.random() < 0.2 else packed, name)
