"""PDFs of invented letters, made by as many programs as are installed; each tells the values that stand in it."""

from __future__ import annotations

import html
import importlib.util
import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PRODUCERS", "Letter", "letter"]

_GIVEN = (
    "Zoë", "Anna", "Jürgen", "François", "María", "João", "Łucja", "Søren", "Giulia", "Pieter", "Aoife", "Noémie",
    "Marek", "Inês", "Björn", "Teresa",
)  # fmt: skip
_SURNAMES = (
    "Łukaszewicz", "Müller", "Lefèvre", "García Márquez", "Gonçalves", "Ó Briain", "van den Berg", "D’Angelo",
    "Kowalczyk", "Sørensen", "Fitzgerald", "Schröder-Koch", "Muñoz", "Dvořák", "Ribeiro", "Vandenbroucke",
)  # fmt: skip
_STREETS = ("Lindenstraße 14", "24 Mill Road", "Calle de Alcalá 45", "Rua das Flores 7", "Prinsengracht 263")
_TOWNS = ("10969 Berlin", "Cambridge CB1 2AD", "28014 Madrid", "1200-195 Lisboa", "1016 GV Amsterdam")
_IBANS = (
    "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19", "FR14 2004 1010 0505 0001 3M02 606",
    "ES91 2100 0418 4502 0005 1332", "NL91 ABNA 0417 1643 00", "IT60 X054 2811 1010 0000 0123 456",
)  # fmt: skip
_PHONES = ("+49 30 901820", "+44 1223 496 0123", "+34 915 550 199", "+351 21 555 0142", "+31 20 555 0164")
_FILLER = (
    "The contract begins on the first day of the month and ends with notice of three months to the end of a quarter.",
    "All amounts are due within fourteen days; later payments bear interest at the rate that the law sets.",
    "Repairs in the common parts are the landlord's, those inside the rooms the tenant's, as far as they are small.",
    "Bitte beachten Sie die Hausordnung, die diesem Schreiben beiliegt und Bestandteil des Vertrages ist.",
    "Le présent contrat est établi en deux exemplaires, dont un pour chacune des parties, et prend effet ce jour.",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """An invented letter: its paragraphs, the rows of its table, and the values that are to go, with their kinds."""

    paragraphs: Sequence[str]
    rows: Sequence[tuple[str, str]]
    values: Mapping[str, str]


def letter(seed: int) -> Letter:
    """Return the letter of a seed."""
    chance = random.Random(seed)
    name = f"{chance.choice(_GIVEN)} {chance.choice(_SURNAMES)}"
    other = f"{chance.choice(_GIVEN)} {chance.choice(_SURNAMES)}"
    street, town, iban, phone = (chance.choice(each) for each in (_STREETS, _TOWNS, _IBANS, _PHONES))
    mail = f"{chance.choice(('office', 'home', 'desk'))}.{chance.randrange(100, 999)}@example.org"
    filler = chance.sample(_FILLER, 3)
    return Letter(
        (
            f"Between {name}, {street}, {town}, and {other} the following is agreed. {filler[0]}",
            f"{filler[1]} Payments go to {iban}; the reference is the month. {filler[2]}",
            f"Questions are answered by {other} at {mail} or by telephone at {phone}, on weekdays from nine to five.",
        ),
        (("Tenant", name), ("Address", street), ("Account", iban), ("Telephone", phone), ("Mail", mail)),
        {name: "PERSON", other: "PERSON", street: "STREET", iban: "IBAN", phone: "PHONE", mail: "EMAIL"},
    )


def _page_html(one: Letter, seed: int) -> str:
    style = (
        "", "text-align: justify", "columns: 2", "letter-spacing: 0.15em", "font-variant: small-caps", "hyphens: auto",
        "font-family: monospace", "text-align: right", "line-height: 2", "font-size: 9px",
    )[seed % 10]  # fmt: skip
    body = "".join(f"<p>{html.escape(text)}</p>" for text in one.paragraphs)
    rows = "".join(f"<tr><td>{html.escape(a)}</td><td>{html.escape(b)}</td></tr>" for a, b in one.rows)
    head = f"<html lang=en><meta charset=utf-8><title>{html.escape(one.rows[0][1])}</title>"
    return f"{head}<body style='{style}'>{body}<table border=1>{rows}</table></body></html>"


def chromium(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Print pages in the browser."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path)
        page = browser.new_page()
        for seed, one in letters:
            page.set_content(_page_html(one, seed))
            yield page.pdf(format="A4", tagged=seed % 2 == 0)
        browser.close()


def libreoffice(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Convert pages in LibreOffice Writer, all in one run."""
    with tempfile.TemporaryDirectory() as folder:
        for seed, one in letters:
            Path(folder, f"{seed:05}.html").write_text(_page_html(one, seed), "utf-8")
        sources = sorted(map(str, Path(folder).glob("*.html")))
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                   "pdf:writer_web_pdf_Export", "--outdir", folder, *sources]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        for seed, _ in letters:
            yield Path(folder, f"{seed:05}.pdf").read_bytes()


def reportlab(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Set paragraphs and a table with reportlab, in an embedded font."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
    for seed, one in letters:
        out = io.BytesIO()
        style = ParagraphStyle("text", fontName="DejaVu", fontSize=8 + seed % 6, leading=16, alignment=(0, 4)[seed % 2])
        story = [Paragraph(html.escape(text), style) for text in one.paragraphs]
        story.append(Table([list(row) for row in one.rows], style=[("FONT", (0, 0), (-1, -1), "DejaVu")]))
        SimpleDocTemplate(out, author=one.rows[0][1], title=one.rows[1][1], pageCompression=seed % 3 > 0).build(story)
        yield out.getvalue()


def fpdf(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Set paragraphs and cells with fpdf2, in an embedded subset."""
    from fpdf import FPDF

    for seed, one in letters:
        document = FPDF()
        document.add_font("dejavu", fname="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
        document.set_font("dejavu", size=8 + seed % 5)
        document.set_author(one.rows[0][1])
        document.add_page()
        for text in one.paragraphs:
            document.multi_cell(0, 7, text, align="LRJC"[seed % 4])
            document.ln(4)
        for head, value in one.rows:
            document.cell(40, 7, head, border=1)
            document.cell(110, 7, value, border=1, link="mailto:x@example.org" if "@" in value else "")
            document.ln(7)
        yield bytes(document.output())


def weasyprint(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Render pages with WeasyPrint (Pango)."""
    from weasyprint import HTML

    for seed, one in letters:
        yield HTML(string=_page_html(one, seed)).write_pdf(pdf_variant="pdf/ua-1" if seed % 4 == 0 else None)


def cairo(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Convert drawings with rsvg-convert (Cairo)."""
    for seed, one in letters:
        texts = [piece for text in one.paragraphs for piece in _wrapped(text, 80)] + [f"{a}: {b}" for a, b in one.rows]
        turn = f"rotate({(seed % 4) * 3} 300 400)"
        spans = "".join(f"<text x='40' y='{60 + 20 * n}'>{html.escape(text)}</text>" for n, text in enumerate(texts))
        font = f"font-family='{('DejaVu Sans', 'Liberation Serif')[seed % 2]}' font-size='12'"
        drawing = (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='620' height='880'><g transform='{turn}' {font}>{spans}"
        )
        command = ["rsvg-convert", "-f", "pdf"]
        yield subprocess.run(command, input=f"{drawing}</g></svg>".encode(), capture_output=True, check=True).stdout


def latex(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Typeset letters with pdfTeX: ligatures, hyphens, no drawn spaces; accents drawn apart in the older encoding."""
    for seed, one in letters:
        text = "\n\n".join(_tex(each) for each in one.paragraphs)
        rows = "".join(rf"{_tex(a)} & {_tex(b)} \\" for a, b in one.rows)
        encoding = r"\usepackage[T1]{fontenc}\usepackage{lmodern}" if seed % 2 else ""
        source = (
            rf"\documentclass{{article}}\usepackage[utf8]{{inputenc}}{encoding}\begin{{document}}{text}"
            rf"\par\begin{{tabular}}{{ll}}{rows}\end{{tabular}}\end{{document}}"
        )
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.tex").write_text(source, "utf-8")
            command = ["pdflatex", "-interaction=nonstopmode", "a.tex"]
            subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=60)
            yield Path(folder, "a.pdf").read_bytes()


def forms(letters: Sequence[tuple[int, Letter]]) -> Iterator[bytes]:
    """Make form fields with their entries, notes, outlines and properties: reportlab and pypdf."""
    import pypdf
    from pypdf.annotations import FreeText
    from reportlab.pdfgen.canvas import Canvas

    for _, one in letters:
        out = io.BytesIO()
        canvas = Canvas(out)
        for number, (head, value) in enumerate(one.rows):
            canvas.drawString(40, 780 - 40 * number, head)
            plain = value.replace("’", "'").encode("latin-1", "ignore").decode("latin-1")
            canvas.acroForm.textfield(
                name=f"{head} {plain}", value=plain, tooltip=plain, x=140, y=770 - 40 * number, width=300
            )
        canvas.save()
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
        writer.add_metadata({"/Author": one.rows[0][1], "/Subject": one.rows[2][1]})
        writer.add_outline_item(title=f"Letter of {one.rows[0][1]}", page_number=0)
        writer.add_attachment(f"{one.rows[0][1]}.txt", one.paragraphs[0].encode())
        note = FreeText(text=one.rows[4][1], rect=(40, 100, 300, 140), font="Helvetica")
        writer.add_annotation(page_number=0, annotation=note)
        second = io.BytesIO()
        writer.write(second)
        yield second.getvalue()


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _tex(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "&%$#_{}" else letter for letter in text.replace("’", "'"))


def _has(*names: str) -> Callable[[], bool]:
    return lambda: all(importlib.util.find_spec(name) or shutil.which(name) for name in names)


PRODUCERS: Mapping[str, tuple[Callable[[Sequence[tuple[int, Letter]]], Iterator[bytes]], Callable[[], bool]]] = {
    "chromium": (chromium, _has("chromium", "playwright")),
    "libreoffice": (libreoffice, _has("soffice")),
    "reportlab": (reportlab, _has("reportlab")),
    "fpdf2": (fpdf, _has("fpdf")),
    "weasyprint": (weasyprint, _has("weasyprint")),
    "cairo": (cairo, _has("rsvg-convert")),
    "latex": (latex, _has("pdflatex")),
    "forms": (forms, _has("reportlab", "pypdf")),
}
"""Each with the function that says whether it is installed here."""
