"""How much of a packed file is read: ordinary large files pass, and one that would take minutes is refused at once."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import openpyxl
import pytest

from bench.hostile_inputs import FILES
from tabside.errors import FileError, FileTooLargeError
from tabside.files import opening, redact_file, restore_file
from tabside.files.budget import Budget, budget_for, marks_in
from tabside.files.opening import open_document
from tabside.redaction import Redactor
from tests.unit.files.office_files import HEAD, W, X, archive, docx, unpacked, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: int, columns: int, cell: object) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    rng = random.Random(1)
    for _ in range(rows):
        sheet.append([cell(rng) if callable(cell) else cell for _ in range(columns)])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.long
@pytest.mark.parametrize(
    ("rows", "columns", "cell"),
    [
        (8_750, 20, lambda rng: rng.randrange(10**6)),
        (8_750, 20, lambda rng: rng.randrange(10**9)),
        (25_000, 20, 0),
        (5_000, 10, lambda rng: f"Name {rng.getrandbits(40):x}"),
        (20_000, 10, lambda rng: f"Name {rng.randrange(500)}"),
    ],
    ids=["175,000 numbers", "175,000 long numbers", "500,000 zeros", "50,000 texts", "200,000 repeated texts"],
)
def test_an_ordinary_large_workbook_is_read(rows: int, columns: int, cell: object) -> None:
    assert open_document(workbook(rows, columns, cell), "a.xlsx").media_type


def sheet(rows: str) -> bytes:
    return xlsx(**{SHEET: f"{HEAD}<worksheet {X}><sheetData>{rows}</sheetData></worksheet>"})


def letter(body: str) -> bytes:
    return docx(**{"word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>"})


LARGE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "elements": ("a.docx", lambda: letter("<w:p/>" * 1_000)),
    "paragraphs": ("a.docx", lambda: letter("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 200)),
    "attributes": ("a.docx", lambda: letter('<w:p w:by="Ann B"/>' * 500)),
    "cells": ("a.xlsx", lambda: sheet("<c><v>1</v></c>" * 1_000)),
    "odd cells": ("a.xlsx", lambda: sheet('<c q="Ann B"><v>1</v></c>' * 200)),
    "long numbers": ("a.xlsx", lambda: sheet("<row>" + "<c><v>1234567</v></c>" * 300 + "</row>")),
    "texts of a formula": ("a.xlsx", lambda: sheet("<c><f>{" + '"a",' * 300 + "}</f></c>")),
    "a table inside": ("a.docx", lambda: archive({**unpacked(docx()), "word/afchunk.csv": b"," * 1_000})),
}


@pytest.mark.parametrize("case", LARGE)
def test_a_file_of_more_than_may_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    name, data = LARGE[case]
    open_document(data(), name)
    monkeypatch.setattr(opening, "budget_for", lambda _size: Budget(marks=900, pieces=250))
    with pytest.raises(FileTooLargeError, match="elements and texts"):
        open_document(data(), name)


def test_what_may_be_read_grows_with_the_file() -> None:
    small, large = budget_for(1_000), budget_for(50_000_000)
    assert large.marks > 10 * small.marks
    assert large.pieces > 10 * small.pieces


def test_rows_and_plain_cells_count_little() -> None:
    rows = b'<sheetData><row r="1" spans="1:2" x14ac:dyDescent="0.25"><c r="A1" s="2"><f>B1+1</f><v>5</v></c></row>'
    assert marks_in(rows * 100) - marks_in(rows) < 4 * 99


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1" q:by="Ann Smith"><v>5</v></c>',
        '<c r="B1"><f q:by="Ann Smith">1+1</f><v>5</v></c>',
        '<c r="B1"><v q:by="Ann Smith">5</v></c>',
        '<c r="B1" t="inlineStr"><is><t q:by="Ann Smith">x</t></is></c>',
    ],
    ids=["cell", "formula", "value", "text"],
)
async def test_attributes_of_a_cell_that_are_not_its_own_are_read(redactor: Redactor, cell: str) -> None:
    named = '<c r="A1" t="inlineStr"><is><t>Ann Smith</t></is></c>'
    data = sheet(f'<row r="1">{named}{cell}</row>'.replace("q:by", 'xmlns:q="urn:q" q:by'))
    result = await redact_file(data, "a.xlsx", redactor)
    assert "Ann Smith" not in unpacked(result.data)[SHEET].decode()


async def test_attributes_of_a_row_that_are_not_its_own_are_read(redactor: Redactor) -> None:
    named = '<c r="A1" t="inlineStr"><is><t>Ann Smith</t></is></c>'
    data = sheet(f'<row r="1" xmlns:q="urn:q" q:by="Ann Smith">{named}</row>')
    result = await redact_file(data, "a.xlsx", redactor)
    assert "Ann Smith" not in unpacked(result.data)[SHEET].decode()


async def test_a_number_beside_something_odd_is_read_and_comes_back(redactor: Redactor) -> None:
    data = sheet('<row r="1"><c r="A1" foo="1"><v>4111111111111111</v><extLst/></c><c r="B1"><v>5</v></c></row>')
    result = await redact_file(data, "a.xlsx", redactor)
    written = unpacked(result.data)[SHEET].decode()
    assert "4111111111111111" not in written
    back = restore_file(result.data, "a.xlsx", result.mapping).data
    assert unpacked(back)[SHEET] == unpacked(data)[SHEET]


def test_the_index_of_a_shared_string_may_be_anything() -> None:
    for index in ("9" * 5_000, "²", ""):
        open_document(sheet(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>'), "a.xlsx")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.yaml", b"[" * 1_000_000),
        ("a.yaml", b"{a: " * 200_000),
        ("a.yaml", b"- a\n" * 150_001),
        ("a.vcf", b"BEGIN:VCARD\n" + b"N:a;b;c;;\n" * 31_000 + b"END:VCARD\n"),
        ("a.toml", b"a" + b".a" * 500_000 + b" = 1\n"),
    ],
    ids=["brackets", "braces", "lists", "values of cards", "a key of many parts"],
)
def test_a_text_file_that_would_take_minutes_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(FileTooLargeError):
        open_document(data, name)


def test_a_number_of_a_million_figures_is_no_untyped_error() -> None:
    with pytest.raises(FileError):
        open_document(b"a = " + b"1" * 1_000_000, "a.toml")


@pytest.mark.parametrize("name", ["PDF: pages of texts", "PDF: a form in itself"])
def test_a_pdf_whose_pages_draw_far_more_than_it_holds_is_refused(name: str) -> None:
    work = FILES[name]()
    with pytest.raises(FileTooLargeError, match="draw"):
        work()
