"""Office files with invented data in every place that they have."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping

from tests.unit.files.planted_source import Source

__all__ = ["docx_file", "pptx_file", "xlsx_file"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def packed(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


def docx_file(source: Source) -> bytes:
    import docx

    document = docx.Document()
    for _ in range(source.random.randint(1, 6)):
        paragraph = document.add_paragraph()
        for _ in range(source.random.randint(1, 4)):
            text = source.text()
            cut = source.random.randint(0, len(text))
            paragraph.add_run(text[:cut]).bold = True
            run = paragraph.add_run(text[cut:] + " ")
            source.random.choice((run.add_break, run.add_tab, lambda: None))()
    table = document.add_table(2, 2)
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.text = source.text()
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = source.text(), source.text()
    document.core_properties.author = document.core_properties.last_modified_by = source.surname()
    document.core_properties.comments = source.text()
    document.styles.add_style(f"{source.surname()} heading", 1)
    document.add_paragraph(" ".join(source.secrets))
    more = "".join((_field(source), _anchor(source), _changes(source), _form(source)))
    variables = f'<w:docVars><w:docVar w:name="owner" w:val="{source.text()}"/></w:docVars>'
    return with_parts(document.save, {
        "customXml/item9.xml": f'<r who="{source.given()}"><a>{source.surname()}</a></r>',
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="{source.given()} {source.surname()}" '
        f'w:initials="{source.initials()}"><w:p><w:r><w:t>{source.text()}</w:t></w:r></w:p></w:comment></w:comments>',
        "word/people.xml": f'<w15:people {W}><w15:person w15:author="{source.surname()}"><w15:presenceInfo '
        f'w15:providerId="AD" w15:userId="{source.mail()}"/></w15:person></w15:people>',
        "_xmlsignatures/sig1.xml": f"<Signature><X509Certificate>{packed(f'CN={source.surname()}')}</X509Certificate>"
        f"<SignatureComments>{source.text()}</SignatureComments></Signature>",
    }, {"word/document.xml": ("</w:body>", more + "</w:body>"),
        "word/settings.xml": ("</w:settings>", variables + "</w:settings>")})  # fmt: skip


def _field(source: Source) -> str:
    hidden = packed(f"<EndNote><author>{source.surname()}, x</author></EndNote>", "utf-16-le")
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin">'
        f'<w:fldData xml:space="preserve">{hidden}</w:fldData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">HYPERLINK "mailto:{source.mail()}"</w:instrText></w:r></w:p>'
    )


def _anchor(source: Source) -> str:
    """Return a paragraph whose drawing has numbers for its place, before the words."""
    return (
        '<w:p><w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>'
        f"{source.random.randrange(10**6, 10**7)}</wp:posOffset></wp:positionH><wp:extent cx='914400' cy='914400'/>"
        f'<wp:docPr id="897634124" name="Picture 897634124" descr="{source.text()}"/></wp:anchor></w:drawing></w:r>'
        f"<w:r><w:t>{source.text()}</w:t></w:r></w:p>"
    )


def _changes(source: Source) -> str:
    by = f'w:id="1" w:author="{source.given()} {source.surname()}" w:date="2026-01-01T00:00:00Z"'
    return (
        f"<w:p><w:ins {by}><w:r><w:t>{source.text()}</w:t></w:r></w:ins>"
        f"<w:del {by}><w:r><w:delText>{source.text()}</w:delText></w:r></w:del></w:p>"
    )


def _form(source: Source) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{source.text()}"/><w:dropDownList><w:listItem w:displayText='
        f'"{source.given()}" w:value="{source.surname()}"/></w:dropDownList></w:sdtPr><w:sdtContent>'
        f'<w:p><w:permStart w:id="2" w:ed="DOMAIN\\{source.given()}"/><w:r><w:t>{source.text()}</w:t></w:r></w:p>'
        "</w:sdtContent></w:sdt>"
    )


def xlsx_file(source: Source) -> bytes:
    import openpyxl
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = source.surname()
    sheet.append(["name", "email", "amount", "phone"])
    rows = source.random.randint(3, 12)
    for row in range(rows):
        phone = source.random.randrange(10**9, 10**10)
        source.secrets.add(str(phone))
        sheet.append([source.surname(), source.mail(), row * 17, phone])
    sheet.append([None, None, f"=SUM(C2:C{rows + 1})", None, f'=IF(A2="{source.surname()}",1,2)'])
    other = book.create_sheet("Plain")
    other["A1"], other["B1"] = f"='{sheet.title}'!A2", source.text()
    other["C1"].comment = Comment(source.text(), source.surname())
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=rows + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    other.add_chart(chart, "F2")
    other.oddHeader.center.text = source.text()
    book.properties.creator = source.surname()
    # What is found in cells is replaced in names that nobody reads.
    names = [source.found() for _ in range(3)]
    other["D1"].number_format = f'"{names[0]}: "0'
    other["D1"] = 5
    return with_parts(book.save, {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}"><cacheFields><cacheField '
        f'name="x"><sharedItems><s v="x" c="{source.given()}"/></sharedItems></cacheField></cacheFields>'
        "</pivotCacheDefinition>",
        "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" name="c" '
        f'odcFile="C:\\Users\\{source.surname()}\\x"/></connections>',
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"><externalBook><sheetNames><sheetName '
        f'val="{sheet.title}"/></sheetNames><definedNames><definedName name="n" refersTo="=\'{sheet.title}\'!$A$1"/>'
        "</definedNames></externalBook></externalLink>",
        "xl/slicers/slicer1.xml": f'<slicers xmlns="{MAIN}"><slicer name="{names[1]}" caption="{source.text()}"/>'
        "</slicers>",
        "xl/slicerCaches/slicerCache1.xml": f'<slicerCacheDefinition xmlns="{MAIN}" name="Slicer_x" '
        f'sourceName="{names[2]}"/>',
        "xl/queryTables/queryTable1.xml": f'<queryTable xmlns="{MAIN}" name="{source.text()}" connectionId="1"/>',
        "docProps/custom.xml": f'<Properties><property pid="2" name="x"><vt:lpwstr xmlns:vt="{VT}">{source.text()}'
        "</vt:lpwstr></property></Properties>",
    }, {})  # fmt: skip


def pptx_file(source: Source) -> bytes:
    import pptx

    slides = pptx.Presentation()
    for _ in range(source.random.randint(1, 3)):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = source.text()
        slide.placeholders[1].text = f"{source.text()}\n{source.text()}"
        slide.notes_slide.notes_text_frame.text = source.text()
    slides.core_properties.author = source.surname()
    history = (
        '<pc:chgInfo xmlns:pc="http://schemas.microsoft.com/office/powerpoint/2013/main/command"><pc:docChgLst>'
        f'<pc:chgData name="{source.given()} {source.surname()}" userId="0"/></pc:docChgLst></pc:chgInfo>'
    )
    return with_parts(slides.save, {
        "ppt/changesInfos/changesInfo1.xml": history,
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{SLIDES}"><p:cmAuthor id="0" name="{source.given()} '
        f'{source.surname()}" initials="{source.initials()}"/></p:cmAuthorLst>',
        "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{SLIDES}"><p:cm authorId="0" idx="1"><p:pos x="10" y="10"/>'
        f"<p:text>{source.text()}</p:text></p:cm></p:cmLst>",
    }, {})  # fmt: skip


def with_parts(
    save: Callable[[io.BytesIO], object], parts: Mapping[str, str], changes: Mapping[str, tuple[str, str]]
) -> bytes:
    stream, packed = io.BytesIO(), io.BytesIO()
    save(stream)
    with zipfile.ZipFile(stream) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name in changes:
                data = data.decode().replace(*changes[name]).encode()
            after.writestr(name, data)
        for name, text in parts.items():
            after.writestr(name, text)
    return packed.getvalue()
