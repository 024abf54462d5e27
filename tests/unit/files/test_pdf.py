"""PDF: only the text is copied into a new file."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib

import pypdf
import pytest

from tabside.errors import FileError, FileProtectedError, FileUnsupportedError
from tabside.files import redact_file
from tabside.files.plain.pdf import text_pdf
from tabside.redaction import Redactor


def with_properties(*, password: str = "") -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(text_pdf(["Dear Ann Smith,\n(card) 4111 1111 1111 1111", "Oslo"])))
    writer.add_metadata({"/Author": "Jo Doe", "/Title": "Ann"})
    writer.add_attachment("secret.txt", b"Ann")
    for page in writer.pages:
        page.compress_content_streams()
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


async def test_a_pdf(redactor: Redactor) -> None:
    original = with_properties()
    assert "Ann Smith" in text_of(original)[0]
    redaction = await redact_file(original, "letter.pdf", redactor, pdf="text")
    assert text_of(redaction.data) == ["Dear [GIVEN_NAME_1] [SURNAME_1],\n(card) [CREDIT_CARD_1]", "[CITY_1]"]
    for value in (b"Ann", b"Smith", b"4111", b"Oslo", b"Jo Doe", b"secret"):
        assert value not in redaction.data
    assert b"FlateDecode" not in redaction.data
    assert redaction.media_type == "application/pdf"
    assert redaction.warnings


def test_long_texts_take_more_pages() -> None:
    pages = text_of(text_pdf(["x" * 300 + "\n" + "line\n" * 100, ""]))
    assert len(pages) == 3
    assert "".join(pages).count("x") == 300
    assert "".join(pages).count("line") == 100


def scanned() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(lambda: b"Ann", FileError, id="no PDF"),
        pytest.param(lambda: with_properties()[:200], FileError, id="cut off"),
        pytest.param(lambda: b"%PDF-1.4\n" + zlib.compress(b"x" * 1000), FileError, id="noise"),
        pytest.param(lambda: with_properties(password="p"), FileProtectedError, id="password"),
        pytest.param(scanned, FileUnsupportedError, id="scanned"),
    ],
)
async def test_hostile_files_are_refused(redactor: Redactor, data: object, error: type[FileError]) -> None:
    with pytest.raises(error):
        await redact_file(data(), "a.pdf", redactor, pdf="text")  # type: ignore[operator]


def test_reading_other_files_loads_no_reader() -> None:
    code = "import sys, tabside.files; print(*{'pypdf', 'yaml', 'numpy', 'email', 'zipfile'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "py"}
    )
    assert set(done.stdout.split()) <= {"email", "zipfile"}
