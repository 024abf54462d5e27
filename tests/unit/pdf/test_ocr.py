"""Scanned pages: read by OCR, painted over, and read once more."""

from __future__ import annotations

import io

import numpy as np
import pypdf
import pytest
from PIL import Image

from tabside.errors import FileUnsupportedError
from tabside.files import redact_file
from tabside.ocr import load_reader
from tabside.ocr.reader import Reader
from tabside.pdf import PdfOptions
from tabside.pdf.engine_document import EngineDocument
from tabside.pdf.wasmtime_engine import WasmtimePdfium
from tabside.redaction import Redactor
from tests.unit.pdf.documents import line, page, stream
from tests.unit.pdf.test_redaction import left_in

DRAWN_LINES = (
    line(20, 130, "The tenant is Ann Smith, and", 28)
    + line(20, 90, "writes to ann.smith@example.org", 28)
    + line(20, 50, "This line stays as it is.", 28)
)
DRAWN = page(DRAWN_LINES, box="0 0 500 180")
# Its m has no Unicode value.
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>"
RANGES = "3 beginbfrange <20> <6C> <0020> <6D> <6D> <FFFD> <6E> <7E> <006E> endbfrange"
CMAP = stream(f"/CMapName /x def 1 begincodespacerange <00> <FF> endcodespacerange {RANGES} endcmap")
IMAGE = "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceGray /BitsPerComponent 8"
ASKEW = "BT 3 Tr /F1 28 Tf 24 126 Td (The tenant is Ann Smith, and) Tj ET"


@pytest.fixture
async def reader() -> Reader:
    return await load_reader(local_files_only=True)


async def picture_of(data: bytes) -> tuple[int, int, bytes]:
    async with WasmtimePdfium() as engine:
        document = await EngineDocument.open(engine, data)
        picture = await document.render(await document.load_page(0), 200 / 72)
    return picture.width, picture.height, picture.pixels


async def scanned(layer: str) -> bytes:
    width, height, pixels = await picture_of(DRAWN)
    image = stream(pixels, IMAGE.format(width, height), packed=True)
    content = f"q 500 0 0 180 0 0 cm /I Do Q {layer}"
    return page(content, box="0 0 500 180", resources="/XObject << /I 6 0 R >>", more=[image])


@pytest.mark.parametrize("layer", [pytest.param("", id="alone"), pytest.param(ASKEW, id="with text askew")])
async def test_a_scan(redactor: Redactor, reader: Reader, layer: str) -> None:
    data = await scanned(layer)
    done = await redact_file(data, "a.pdf", redactor, pdf=PdfOptions(boxes="plain"), reader=reader)
    (width, height, after), (_, _, before) = await picture_of(done.data), await picture_of(data)
    read = (await reader.read(np.frombuffer(after, np.uint8).reshape(height, width))).text

    assert {one.finding.entity for one in done.findings} == {"GIVEN_NAME", "SURNAME", "EMAIL"}
    assert left_in(done.data, "Ann", "Smith") == set()
    assert "Smith" not in read
    assert "@" not in read
    assert "This line stays as it is." in read
    changed = [row for row in range(height) if before[row * width :][:width] != after[row * width :][:width]]
    assert max(changed) < height * 0.6


@pytest.mark.parametrize("mode", ["L", "RGB"])
async def test_a_jpeg_stays_one(redactor: Redactor, reader: Reader, mode: str) -> None:
    """Regression: a scan of 40 KB came back as one of 1 MB, without loss."""
    width, height, pixels = await picture_of(DRAWN)
    photo = Image.frombytes("L", (width, height), pixels).convert(mode)
    coded = io.BytesIO()
    photo.save(coded, "JPEG", quality=60)
    space = "/DeviceGray" if mode == "L" else "/DeviceRGB"
    entries = IMAGE.format(width, height).replace("/DeviceGray", space) + " /Filter /DCTDecode"
    image = stream(coded.getvalue(), entries)
    content = "q 500 0 0 180 0 0 cm /I Do Q"
    data = page(content, box="0 0 500 180", resources="/XObject << /I 6 0 R >>", more=[image])
    done = await redact_file(data, "a.pdf", redactor, pdf=PdfOptions(boxes="plain"), reader=reader)

    pictures = pypdf.PdfReader(io.BytesIO(done.data)).pages[0]["/Resources"]["/XObject"]  # type: ignore[index]
    (kept,) = pictures.values()
    picture = kept.get_object()
    assert (picture["/Filter"], picture["/ColorSpace"]) == ("/DCTDecode", space)
    new = Image.open(io.BytesIO(picture.get_data()))
    assert new.quantization == Image.open(coded).quantization  # type: ignore[attr-defined]
    assert len(done.data) < 1.2 * len(data)
    shown = await picture_of(done.data)
    assert "Smith" not in (await reader.read(np.frombuffer(shown[2], np.uint8).reshape(shown[1], shown[0]))).text


async def test_letters_without_a_unicode_value(redactor: Redactor, reader: Reader) -> None:
    data = page(DRAWN_LINES, box="0 0 500 180", resources="/Font << /F1 6 0 R >>", more=[FONT, CMAP])
    with pytest.raises(FileUnsupportedError, match="font"):
        await redact_file(data, "a.pdf", redactor, pdf=PdfOptions())
    done = await redact_file(data, "a.pdf", redactor, pdf=PdfOptions(), reader=reader)

    assert left_in(done.data, "Ann", "Smith", "ith") == set()
