"""Ordinary files that came out damaged, leaking or refused once: one test for each kind of fault."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import docx
import openpyxl
import pptx
import pytest
from openpyxl.chart import BarChart, Reference

from tabside.files import FileRedaction, redact_file, restore_file
from tabside.files.archive import Entry, write_archive
from tabside.redaction import Redactor
from tests.unit.files.office_files import unpacked

Parts = dict[str, bytes]
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def with_parts(data: bytes, change: Callable[[Parts], Mapping[str, bytes]]) -> bytes:
    parts = unpacked(data)
    return write_archive([Entry(name, said) for name, said in change(parts).items()])


def letter(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.author = ""
    return saved(document.save)


def book(*rows: list[object], chart: bool = False) -> bytes:
    made = openpyxl.Workbook()
    made.properties.creator = ""
    sheet = made.active
    for row in rows:
        sheet.append(row)
    if chart:
        drawn = BarChart()
        drawn.add_data(Reference(sheet, min_col=2, min_row=1, max_row=len(rows)), titles_from_data=True)
        drawn.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=len(rows)))
        sheet.add_chart(drawn, "F2")
    return saved(made.save)


def slides(text: str) -> bytes:
    made = pptx.Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = text
    return saved(made.save)


def said_in(data: bytes) -> str:
    return "\n".join(part.decode("utf-8", "replace") for part in unpacked(data).values())


QUARTERS: list[list[object]] = [[f"Q{n}", 900 + 41 * n, 310 + n, f"=B{n + 1}-C{n + 1}"] for n in range(1, 5)]
BUDGET: list[list[object]] = [
    ["Quarter", "Income", "Spent", "Left"],
    *QUARTERS,
    ["Total", "=SUM(B2:B5)", "=SUM(C2:C5)", ""],
]
UNTOUCHED: dict[str, bytes] = {
    "a sheet with formulas and a chart.xlsx": book(*BUDGET, chart=True),
    "numbers alone.xlsx": book(*([n, 3 * n, f"=A{n}+B{n}"] for n in range(1, 6))),
    "a table of months.csv": b"Month,Income,Spent\nApril,1274,826\nJune,1385,865\nAugust,990,411\n",
    "settings.json": b'{"width": 1024, "height": 768, "version": 3, "created_at": 1756402511, "product": 3085296174}\n',
    "a letter without a person.docx": letter("The committee met and discussed the budget."),
    "numbers on lines.txt": b"1\n2\n3\n",
}


@pytest.mark.parametrize("name", UNTOUCHED)
async def test_what_says_nothing_of_anybody_stays(redactor: Redactor, name: str) -> None:
    result = await redact_file(UNTOUCHED[name], name, redactor)
    assert [one.place for one in result.findings] == []
    if name.endswith("x"):
        before, after = unpacked(UNTOUCHED[name]), unpacked(result.data)
        assert {part for part in before if before[part] != after.get(part)} <= {"_rels/.rels", "[Content_Types].xml",
                                                                               "docProps/thumbnail.jpeg"}  # fmt: skip
    else:
        assert result.data == UNTOUCHED[name]


HEADS = "Number,GivenName,Surname,EmailAddress,ZipCode,BloodType\n1,Ann,Smith,ann@corp.com,99501,B+\n"
YAML = 'name: Ann Smith\nphone: +1 415-867-5309\ncity: "Mu\\u00f1oz in Oslo"\nversion: 1.4\n'
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:svg="http://www.w3.org/2000/svg"><head><style>div.MsoNormal{font-family:Georgia}</style></head>'
    "<body><p>Ask Ann Smith.</p></body></html>\n"
)
CODE = (
    "INSERT INTO u VALUES (1,'ann@corp.com');\nUser{email=ann@corp.com, id=7}\n`ann@corp.com`\n\\email{ann@corp.com}\n"
    "const to='ann@corp.com'\nto=ann@corp.com&cc=lee@home.org\n1|lee@home.org|ann@corp.com\nlee@home.org/ann@corp.com\n"
)
TEXTS = {
    "a.csv": (HEADS, HEADS.splitlines(keepends=True)[0] + "1,[GIVEN_NAME_1],[SURNAME_1],[EMAIL_1],"),
    "a.yaml": (YAML, 'name: "[GIVEN_NAME_1] [SURNAME_1]"'),
    "a.xhtml": (PAGE, PAGE[: PAGE.index("Ask")] + "Ask [GIVEN_NAME_1] [SURNAME_1]."),
    "a.txt": (CODE, CODE.replace("ann@corp.com", "[EMAIL_1]").replace("lee@home.org", "[EMAIL_2]")),
}


@pytest.mark.parametrize("name", TEXTS)
async def test_texts_keep_their_form(redactor: Redactor, name: str) -> None:
    text, expected = TEXTS[name]
    result = await redact_file(text.encode(), name, redactor)
    written = result.data.decode()
    assert written.startswith(expected)
    assert not any(value in written for value in ("Ann", "Smith", "Mu\\u00f1oz", "ann@", "867-5309"))
    if name == "a.xhtml":
        assert len(list(ElementTree.fromstring(written).iter())) == 5
    assert restore_file(result.data, name, result.mapping).data.decode() == text


ANCHOR = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:positionH relativeFrom="column"><wp:posOffset>415867</wp:posOffset></wp:positionH><wp:positionV '
    'relativeFrom="paragraph"><wp:posOffset>5309</wp:posOffset></wp:positionV><wp:extent cx="9" cy="9"/><wp:wrapNone/>'
    '<wp:docPr id="415867530" name="Picture 415867530"/></wp:anchor></w:drawing></w:r>'
)


async def test_geometry_is_no_text(redactor: Redactor) -> None:
    data = with_parts(
        letter("Ann Smith signed.", "The tenant is Ann.", "ann@corp.com is hers."),
        lambda parts: {
            **parts,
            "word/document.xml": parts["word/document.xml"].replace(b"<w:p>", b"<w:p>" + ANCHOR.encode()),
        },
    )
    result = await redact_file(data, "a.docx", redactor)
    shown = [one.text for one in docx.Document(io.BytesIO(result.data)).paragraphs]
    assert shown == ["[GIVEN_NAME_1] [SURNAME_1] signed.", "The tenant is [GIVEN_NAME_1].", "[EMAIL_1] is hers."]
    assert unpacked(result.data)["word/document.xml"].count(ANCHOR[5:].encode()[:-6]) == 3
    back = restore_file(result.data, "a.docx", result.mapping).data
    assert unpacked(back)["word/document.xml"] == unpacked(data)["word/document.xml"]


async def test_breaks_come_back_where_they_were(redactor: Redactor) -> None:
    document = docx.Document()
    for gap in ("\n", "\t"):
        paragraph = document.add_paragraph("Tenant: Ann")
        paragraph.add_run(gap)
        paragraph.add_run("Smith lives here.")
    data = saved(document.save)
    result = await redact_file(data, "a.docx", redactor)
    assert "Ann" not in said_in(result.data)
    back = restore_file(result.data, "a.docx", result.mapping).data
    assert unpacked(back)["word/document.xml"] == unpacked(data)["word/document.xml"]


def styled(parts: Parts) -> Parts:
    style = b'<w:style w:type="paragraph" w:customStyle="1" w:styleId="K"><w:name w:val="Smith heading"/></w:style>'
    return parts | {"word/styles.xml": parts["word/styles.xml"].replace(b"</w:styles>", style + b"</w:styles>")}


def with_variable(parts: Parts) -> Parts:
    variable = b'<w:docVars><w:docVar w:name="owner_Smith" w:val="1"/></w:docVars></w:settings>'
    return parts | {"word/settings.xml": parts["word/settings.xml"].replace(b"</w:settings>", variable)}


def with_field(parts: Parts) -> Parts:
    hidden = base64.b64encode("<EndNote><author>Smith, Ann</author></EndNote>".encode("utf-16-le"))
    written = (
        b'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:fldData>' + hidden + b"</w:fldData></w:fldChar></w:r></w:p>"
    )
    body = parts["word/document.xml"].replace(b"<w:sectPr", written + b"<w:sectPr", 1)
    return parts | {"word/document.xml": body}


def signed(parts: Parts) -> Parts:
    certificate = base64.b64encode(b"\x30\x82\x01CN=Ann Smith, SN=Smith")
    types = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/vnd.openxmlformats-package.'
        b'digital-signature-xmlsignature+xml"/><Default Extension="sigs" ContentType="application/vnd.openxmlformats-'
        b'package.digital-signature-origin"/></Types>',
    )
    rels = parts["_rels/.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/'
        b'origin" Target="_xmlsignatures/origin.sigs"/></Relationships>',
    )
    return parts | {
        "[Content_Types].xml": types,
        "_rels/.rels": rels,
        "_xmlsignatures/origin.sigs": b"",
        "_xmlsignatures/_rels/origin.sigs.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r" Type="x" Target="sig1.xml"/></Relationships>',
        "_xmlsignatures/sig1.xml": b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Certificate>'
        + certificate
        + b"</X509Certificate></Signature>",
    }


@pytest.mark.parametrize(
    ("change", "warning"),
    [(styled, None), (with_variable, "stay"), (with_field, None), (signed, "signatures, which no longer hold")],
)
async def test_hidden_places_of_letters(
    redactor: Redactor, change: Callable[[Parts], Parts], warning: str | None
) -> None:
    data = with_parts(letter("My name is Ann Smith."), change)
    result = await redact_file(data, "a.docx", redactor)
    written = said_in(result.data)
    assert "Ann" not in written
    assert ("Smith" in written) == (change is with_variable)
    assert not any(base64.b64encode(b"x" * at + b"Smith")[8:-4].decode() in written for at in (6, 7, 8))
    if warning is None:
        assert not any("stay" in one for one in result.warnings)
    else:
        assert any(warning in one for one in result.warnings)
    if change is signed:
        assert "_xmlsignatures" not in written
        assert not any("_xmlsig" in name for name in unpacked(result.data))
    assert docx.Document(io.BytesIO(result.data)).paragraphs


def moved(parts: Parts) -> Parts:
    kept = dict(parts)
    kept["package/services/metadata/core-properties/7f.psmdcp"] = kept.pop("docProps/core.xml")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        kept[name] = kept[name].replace(b"docProps/core.xml", b"package/services/metadata/core-properties/7f.psmdcp")
    return kept


WRITERS: dict[str, Callable[[Parts], Mapping[str, bytes]]] = {
    "what .NET writes": moved,
    "a property of a sheet": lambda parts: parts | {"xl/customProperty1.bin": "Ann".encode("utf-16-le")},
    "a deleted part": lambda parts: parts | {"[trash]/0000.dat": b"Ann" + b"\0" * 20},
    "a line break that nothing closes": lambda parts: (
        parts
        | {
            "xl/drawings/vmlDrawing1.vml": b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><div>Ann'
            b"<br>Smith</div></v:textbox></v:shape></xml>"
        }
    ),
    "captions, paths and references": lambda parts: (
        parts
        | {
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{X}"><cacheFields><cacheField '
            'name="[A].[B]"><sharedItems><s v="[A].[B].&amp;[5]" c="Ann Smith"/></sharedItems></cacheField>'
            "</cacheFields></pivotCacheDefinition>".encode(),
            "xl/connections.xml": f'<connections xmlns="{X}"><connection id="1" odcFile="C:\\Users\\ann.smith\\x.odc" '
            'name="c"/></connections>'.encode(),
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{X}"><externalBook><sheetNames><sheetName '
            'val="Smith"/></sheetNames><definedNames><definedName name="n" refersTo="=\'Smith\'!$A$1"/></definedNames>'
            "</externalBook></externalLink>".encode(),
        }
    ),
}


@pytest.mark.parametrize("name", WRITERS)
async def test_workbooks_of_other_writers(redactor: Redactor, name: str) -> None:
    data = with_parts(book(["My name is Ann Smith"]), WRITERS[name])
    result = await redact_file(data, "a.xlsx", redactor)
    written = said_in(result.data)
    assert not any(value in written for value in ("Ann", "Smith", "ann.smith", "A\0n\0n"))
    assert openpyxl.load_workbook(io.BytesIO(result.data)).active["A1"].value == "My name is [GIVEN_NAME_1] [SURNAME_1]"


HISTORY = (
    b'<pc:chgInfo xmlns:pc="http://schemas.microsoft.com/office/powerpoint/2013/main/command"><pc:docChgLst>'
    b'<pc:chgData name="Ann Smith" userId="0123456789abcdef" providerId="LiveId"/></pc:docChgLst></pc:chgInfo>'
)
IN_SLIDES = {
    "ppt/changesInfos/changesInfo1.xml": (HISTORY, "history of changes"),
    "ppt/metadata": (b"\x01Ann\x02", "data of the program"),
    "ppt/media/blank.emf": (b"\0" * 1_500_000, "Pictures"),
}


@pytest.mark.parametrize("name", IN_SLIDES)
async def test_parts_of_presentations(redactor: Redactor, name: str) -> None:
    part, warning = IN_SLIDES[name]
    data = with_parts(slides("My name is Ann Smith"), lambda parts: parts | {name: part})
    result = await redact_file(data, "a.pptx", redactor)
    assert "Ann" not in said_in(result.data)
    assert any(warning in one for one in result.warnings)
    title = pptx.Presentation(io.BytesIO(result.data)).slides[0].shapes.title.text
    assert title == "My name is [GIVEN_NAME_1] [SURNAME_1]"


async def test_a_notebook_is_valid_json(redactor: Redactor) -> None:
    notebook = {"cells": [{"source": ["# by Ann\n", "tel = 4158675309"], "execution_count": 12}], "nbformat": 4}
    result: FileRedaction = await redact_file(json.dumps(notebook).encode(), "a.ipynb", redactor)
    read = json.loads(result.data)
    assert read["nbformat"] == 4
    assert read["cells"][0]["source"][0] == "# by [GIVEN_NAME_1]\n"
