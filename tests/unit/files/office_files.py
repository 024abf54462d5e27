"""Minimal office files, written by hand for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="t/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="t/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return packed.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def docx(**more: str | bytes) -> bytes:
    """Return a letter with runs, a header, a comment, tracked changes, properties, a link and a thumbnail."""
    body = (
        f'{HEAD}<w:document {W} mc:Ignorable="w14" xmlns:mc="m" xmlns:w14="x"><w:body>'
        '<w:p><w:r><w:t xml:space="preserve">Dear A</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>nn Smi</w:t></w:r>'
        "<w:r><w:t>th,</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Card</w:t><w:tab/><w:t>4111 1111</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> 1111 1111</w:t></w:r></w:p>'
        '<w:p><w:del w:id="1" w:author="Jo Doe"><w:r><w:delText>Ann</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="Jo Doe"><w:r><w:t>Oslo &amp; more</w:t></w:r></w:ins></w:p>'
        '<w:p><w:r><w:instrText>HYPERLINK "mailto:ann@corp.com"</w:instrText></w:r></w:p>'
        '<w:p><w:r><wp:docPr xmlns:wp="p" id="1" name="Picture 1" descr="Ann in Oslo"/></w:r></w:p>'
        "</w:body></w:document>"
    )
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELS,
            "docProps/thumbnail.jpeg": b"\xff\xd8picture of the first page",
            "docProps/core.xml": f'{HEAD}<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:creator>Jo Doe</dc:creator>'
            "<dc:title>Letter to Ann</dc:title></c:coreProperties>",
            "word/document.xml": body,
            "word/header1.xml": f"{HEAD}<w:hdr {W}><w:p><w:r><w:t>Ann Smith, Oslo</w:t></w:r></w:p></w:hdr>",
            "word/comments.xml": f'{HEAD}<w:comments {W}><w:comment w:id="0" w:author="Jo Doe" w:initials="JD">'
            "<w:p><w:r><w:t>Call Ann: 415-867-5309</w:t></w:r></w:p></w:comment></w:comments>",
            "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="r">'
            '<Relationship Id="rId9" Type="t/hyperlink" Target="mailto:ann@corp.com" TargetMode="External"/>'
            '<Relationship Id="rId1" Type="t/styles" Target="styles.xml"/></Relationships>',
            "word/styles.xml": f'{HEAD}<w:styles {W}><w:style w:styleId="Normal"/></w:styles>',
            **more,
        }
    )  # fmt: skip


def xlsx(**more: str | bytes) -> bytes:
    """Return a table with shared strings, an inline string, numbers, a formula, a comment and a pivot cache."""
    strings = ["Name", "SSN", "Note", "Ann Smith", "Qi", "Zork", "met Ann", "plain"]
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    rows = [
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" s="4"><v>123456789</v></c><c r="C2" t="s"><v>6</v></c></row>',
        '<row r="3"><c r="A3" t="s"><v>4</v></c><c r="B3"><f>B2+1</f><v>123456790</v></c>'
        '<c r="C3" t="s"><v>7</v></c></row>',
        '<row r="4"><c r="A4" t="s"><v>5</v></c><c r="C4" t="inlineStr"><is><r><t>An</t></r><r><t>n</t></r></is></c>'
        '<c r="D4"><v>42</v></c></row>',
    ]
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f'{HEAD}<workbook {X}><sheets><sheet name="Sheet1" sheetId="1"/></sheets></workbook>',
            "xl/sharedStrings.xml": f"{HEAD}<sst {X}>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"{HEAD}<worksheet {X}><sheetData>{''.join(rows)}</sheetData></worksheet>",
            "xl/comments1.xml": f"{HEAD}<comments {X}><authors><author>Jo Doe</author></authors><commentList>"
            '<comment ref="A1" authorId="0"><text><r><t>Ask An</t></r><r><t>n</t></r></text></comment>'
            "</commentList></comments>",
            "xl/pivotCache/pivotCacheDefinition1.xml": (
                f'{HEAD}<p {X}><sharedItems><s v="Ann Smith"/></sharedItems></p>'
            ),
            "xl/printerSettings/printerSettings1.bin": "\\\\server\\Ann".encode("utf-16-le"),
            **more,
        }
    )  # fmt: skip
