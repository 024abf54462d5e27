"""Books: pages, metadata and tables of contents hold nothing private, and come back."""

from __future__ import annotations

import base64
import io
import zipfile
from xml.etree import ElementTree

import pytest

from tabside.errors import FileError, FileProtectedError, FileUnsupportedError
from tabside.files import redact_file, restore_file
from tabside.files.archive import Entry, write_archive
from tabside.redaction import Redactor
from tests.unit.files.office_files import unpacked

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/b.opf"/></rootfiles></container>'
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:opf="http://www.idpf.org/2007/opf"><metadata><dc:title>The life of Ann</dc:title>'
    '<dc:creator opf:file-as="Doe, Jo">Jo Doe</dc:creator><meta name="note" content="for Ann Smith"/></metadata>'
    '<manifest><item id="Oslo" href="p.xhtml" media-type="application/xhtml+xml"/></manifest></package>'
)
NCX = (
    '<?xml version="1.0"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint id="n" playOrder="1">'
    '<navLabel><text>In Oslo</text></navLabel><content src="p.xhtml"/></navPoint></navMap></ncx>'
)
PAGE = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>On Ann</title></head><body>'
    "<p>Dear <i>An</i>n Smith</p></body></html>"
)
LINK = base64.b64encode(b"met Ann Smith there").decode()
CSS = f"/* for Ann */ p {{ font-family: Georgia; background: url(data:text/plain;base64,{LINK}) }}"


def book(**parts: str | bytes) -> bytes:
    said = {
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/b.opf": OPF,
        "OEBPS/toc.ncx": NCX, "OEBPS/p.xhtml": PAGE, "OEBPS/s.css": CSS, "OEBPS/cover.png": b"\x89PNG", **parts,
    }  # fmt: skip
    return write_archive(
        [Entry(name, one if isinstance(one, bytes) else one.encode(), zipfile.ZIP_STORED if name == "mimetype" else 8)
         for name, one in said.items()]
    )  # fmt: skip


async def test_a_book(redactor: Redactor) -> None:
    data = book()
    result = await redact_file(data, "a.epub", redactor)
    before, after = unpacked(data), unpacked(result.data)
    written = b"\n".join(after.values()).decode("utf-8", "replace")
    assert [one for one in ("Ann", "Smith", "Jo Doe", "Doe, Jo", "In Oslo", LINK) if one in written] == []
    assert '<item id="Oslo" href="p.xhtml" media-type="application/xhtml+xml"/>' in written
    assert "font-family: Georgia" in written
    for name in ("OEBPS/b.opf", "OEBPS/toc.ncx", "OEBPS/p.xhtml"):
        tags = [[one.tag for one in ElementTree.fromstring(file[name]).iter()] for file in (before, after)]
        assert tags[0] == tags[1]
    assert any("Pictures" in one for one in result.warnings)
    assert unpacked(restore_file(result.data, "a.epub", result.mapping).data) == before
    with zipfile.ZipFile(io.BytesIO(result.data)) as file:
        assert (file.infolist()[0].filename, file.infolist()[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)


LOCK = '<e><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></e>'
REFUSED: list[tuple[dict[str, str | bytes], type[FileError]]] = [
    ({"mimetype": "application/zip"}, FileError),
    ({"META-INF/encryption.xml": LOCK}, FileProtectedError),
    ({"META-INF/rights.xml": "<r/>"}, FileProtectedError),
    ({"OEBPS/a.js": "x = 'Ann'"}, FileUnsupportedError),
    ({"OEBPS/b.opf": "<a><b></a>"}, FileError),
]


@pytest.mark.parametrize(("parts", "error"), REFUSED)
async def test_what_cannot_be_read_is_refused(
    redactor: Redactor, parts: dict[str, str | bytes], error: type[FileError]
) -> None:
    with pytest.raises(error):
        await redact_file(book(**parts), "a.epub", redactor)


async def test_fonts_that_are_obfuscated_stay(redactor: Redactor) -> None:
    way = LOCK.replace("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "http://www.idpf.org/2008/embedding")
    parts: dict[str, str | bytes] = {"META-INF/encryption.xml": way, "OEBPS/f.otf": b"\x01\x02"}
    data = book(**parts)
    assert unpacked((await redact_file(data, "a.epub", redactor)).data)["OEBPS/f.otf"] == b"\x01\x02"
