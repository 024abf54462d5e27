"""Files attached to a PDF are redacted like other files, with one mapping, or left out."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from pypdf.generic import ArrayObject, FloatObject, NameObject, StreamObject

from tabside.files import verify_file
from tabside.pdf.attachments import take_attachments
from tabside.pdf.graph import opened
from tabside.redaction import Redactor
from tests.unit.files.office_files import docx, unpacked
from tests.unit.pdf.documents import IBAN, added, dictionary, edited, line, page
from tests.unit.pdf.test_redaction import left_in, redacted, text_of

TABLE = f"name,account\nAnn Smith,{IBAN}\n"


def attached(data: bytes) -> dict[str, bytes]:
    return {name: bytes(files[0]) for name, files in pypdf.PdfReader(io.BytesIO(data)).attachments.items()}


def by_annotation(writer: pypdf.PdfWriter) -> None:
    stream = StreamObject()
    stream.set_data(TABLE.encode())
    note = dictionary({"/Type": "/Annot", "/Subtype": "/FileAttachment", "/Contents": "of Ann Smith"})
    note[NameObject("/FS")] = dictionary(
        {"/Type": "/Filespec", "/F": "table.csv", "/EF": {"/F": added(writer, stream)}}
    )
    note[NameObject("/Rect")] = ArrayObject(map(FloatObject, (10, 10, 20, 20)))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([added(writer, note)])


@pytest.mark.parametrize(
    "attach",
    [
        pytest.param(lambda writer: writer.add_attachment("table.csv", TABLE.encode()), id="name tree"),
        pytest.param(by_annotation, id="annotation"),
    ],
)
async def test_an_attached_table_is_redacted(redactor: Redactor, attach: Callable[[pypdf.PdfWriter], object]) -> None:
    done = await redacted(edited(attach), redactor)

    assert left_in(done.data, "Smith", IBAN) == set()
    placeholder = next(key for key, value in done.mapping.originals.items() if value == IBAN)
    # One mapping: the page has the same value.
    assert placeholder in text_of(done.data)
    assert attached(done.data)["table.csv"].decode().startswith("name,account\n")
    assert placeholder in attached(done.data)["table.csv"].decode()
    assert ("attachments", 1, "redacted and kept") in {(one.kind, one.count, one.outcome) for one in done.report}
    assert any(one.place.startswith("attachment 1, row") for one in done.findings)
    assert await verify_file(done.data, "a.pdf", done.mapping) == []


async def test_an_attached_document_and_its_name(redactor: Redactor) -> None:
    done = await redacted(edited(lambda writer: writer.add_attachment("Letter_of_Hilda.docx", docx())), redactor)

    (name, data), *others = attached(done.data).items()
    assert others == []
    assert name.startswith("Letter of [")
    assert name.endswith("].docx")
    assert left_in(done.data, "Hilda") == set()
    text = b"".join(unpacked(data).values())
    assert b"Dear [" in text
    assert {value for value in (b"Oslo", b"Smi", b"Hilda") if value in text} == set()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("Smith.exe", b"MZ Ann Smith", id="an unknown kind"),
        pytest.param("a.docx", b"PK Ann Smith", id="a broken file"),
        pytest.param("a.png", b"\x89PNG Ann Smith", id="a picture"),
        pytest.param("notes", b"Ann Smith", id="no ending"),
    ],
)
async def test_what_cannot_be_read_is_left_out(redactor: Redactor, name: str, data: bytes) -> None:
    done = await redacted(edited(lambda writer: writer.add_attachment(name, data)), redactor)

    assert attached(done.data) == {}
    assert left_in(done.data, "Smith", "Ann") == set()
    assert ("attachments that cannot be read", 1) in {(one.kind, one.count) for one in done.report}
    assert "Attachments that cannot be read were left out: 1." in done.warnings


async def test_a_pdf_with_nothing_but_an_attachment_to_redact(redactor: Redactor) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page(line(60, 700, "This line stays."))))
    for _ in range(2):
        writer.add_attachment("notes.txt", b"Ann Smith was here.")
    out = io.BytesIO()
    writer.write(out)
    done = await redacted(out.getvalue(), redactor)

    assert sorted(attached(done.data)) == ["notes (2).txt", "notes.txt"]
    assert left_in(done.data, "Smith") == set()
    assert await redacted(out.getvalue(), redactor) == done


async def test_verification_looks_into_attachments(redactor: Redactor) -> None:
    done = await redacted(edited(lambda writer: writer.add_attachment("t.csv", TABLE.encode())), redactor)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(done.data))
    writer.add_attachment("more.docx", docx())
    out = io.BytesIO()
    writer.write(out)

    leaks = await verify_file(out.getvalue(), "a.pdf", done.mapping)
    assert [leak.where.rpartition(" ")[0] for leak in leaks] == ["attachment"]


def test_each_file_is_taken_once_and_cut_off() -> None:
    graph = opened(edited(lambda writer: writer.add_attachment("a.txt", b"text")))

    assert [(one.name, one.data) for one in take_attachments(graph)] == [("a.txt", b"text")]
    assert take_attachments(graph) == []
