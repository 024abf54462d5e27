"""A seeded generator of Office, mail and table files, with invented data in every place that a file has."""

from __future__ import annotations

import base64
import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage

__all__ = ["KINDS", "WORDS", "Planted", "make"]

GIVEN = ("Ann", "Wilhelmina", "Jörg", "Siobhan")
SURNAMES = ("Krastenberg", "Muñoz", "O'Brannigan", "Ahlqvist")
PLAIN = ("minutes", "budget", "report", "lease", "garden", "harbour", "window", "paper")
WORDS = {**dict.fromkeys(GIVEN, "B-GIVEN_NAME"), **dict.fromkeys(("Krastenberg", "Muñoz", "Ahlqvist"), "B-SURNAME"),
         "O": "O", "Brannigan": "B-SURNAME"}  # fmt: skip
"""What the stand-in for the model knows."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class Planted:
    """A file, and the values in it of which none may stay."""

    name: str
    data: bytes = field(repr=False)
    secrets: frozenset[str]


class _Source:
    """Draws texts, and keeps what is private in them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.secrets: set[str] = set()

    def pick(self, values: tuple[str, ...]) -> str:
        return self.random.choice(values)

    def given(self) -> str:
        return self._secret(self.pick(GIVEN))

    def surname(self) -> str:
        return self._secret(self.pick(("Krastenberg", "Muñoz", "Ahlqvist")))

    def mail(self) -> str:
        return self._secret(f"k{self.random.randrange(10_000)}@planted-{self.random.randrange(100)}.example")

    def plain(self) -> str:
        return f"{self.pick(PLAIN)} {self.pick(PLAIN)}"

    def text(self) -> str:
        return self.random.choice(
            (
                f"{self.plain()} of {self.given()} {self.surname()}",
                f"write to {self.mail()}",
                self.plain(),
                self.given(),
            )
        )

    def _secret(self, value: str) -> str:
        self.secrets.add(value)
        return value


def _docx(source: _Source) -> bytes:
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
    return _with_parts(document.save, {
        "customXml/item9.xml": f'<r who="{source.given()}"><a>{source.surname()}</a></r>',
    }, {"word/document.xml": ("</w:body>", _field(source) + "</w:body>")})  # fmt: skip


def _field(source: _Source) -> str:
    hidden = base64.b64encode(f"<EndNote><author>{source.surname()}, x</author></EndNote>".encode("utf-16-le")).decode()
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin">'
        f'<w:fldData xml:space="preserve">{hidden}</w:fldData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">HYPERLINK "mailto:{source.mail()}"</w:instrText></w:r></w:p>'
    )


def _xlsx(source: _Source) -> bytes:
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
    return _with_parts(book.save, {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}"><cacheFields><cacheField '
        f'name="x"><sharedItems><s v="x" c="{source.given()}"/></sharedItems></cacheField></cacheFields>'
        "</pivotCacheDefinition>",
        "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" name="c" '
        f'odcFile="C:\\Users\\{source.surname()}\\x"/></connections>',
    }, {})  # fmt: skip


def _pptx(source: _Source) -> bytes:
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
    return _with_parts(slides.save, {"ppt/changesInfos/changesInfo1.xml": history}, {})


def _eml(source: _Source) -> bytes:
    message = EmailMessage()
    message["From"] = f"{source.given()} {source.surname()} <{source.mail()}>"
    message["To"], message["Subject"] = source.mail(), source.text()
    message.set_content(f"{source.text()}\n\n{source.text()}\n")
    message.add_alternative(f"<p>{source.text()}</p>", subtype="html")
    message.add_attachment(f"a,b\n{source.text()},1\n", subtype="csv", filename=f"{source.surname()}.csv")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="x.png", cid="<one>")
    return message.as_bytes()


def _csv(source: _Source) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=source.random.choice(",;\t|"), quoting=source.random.choice((0, 1, 2)))
    writer.writerow(["id", "note", "more", "amount"])
    for row in range(source.random.randint(3, 15)):
        writer.writerow([row, source.text(), f'{source.text()}, "{source.plain()}"\n{source.plain()}', row / 7])
    return stream.getvalue().encode()


def _with_parts(
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


KINDS: Mapping[str, Callable[[_Source], bytes]] = {
    "docx": _docx, "xlsx": _xlsx, "pptx": _pptx, "eml": _eml, "csv": _csv,
}  # fmt: skip


def make(kind: str, seed: int) -> Planted:
    """Make a file of a kind; the same seed makes the same texts."""
    source = _Source(seed)
    data = KINDS[kind](source)
    return Planted(f"planted.{kind}", data, frozenset(source.secrets))
