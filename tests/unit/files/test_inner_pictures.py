"""Pictures in other files are read on request: what is found in them is painted over, the rest of the file stays."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import docx
import numpy as np
import pytest
from PIL import Image

from tabside import ocr
from tabside.files import redact_file
from tabside.ocr import Reader
from tabside.redaction import Redactor
from tests.unit.files.drawn import draw, written
from tests.unit.files.office_files import unpacked
from tests.unit.files.test_epub import book
from tests.unit.files.test_opendocument import TEXT, made

DRAWN = written(draw(("Dear Ann Smith,", "The weather was fine.")), "PNG")
LOGO = written(Image.effect_noise((120, 120), 60), "PNG")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    loaded = asyncio.run(ocr.load_reader())
    yield loaded
    asyncio.run(loaded.dispose())


def letter() -> bytes:
    document = docx.Document()
    document.add_paragraph("Dear Ann Smith")
    for picture in (DRAWN, LOGO):
        document.add_picture(io.BytesIO(picture))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann Smith <ann@corp.com>", "a picture"
    message.set_content("see the picture\n")
    message.add_attachment(DRAWN, maintype="image", subtype="png", filename="x.png", cid="<one>")
    return message.as_bytes()


def page() -> bytes:
    packed = base64.b64encode(DRAWN).decode()
    return f'<p>Ann</p><img alt="x" src="data:image/png;base64,{packed}"><style>p {{ color: red }}</style>'.encode()


FILES = {
    "a.docx": letter(), "a.eml": mail(), "a.html": page(), "a.epub": book(**{"OEBPS/cover.png": DRAWN}),
    "a.odt": made("odt", TEXT, **{"Pictures/a.png": DRAWN}),
}  # fmt: skip


def pictures_of(name: str, data: bytes) -> list[bytes]:
    if name == "a.eml":
        parts = message_from_bytes(data, policy=policy.default).walk()
        return [part.get_content() for part in parts if part.get_content_maintype() == "image"]
    if name == "a.html":
        return [base64.b64decode(data.partition(b"base64,")[2].partition(b'"')[0])]
    return [part for place, part in unpacked(data).items() if place.endswith(".png") and "humb" not in place]


async def text_of(data: bytes, reader: Reader) -> str:
    with Image.open(io.BytesIO(data)) as picture:
        return (await reader.read(np.asarray(picture.convert("RGB")))).text


SELDOM = [pytest.param(name, marks=pytest.mark.long) for name in ("a.epub", "a.odt")]


@pytest.mark.parametrize("name", ["a.docx", "a.eml", "a.html", *SELDOM])
async def test_pictures_are_read_on_request(redactor: Redactor, reader: Reader, name: str) -> None:
    data = FILES[name]
    plain = await redact_file(data, name, redactor)
    assert pictures_of(name, plain.data) == pictures_of(name, data)
    assert any("not looked into" in one for one in plain.warnings)

    done = await redact_file(data, name, redactor, ocr=True, reader=reader)
    first = await text_of(pictures_of(name, done.data)[0], reader)
    assert "weather" in first
    assert "Smith" not in first
    assert "Ann" not in first
    assert {one.text for one in done.findings if one.place.startswith("picture 1")} >= {"Ann", "Smith"}
    assert any("Pictures were read" in one for one in done.warnings)
    assert not any("Pictures" in one and "not looked into" in one for one in done.warnings)
    assert any("cannot be restored" in one for one in done.warnings)


async def test_what_was_found_in_the_text_is_found_in_a_picture(redactor: Redactor, reader: Reader) -> None:
    """The same value gets the same placeholder, and is looked for though nothing else would find it."""
    done = await redact_file(letter(), "a.docx", redactor, ocr=True, reader=reader, hide={"weather": "NAME"})
    picture = next(part for place, part in unpacked(done.data).items() if place == "word/media/image1.png")
    assert "weather" not in await text_of(picture, reader)
    assert {one.finding.replacement for one in done.findings if one.text == "Smith"} == {"[SURNAME_1]"}


async def test_other_parts_stay_byte_for_byte(redactor: Redactor, reader: Reader) -> None:
    plain = unpacked((await redact_file(letter(), "a.docx", redactor)).data)
    done = unpacked((await redact_file(letter(), "a.docx", redactor, ocr=True, reader=reader)).data)
    assert list(done) == list(plain)
    assert {name for name in done if done[name] != plain[name]} <= {"word/media/image1.png", "word/media/image2.png"}
    docx.Document(io.BytesIO((await redact_file(letter(), "a.docx", redactor, ocr=True, reader=reader)).data))


async def test_a_broken_picture_stays_and_is_told(redactor: Redactor, reader: Reader) -> None:
    data = made("odt", TEXT, **{"Pictures/a.png": b"\x89PNG none", "Pictures/b.gif": b"GIF89a"})
    done = await redact_file(data, "a.odt", redactor, ocr=True, reader=reader)
    assert unpacked(done.data)["Pictures/a.png"] == b"\x89PNG none"
    assert "Pictures that could not be read stay as they are: 1." in done.warnings
    assert "Pictures and recordings stay as they are, and were not looked into: 1." in done.warnings
