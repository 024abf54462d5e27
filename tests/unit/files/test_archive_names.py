"""Names inside of zip files: none leads out, none is another one's, and what is written unpacks where it should."""

from __future__ import annotations

import io
import warnings
import zipfile
from functools import partial

import pytest

from tabside.errors import FileError
from tabside.files import redact_file
from tabside.files.archive import Entry, confined, read_archive, write_archive
from tabside.files.office.sheet_rows import read_sheet
from tabside.files.opening import open_document
from tabside.redaction import Redactor
from tests.unit.files.office_files import HEAD, W, archive, docx, unpacked, xlsx

OUTSIDE = {
    "above": "../a.xml",
    "above, inside": "word/../../a.xml",
    "above, at the end": "word/..",
    "above, as on Windows": "word\\..\\..\\a.xml",
    "absolute": "/etc/passwd",
    "absolute, as on Windows": "\\windows\\a.xml",
    "another computer": "\\\\host\\a.xml",
    "a drive": "C:/a.xml",
    "a drive's own folder": "c:a.xml",
    "a line break": "word/a\nb.xml",
    "an escape": "word/\x1b[2Ja.xml",
    "a tab": "word/a\tb.xml",
}


def added(data: bytes, *names: str) -> bytes:
    """Return an archive with empty XML under more names, in this order."""
    packed = io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "a") as file:
        warnings.simplefilter("ignore")  # that there are two of a name
        for name in names:
            file.writestr(zipfile.ZipInfo(name), f"{HEAD}<a/>")
    return packed.getvalue()


@pytest.mark.parametrize("case", OUTSIDE)
@pytest.mark.parametrize("kind", ["docx", "xlsx", "rows"])
def test_a_name_that_leads_out_is_refused(case: str, kind: str) -> None:
    data = added(xlsx() if kind != "docx" else docx(), OUTSIDE[case])
    work = partial(read_sheet, data) if kind == "rows" else partial(open_document, data, f"a.{kind}")
    with pytest.raises(FileError):
        work()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "rows"])
def test_a_part_without_a_name_is_refused(kind: str) -> None:
    # zipfile ends a name at NUL, so that nothing is left of this one.
    data = added(xlsx() if kind != "docx" else docx(), "?none.xml").replace(b"?none.xml", b"\0none.xml")
    work = partial(read_sheet, data) if kind == "rows" else partial(open_document, data, f"a.{kind}")
    with pytest.raises(FileError):
        work()


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(FileError, match="same name"):
        open_document(added(docx(), "word/document.xml"), "a.docx")


async def test_names_that_differ_in_case_alone_are_both_read(redactor: Redactor) -> None:
    """Programs on Windows open one of them, and nobody knows which."""
    body = f"{HEAD}<w:document {W}><w:body><w:p><w:r><w:t>Ann Smith</w:t></w:r></w:p></w:body></w:document>"
    result = await redact_file(archive({**unpacked(docx()), "WORD/Document.xml": body}), "a.docx", redactor)
    assert {"word/document.xml", "WORD/Document.xml"} <= set(unpacked(result.data))
    assert all(b"Smith" not in data for data in unpacked(result.data).values())


async def test_a_very_long_name_is_read_and_written(redactor: Redactor) -> None:
    name = f"customXml/{'a' * 60_000}.xml"
    result = await redact_file(archive({**unpacked(docx()), name: f"{HEAD}<a>Ann Smith</a>"}), "a.docx", redactor)
    assert b"Smith" not in unpacked(result.data)[name]


def test_what_is_written_comes_back_and_names_are_confined() -> None:
    names = [confined(name) for name in OUTSIDE.values()]
    packed = write_archive([Entry(f"{number}/{name}", b"x") for number, name in enumerate(names)])
    assert len(read_archive(packed)) == len(names)
    assert [name for name in names if ".." in name.split("/") or name.startswith(("/", "\\")) or ":" in name] == []
