"""The rows of tables and lists of texts."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from tabside.errors import FileError, FileTooLargeError, FileUnsupportedError, InputError
from tabside.files.rows import read_rows


def workbook(*rows: Any, more_sheets: int = 0) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for _ in range(more_sheets):
        made.create_sheet().append(["other"])
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "columns", "rows"),
    [
        ("a.csv", b"id,text\n1,Hello\n2,\"a, b\"\n", ("id", "text"), (("1", "Hello"), ("2", "a, b"))),
        ("a.csv", "id;text\r\n1;Grüße\r\n".encode("cp1252"), ("id", "text"), (("1", "Grüße"),)),
        ("a.csv", "\ufefftext\nOne, two\n".encode(), ("text",), (("One, two",),)),
        ("a.csv", b"text,label\n\"two\nlines\",x\n,\n", ("text", "label"), (("two\nlines", "x"),)),
        ("a.csv", b"text\n\"quoted\"\n", ("text",), (("quoted",),)),
        ("a.csv", b"1,2\n3,4\n", ("column 1", "column 2"), (("1", "2"), ("3", "4"))),
        ("a.csv", b"a,b\nx\ny,z,w\n", ("a", "b", "column 3"), (("x", "", ""), ("y", "z", "w"))),
        ("a.tsv", b"a\tb\nx,y\tz\n", ("a", "b"), (("x,y", "z"),)),
        ("a.jsonl", b'{"text": "x", "n": 1}\n{"text": null, "more": [1]}\n', ("text", "n", "more"),
         (("x", "1", ""), ("", "", "[1]"))),
        ("a.jsonl", '"one\u2028two"\n"three"\n'.encode(), ("text",), (("one\u2028two",), ("three",))),
        ("a.json", b'[{"text": "x"}, {"text": "y"}]', ("text",), (("x",), ("y",))),
        ("a.txt", b"one\n\n  two \n", ("text",), (("one",), ("two",))),
    ],
)  # fmt: skip
def test_rows_are_read(name: str, data: bytes, columns: Any, rows: Any) -> None:
    read = read_rows(data, name)

    assert (read.columns, read.rows) == (columns, rows)


def test_a_sheet_gives_what_its_cells_show() -> None:
    data = workbook(
        ["text", "when", "n"], ["Grüße_x000D_", date(2024, 3, 1), 1.5], [None, None, True], ["a", None, 10**12]
    )

    read = read_rows(data, "a.XLSX")

    assert read.columns == ("text", "when", "n")
    assert read.rows == (("Grüße\r", "2024-03-01", "1.5"), ("", "", "TRUE"), ("a", "", "1000000000000"))
    assert read.warnings == ()


def test_of_several_sheets_the_first_is_read_and_that_is_said() -> None:
    read = read_rows(workbook(["text"], ["x"], more_sheets=2), "a.xlsx")

    assert read.rows == (("x",),)
    assert read.warnings == ("Of 3 sheets the first one was read.",)


def test_a_column_is_called_by_its_name() -> None:
    read = read_rows(b"id,text\n1,x\n", "a.csv")

    assert read.column("text") == ["x"]
    with pytest.raises(InputError, match="there are: id, text"):
        read.column("body")


def altered(data: bytes, name: str, change: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in read.namelist():
            content = read.read(entry)
            written.writestr(entry, change(content) if entry == name else content)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ONE_CELL = workbook(["a"], ["b"])
DECLARED = b'<!DOCTYPE x [<!ENTITY e "e">]>'


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pdf", b"%PDF-", FileUnsupportedError),
        ("a.csv", b"", FileError),
        ("a.csv", b"text\n", FileError),
        ("a.csv", b"text\n" + b"x" * 200_000, FileError),
        ("a.csv", b"text\n" + b"x\n" * 100_001, FileTooLargeError),
        ("a.jsonl", b"{\n", FileError),
        ("a.json", b'{"text": "x"}', FileError),
        ("a.json", b"[" * 100_000, FileError),
        ("a.xlsx", b"no zip", FileError),
        ("a.xlsx", workbook()[:500], FileError),
        ("a.xlsx", altered(ONE_CELL, SHEET, lambda xml: xml[:-9]), FileError),
        ("a.xlsx", altered(ONE_CELL, SHEET, lambda xml: DECLARED + xml), FileError),
        ("a.xlsx", altered(ONE_CELL, SHEET, lambda xml: xml.replace(b'"A2"', b'"ZZZ2"')), FileTooLargeError),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(name: str, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_rows(data, name)
