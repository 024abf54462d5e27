"""Office files: the text itself is replaced wherever it occurs; hostile files are refused."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest

from tabside.errors import FileError, FileProtectedError, FileTooLargeError, FileUnsupportedError
from tabside.files import redact_file
from tabside.redaction import Redactor
from tests.unit.files.office_files import HEAD, TYPES, W, X, archive, docx, unpacked, xlsx

PRIVATE = ["Ann", "Smith", "Oslo", "4111", "ann@corp.com", "Jo Doe", "JD", "415-867-5309", "first page"]


def words(data: bytes) -> str:
    return re.sub(r"<[^>]*>", " ", data.decode("utf-8"))


async def test_a_letter(redactor: Redactor) -> None:
    redaction = await redact_file(docx(), "letter.docx", redactor)
    parts = unpacked(redaction.data)
    for name, part in parts.items():
        assert [value for value in PRIVATE if value.encode() in part] == [], name
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)
    text = " ".join(words(parts["word/document.xml"]).split())
    assert text.startswith("Dear [GIVEN_NAME_1] [SURNAME_1] , Card [CREDIT_CARD_1]")
    assert "[CITY_1] &amp; more" in text
    assert b"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'> [SURNAME_1]</w:t></w:r>" in parts["word/document.xml"]
    assert b'mc:Ignorable="w14"' in parts["word/document.xml"]
    assert b'w:author="[PERSON_1]"' in parts["word/comments.xml"]
    assert b'Target="mailto:%5BEMAIL_1%5D"' in parts["word/_rels/document.xml.rels"]
    assert parts["word/styles.xml"] == unpacked(docx())["word/styles.xml"]
    assert "docProps/thumbnail.jpeg" not in parts
    assert b"thumbnail" not in parts["_rels/.rels"]
    assert redaction.media_type.endswith("wordprocessingml.document")
    assert {"word/header1.xml", "word/comments.xml"} <= {one.place for one in redaction.findings}


async def test_a_letter_with_invented_and_hidden_values_keeps_its_form(redactor: Redactor) -> None:
    for operator in ("surrogate", "mask", "remove", "replace"):
        redaction = await redact_file(docx(), "letter.docx", redactor, operator=operator)
        for name, part in unpacked(redaction.data).items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(part)
            assert b"ann@corp.com" not in part


async def test_a_table(redactor: Redactor) -> None:
    redaction = await redact_file(xlsx(), "table.xlsx", redactor)
    parts = unpacked(redaction.data)
    for name, part in parts.items():
        assert [
            value for value in ("Ann", "Smith", "Qi", "Zork", "1234567", "Jo Doe") if value.encode() in part
        ] == [], name
        assert "Ann".encode("utf-16-le") not in part
        if name.endswith(".xml"):
            ElementTree.fromstring(part)
    strings = re.findall(r"<t>([^<]*)</t>", parts["xl/sharedStrings.xml"].decode())
    assert strings == [
        "Name", "SSN", "Note", "[GIVEN_NAME_1] [SURNAME_1]", "[PERSON_1]", "[PERSON_2]", "met [GIVEN_NAME_1]", "plain",
    ]  # fmt: skip
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert '<c t="str" r="B2" s="4"><v>[SSN_1]</v></c>' in sheet
    assert '<c t="str" r="B3"><f>B2+1</f><v>[SSN_2]</v></c>' in sheet
    assert '<c r="D4"><v>42</v></c>' in sheet
    assert '<c r="A2" t="s"><v>3</v></c>' in sheet


async def test_names_of_sheets_and_what_refers_to_them(redactor: Redactor) -> None:
    book = (
        f'{HEAD}<workbook {X}><sheets><sheet name="Ann Smith" sheetId="1"/></sheets>'
        "<definedNames><definedName name=\"x\">'Ann Smith'!$A$1</definedName></definedNames></workbook>"
    )
    cells = (
        f'{HEAD}<worksheet {X}><sheetData><row r="1"><c r="A1" t="str"><f>\'Ann Smith\'!B1&amp;"x"</f><v>y</v></c>'
        '<c r="B1"><f>A1+1</f><v>2</v></c></row></sheetData></worksheet>'
    )
    data = xlsx(**{"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": cells})
    parts = unpacked((await redact_file(data, "a.xlsx", redactor)).data)
    assert b'<sheet name="(GIVEN_NAME_1) (SURNAME_1)"' in parts["xl/workbook.xml"]
    assert b">'(GIVEN_NAME_1) (SURNAME_1)'!$A$1<" in parts["xl/workbook.xml"]
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>'(GIVEN_NAME_1) (SURNAME_1)'!B1&amp;&quot;x&quot;</f><v>y</v></c>" in sheet
    assert b'<c r="B1"><f>A1+1</f><v>2</v></c>' in sheet


async def test_an_office_file_inside_another(redactor: Redactor) -> None:
    outer = docx(**{"word/embeddings/table.xlsx": xlsx()})
    inner = unpacked(unpacked((await redact_file(outer, "a.docx", redactor)).data)["word/embeddings/table.xlsx"])
    assert b"Zork" not in inner["xl/sharedStrings.xml"]


async def test_pictures_stay_and_that_is_said(redactor: Redactor) -> None:
    redaction = await redact_file(docx(**{"word/media/image1.png": b"png"}), "a.docx", redactor)
    assert unpacked(redaction.data)["word/media/image1.png"] == b"png"
    assert any("not looked into: 1" in warning for warning in redaction.warnings)


def bomb() -> bytes:
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": b" " * 50_000_000})


def encrypted() -> bytes:
    data = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := data.find(mark, place)) >= 0:
            data[place + offset] |= 1
            place += 4
    return bytes(data)


def twice() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("word/document.xml", "<b/>")
    return packed.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "Ann"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(lambda: b"Ann", FileError, id="no zip"),
        pytest.param(lambda: docx()[:-200], FileError, id="cut off"),
        pytest.param(lambda: docx()[:300] + b"\0" * 100 + docx()[400:], FileError, id="altered"),
        pytest.param(lambda: archive({"a.txt": "Ann"}), FileError, id="no Office file"),
        pytest.param(xlsx, FileError, id="another kind"),
        pytest.param(twice, FileError, id="two of a name"),
        pytest.param(bomb, FileTooLargeError, id="zip bomb"),
        pytest.param(encrypted, FileProtectedError, id="zip password"),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, FileProtectedError, id="Office password"
        ),
        pytest.param(lambda: docx(**{"word/document.xml": "<w:p>Ann"}), FileError, id="no XML"),
        pytest.param(lambda: docx(**{"word/document.xml": LAUGHS + "<x>&b;</x>"}), FileError, id="XML bomb"),
        pytest.param(lambda: docx(**{"word/vbaProject.bin": b"macro"}), FileUnsupportedError, id="macros"),
        pytest.param(lambda: docx(**{"word/embeddings/oleObject1.bin": b"x"}), FileUnsupportedError, id="object"),
    ],
)
async def test_hostile_files_are_refused(redactor: Redactor, data: object, error: type[FileError]) -> None:
    with pytest.raises(error) as caught:
        await redact_file(data(), "a.docx", redactor)  # type: ignore[operator]
    assert "Ann" not in str(caught.value)


async def test_files_in_files_end_somewhere(redactor: Redactor) -> None:
    data = docx()
    for _ in range(8):
        data = docx(**{"word/embeddings/a.docx": data})
    with pytest.raises(FileTooLargeError):
        await redact_file(data, "a.docx", redactor)


async def test_a_textbox_inside_a_paragraph(redactor: Redactor) -> None:
    body = (
        f"{HEAD}<w:document {W}><w:p><w:r><w:t>An</w:t></w:r>"
        "<w:r><w:pict><w:p><w:r><w:t>Oslo</w:t></w:r></w:p></w:pict></w:r><w:r><w:t>n</w:t></w:r></w:p></w:document>"
    )
    redaction = await redact_file(docx(**{"word/document.xml": body}), "a.docx", redactor)
    assert words(unpacked(redaction.data)["word/document.xml"]).split() == ["[GIVEN_NAME_1]", "[CITY_1]"]
