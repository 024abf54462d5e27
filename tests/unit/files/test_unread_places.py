"""Places of files that were not read at all, without a word about it."""

from __future__ import annotations

import base64
import re

import pytest

from tabside.errors import FileTooLargeError, FileUnsupportedError
from tabside.files import opening, redact_file, restore_file
from tabside.files.budget import Budget
from tabside.redaction import Redactor
from tests.unit.files.office_files import HEAD, W, X, docx, unpacked, xlsx


def letter(xml: str) -> dict[str, str]:
    return {"word/document.xml": f"{HEAD}<w:document {W}><w:body>{xml}</w:body></w:document>"}


IN_LETTERS = {
    "a processing instruction": letter("<?note Ann Smith?><w:p><w:r><w:t>x</w:t></w:r></w:p>"),
    "an attribute of somebody's own": letter('<w:p xmlns:o="urn:own" o:by="Ann Smith, 123-45-6789"/>'),
    "an attribute of an own element": letter('<own xmlns="urn:own" by="Ann Smith" kind="Ann"/>'),
    "an attribute that Word does not know": letter('<w:p w:by="Ann Smith"/><w:lvl><w:lvlText w:val="Ann %1"/></w:lvl>'),
}


@pytest.mark.parametrize("place", IN_LETTERS)
async def test_letters_hold_nothing_in(redactor: Redactor, place: str) -> None:
    data = docx(**IN_LETTERS[place])
    result = await redact_file(data, "a.docx", redactor)
    written = unpacked(result.data)["word/document.xml"].decode()
    assert not re.search("Ann|Smith|123-45", written)
    back = restore_file(result.data, "a.docx", result.mapping).data
    assert unpacked(back)["word/document.xml"] == unpacked(data)["word/document.xml"]


async def test_names_of_formats_are_no_texts(redactor: Redactor) -> None:
    technical = '<w:rFonts w:ascii="Ann Smith Sans"/><w:lsdException w:name="Ann Smith"/><w:p w:rsidR="00A77B3E"/>'
    data = docx(**letter(technical))
    result = await redact_file(data, "a.docx", redactor)
    assert technical in unpacked(result.data)["word/document.xml"].decode()


def font(*tables: bytes, behind: bytes = b"") -> bytes:
    head = b"\0\1\0\0" + len(tables).to_bytes(2, "big") + bytes(6)
    at, directory = 12 + 16 * len(tables), b""
    for table in tables:
        directory += b"glyf" + bytes(4) + at.to_bytes(4, "big") + len(table).to_bytes(4, "big")
        at += len(table)
    return head + directory + b"".join(tables) + behind


async def test_fonts_are_told_and_texts_behind_them_refused(redactor: Redactor) -> None:
    result = await redact_file(docx(**{"word/fonts/font1.ttf": font(b"1234", b"56")}), "a.docx", redactor)
    assert any("Fonts stay" in one for one in result.warnings)
    for hidden in (font(b"1234", behind=b"Dear Ann Smith"), b"\0\1\0\0Dear Ann Smith", b"trueDear Ann"):
        with pytest.raises(FileUnsupportedError):
            await redact_file(docx(**{"word/fonts/font1.ttf": hidden}), "a.docx", redactor)


async def test_names_of_parts_that_nobody_looked_into_are_told(redactor: Redactor) -> None:
    told = [
        any("Names of parts" in one for one in (await redact_file(docx(**parts), "a.docx", redactor)).warnings)
        for parts in ({}, {"word/zoe-miller.xml": f"{HEAD}<x/>"}, {"zoe/item1.xml": f"{HEAD}<x/>"})
    ]
    assert told == [False, True, True]


HIDDEN = base64.b64encode(b"Dear Ann Smith").decode()
STYLES = (
    "<style>p{background:url(data:text/plain;base64,%s)}</style>" % HIDDEN,  # noqa: UP031
    '<style>p{background:url("data:text/plain,Dear%20Ann%20Smith")}</style>',
    f"<p style=\"background:url('data:text/plain;base64,{HIDDEN}')\">x</p>",
    '<p style="background:url(&quot;data:image/svg+xml,%3Csvg%3EAnn%3C/svg%3E&quot;)">x</p>',
)


@pytest.mark.parametrize("page", STYLES)
async def test_links_in_style_sheets_are_opened(redactor: Redactor, page: str) -> None:
    result = await redact_file(page.encode(), "a.html", redactor)
    assert "GIVEN_NAME" in {one.finding.entity for one in result.findings}
    written = result.data.decode()
    assert HIDDEN not in written
    assert "Ann" not in written
    assert restore_file(result.data, "a.html", result.mapping).data.decode().split("url(")[0] == page.split("url(")[0]


async def test_fonts_in_style_sheets_stay(redactor: Redactor) -> None:
    packed = base64.b64encode(b"wOF2" + bytes(range(256))).decode()
    page = f"<style>@font-face{{src:url(data:application/octet-stream;base64,{packed})}}</style><p>Ann</p>"
    result = await redact_file(page.encode(), "a.html", redactor)
    assert result.data.decode() == page.replace("<p>Ann", "<p>[GIVEN_NAME_1]")
    assert any("fonts" in one for one in result.warnings)


async def test_a_line_that_goes_on_in_a_script(redactor: Redactor) -> None:
    page = '<script>x = "An\\\nn Smi\\\r\nth"</script>'
    result = await redact_file(page.encode(), "a.html", redactor)
    assert "Smi" not in result.data.decode()
    assert restore_file(result.data, "a.html", result.mapping).data.decode().replace("\\\n", "").count("Ann") == 1


def bounded(monkeypatch: pytest.MonkeyPatch, **bounds: int) -> None:
    def budget(_size: int) -> Budget:
        return Budget(**bounds)

    monkeypatch.setattr(opening, "budget_for", budget)


async def test_files_in_files_share_one_bound(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = xlsx(**{"xl/media/image1.png": b"\x89PNG" + bytes(400_000)})
    three = docx(**{f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx": inner for number in range(3)})
    await redact_file(three, "a.docx", redactor)
    for bounds in ({"data": 1_000_000}, {"entries": 30}):
        bounded(monkeypatch, **bounds)
        await redact_file(inner, "a.xlsx", redactor)
        with pytest.raises(FileTooLargeError):
            await redact_file(three, "a.docx", redactor)


async def test_a_workbook_that_takes_hours_to_read_is_refused(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of 0.87 MB held 55.7 million characters. Equal cells are read once, and count once."""
    texts = "".join(f"<si><t>{number} lorem ipsum dolor</t></si>" for number in range(100))
    data = xlsx(**{"xl/sharedStrings.xml": f"{HEAD}<sst {X}>{texts}</sst>"})
    bounded(monkeypatch, characters=3000)
    await redact_file(data, "a.xlsx", redactor)
    bounded(monkeypatch, characters=1500)
    with pytest.raises(FileTooLargeError, match="characters of text"):
        await redact_file(data, "a.xlsx", redactor)
