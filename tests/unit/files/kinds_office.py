"""The row of the table of kinds for Office files."""

from __future__ import annotations

from tabside.errors import FileProtectedError
from tests.unit.files.kinds_claims import Row, gone, kept, packed, refused, says
from tests.unit.files.office_files import HEAD, W, X, archive, docx, xlsx

__all__ = ["OFFICE_ROWS"]


def letter(xml: str) -> bytes:
    return docx(**{"word/document.xml": f"{HEAD}<w:document {W}><w:body>{xml}</w:body></w:document>"})


PNG = "Content-Type: image/png\nContent-ID: <one>\nContent-Transfer-Encoding: base64\n\niVBORw=="
PRESENTATION = archive(
    {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "ppt/presentation.xml": f"{HEAD}<p/>",
        "ppt/slides/slide1.xml": f'{HEAD}<p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r>'
        "<a:t>An</a:t></a:r><a:r><a:t>n</a:t></a:r></a:p></p>",
        "ppt/changesInfos/changesInfo1.xml": "<c><chgData name='Ann'/></c>",
    }
)
PIVOT = f'{HEAD}<p {X}><sharedItems><s v="[C].[N].&amp;[5]" c="Ann"/></sharedItems></p>'
SLICER = f'{HEAD}<slicers {X}><slicer name="of Smith" caption="Ann Smith"/></slicers>'
FIELD = f"<w:p><w:r><w:fldChar><w:fldData>{packed('met Ann Smith')}</w:fldData></w:fldChar></w:r></w:p>"
OFFICE_ROWS = (
    Row(
        ("docx", "xlsx", "pptx", "dotx", "xltx", "potx", "ppsx"),
        (
            [
                says(
                    "the elements and attributes on the list of `files/office/vocabulary.py`: texts over runs, "
                    "headers, notes, comments, tracked changes, properties, alternative texts",
                    *(
                        gone(f"a.{kind}", docx(), "Smi", "Ann", "Jo Doe", "Oslo", "867", comes_back=False)
                        for kind in ("docx", "dotx")
                    ),
                    *(
                        gone(f"a.{kind}", PRESENTATION, "<a:t>n<", comes_back=False)
                        for kind in ("pptx", "potx", "ppsx")
                    ),
                ),
                says(
                    "fields and their packed data",
                    gone("a.docx", letter(FIELD), packed("met Ann Smith"), comes_back=False),
                ),
                says(
                    "texts in formulas",
                    gone(
                        "a.xlsx",
                        xlsx(
                            **{
                                "xl/worksheets/sheet2.xml": f"{HEAD}<worksheet {X}><sheetData>"
                                '<row r="1"><c r="A1"><f>IF(B1="Ann",1,2)</f><v>1</v></c></row></sheetData></worksheet>'
                            }
                        ),
                        '"Ann"',
                        comes_back=False,
                    ),
                ),
                says(
                    "captions and values of pivot tables with their flags, connections, authors",
                    gone("a.xlsx", xlsx(**{"xl/pivotCache/pivotCacheDefinition1.xml": PIVOT}), "Ann", comes_back=False),
                    gone(
                        "a.xltx",
                        xlsx(**{"xl/connections.xml": f'{HEAD}<c {X}><connection odcFile="C:\\Users\\jdoe\\x"/></c>'}),
                        "jdoe",
                        "Jo Doe",
                        comes_back=False,
                    ),
                ),
                says(
                    "data of add-ins",
                    gone(
                        "a.docx",
                        docx(**{"customXml/item1.xml": f"{HEAD}<r who='Ann'>Smith</r>"}),
                        "Ann",
                        "Smith",
                        comes_back=False,
                    ),
                ),
                says(
                    "embedded Office files",
                    gone("a.docx", docx(**{"word/embeddings/a.xlsx": xlsx()}), "Ann Smith", comes_back=False),
                ),
            ],
            [
                says(
                    "everything else byte for byte: geometry, references, formats, formulas, styles",
                    kept(
                        "a.docx",
                        letter("<w:p><wp:posOffset>4155552671</wp:posOffset><w:r><w:t>Ann</w:t></w:r></w:p>"),
                        "<wp:posOffset>4155552671</wp:posOffset>",
                    ),
                    kept("a.xlsx", xlsx(), "<f>B2+1</f>", '<c r="D4"><v>42</v></c>'),
                ),
                says(
                    "pictures (with a warning)",
                    kept("a.docx", docx(**{"word/media/image1.png": b"\x89PNG"}), "PNG", said="Pictures"),
                ),
                says(
                    "names of sheets change in all references",
                    gone(
                        "a.xlsx",
                        xlsx(
                            **{
                                "xl/workbook.xml": f'{HEAD}<workbook {X}><sheets><sheet name="Ann Smith"/></sheets>'
                                "<definedNames><definedName name='x'>'Ann Smith'!$A$1</definedName></definedNames>"
                                "</workbook>"
                            }
                        ),
                        "Ann",
                        "Smith",
                        comes_back=False,
                    ),
                ),
                says(
                    "names of styles, slicers, number formats: what was found elsewhere is replaced",
                    gone("a.xlsx", xlsx(**{"xl/slicers/slicer1.xml": SLICER}), "of Smith", comes_back=False),
                    gone(
                        "a.xlsx",
                        xlsx(
                            **{
                                "xl/styles.xml": f'{HEAD}<styleSheet {X}><numFmts><numFmt numFmtId="170" '
                                'formatCode="&quot;Smith: &quot;0"/></numFmts></styleSheet>'
                            }
                        ),
                        "Smith: ",
                        comes_back=False,
                    ),
                    gone(
                        "a.docx",
                        docx(
                            **{
                                "word/styles.xml": f'{HEAD}<w:styles {W}><w:style><w:name w:val="Smith text"/>'
                                "</w:style></w:styles>"
                            }
                        ),
                        "Smith text",
                        comes_back=False,
                    ),
                ),
                says(
                    "names of bookmarks, ranges and tables stay, with a warning",
                    kept(
                        "a.docx",
                        letter('<w:p><w:bookmarkStart w:name="Ann_x"/><w:r><w:t>Ann</w:t></w:r></w:p>'),
                        "Ann_x",
                        said="bookmarks",
                    ),
                ),
            ],
            [
                says("thumbnails", gone("a.docx", docx(), "first page", said="thumbnail", comes_back=False)),
                says("change histories", gone("a.pptx", PRESENTATION, "chgData", said="history", comes_back=False)),
                says(
                    "signatures",
                    gone(
                        "a.docx",
                        docx(**{"_xmlsignatures/sig1.xml": "<s>QW5u</s>"}),
                        "QW5u",
                        said="ignature",
                        comes_back=False,
                    ),
                ),
                says(
                    "deleted parts",
                    gone("a.xlsx", xlsx(**{"[trash]/0000.dat": b"Ann"}), "0000.dat", said="deleted", comes_back=False),
                ),
                says(
                    "settings of printers and data of Google become empty",
                    gone("a.xlsx", xlsx(), "\\\x00A\x00n", said="printers", comes_back=False),
                    gone("a.xlsx", xlsx(**{"xl/metadata": b"Ann\1"}), "Ann\1", said="Left out", comes_back=False),
                ),
            ],
            [
                says(
                    "macros, OLE objects, other kinds of parts",
                    refused("a.docx", docx(**{"word/vbaProject.bin": b"Ann"})),
                    refused("a.docx", docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})),
                    refused("a.docx", docx(**{"word/x.swf": b"FWS"})),
                ),
                says(
                    "XML with a document type",
                    refused("a.docx", docx(**{"word/x.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"})),
                ),
                says(
                    "locked files without their password",
                    refused("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileProtectedError),
                ),
            ],
        ),
    ),
)
