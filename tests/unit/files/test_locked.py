"""Office files that a password locks: opened with it, refused without it."""

from __future__ import annotations

import io
import sys

import docx
import openpyxl
import pptx
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tabside.errors import FileError, FileProtectedError
from tabside.files import redact_file
from tabside.files.verification import verify_file
from tabside.redaction import Redactor
from tests.unit.files.office_files import unpacked


def plain(kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph("Dear Ann Smith")
        document.save(stream)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active["A1"] = "Ann Smith"
        book.save(stream)
    else:
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "Ann Smith"
        slides.save(stream)
    return stream.getvalue()


def locked(kind: str, password: str = "open sesame") -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(plain(kind))).encrypt(password, stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
async def test_a_locked_file_is_opened_with_its_password(redactor: Redactor, kind: str) -> None:
    result = await redact_file(locked(kind), f"a.{kind}", redactor, password="open sesame")
    written = b"".join(unpacked(result.data).values())
    assert b"[GIVEN_NAME_1] [SURNAME_1]" in written
    assert b"Smith" not in written
    assert any("not locked" in one for one in result.warnings)


async def test_a_wrong_password_or_none_is_told(redactor: Redactor) -> None:
    data = locked("xlsx")
    for password, said in (("", "--password-file"), ("close", "does not open")):
        with pytest.raises(FileProtectedError, match=said) as caught:
            await redact_file(data, "a.xlsx", redactor, password=password)
        assert "sesame" not in str(caught.value)
    with pytest.raises(FileError):
        await redact_file(data[:2000] + bytes(len(data) - 2000), "a.xlsx", redactor, password="open sesame")


async def test_a_workbook_that_is_only_protected_opens(redactor: Redactor) -> None:
    result = await redact_file(locked("xlsx", "VelvetSweatshop"), "a.xlsx", redactor)
    assert any("not locked" in one for one in result.warnings)


async def test_a_file_without_a_lock_needs_no_password(redactor: Redactor) -> None:
    result = await redact_file(plain("docx"), "a.docx", redactor, password="x")
    assert not any("not locked" in one for one in result.warnings)


async def test_where_nothing_opens_locked_files_that_is_told(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = locked("docx")
    for module in [name for name in sys.modules if name.partition(".")[0] == "msoffcrypto"]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(FileProtectedError, match="msoffcrypto-tool"):
        await redact_file(data, "a.docx", redactor, password="open sesame")
    with pytest.raises(FileProtectedError, match="save it anew"):
        await redact_file(data, "a.docx", redactor)


async def test_a_locked_file_is_verified_with_its_password(redactor: Redactor) -> None:
    mapping = (await redact_file(plain("docx"), "a.docx", redactor)).mapping
    assert await verify_file(locked("docx"), "a.docx", mapping, password="open sesame")
