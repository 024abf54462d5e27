"""The pages of PDFs and pictures: seen, decided, and saved with the values gone."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.unit.files.drawn import draw
from tests.unit.files.drawn import written as picture
from tests.unit.pdf.documents import FONT, line, lines, stream
from tests.unit.pdf.documents import written as pdf

from .accessibility import serious, sideways_scroll

LETTER = lines(
    [
        "Dear Maria Lindqvist,",
        "write to maria@example.com or pay DE89 3704 0044 0532 0130 00.",
        "Project Northwind is known to Maria Lindqvist alone.",
    ]
)
SCAN = picture(draw(["Dear Maria Lindqvist,", "write to maria@post.example today."]), "PNG")
BOX = ".pr-box[data-finding]:not([aria-hidden])"


def pages_of(contents: list[str]) -> bytes:
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        FONT,
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(stream(content))
    return pdf(objects)


def text_of(data: bytes) -> list[str]:
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages]


def opened(page: Page, name: str, data: bytes) -> Locator:
    """Redact a single file, whose pages are shown then."""
    kind = "application/pdf" if name.endswith("pdf") else "image/png"
    file: FilePayload = {"name": name, "mimeType": kind, "buffer": data}
    page.get_by_label("Choose a text file, or files").set_input_files([file])
    page.get_by_test_id("files-run").click()
    dialog = page.get_by_test_id("page-review")
    expect(dialog.locator(BOX).first).to_be_visible(timeout=120_000)
    return dialog


def saved(page: Page, dialog: Locator) -> bytes:
    with page.expect_download() as download:
        dialog.get_by_test_id("pages-save").click()
    return Path(download.value.path()).read_bytes()


def leave(page: Page, dialog: Locator) -> None:
    dialog.get_by_test_id("pages-close").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Remove all").click()


def test_a_reader_decides_on_the_pages_and_saves_the_same_document(ready: Page) -> None:
    dialog = opened(ready, "letter.pdf", pages_of([LETTER, line(60, 700, "Signed: Maria Lindqvist.")]))
    summary = dialog.get_by_test_id("pages-summary")
    expect(summary).to_have_text("8 to redact")
    expect(dialog.get_by_test_id("pages-findings").locator("li")).to_have_count(6)
    expect(dialog.get_by_role("button", name=re.compile(r"^Page 2\s*2 boxes$"))).to_be_visible()
    # The page is drawn: it has ink, and paper.
    canvas = "(canvas) => { const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
    expect(dialog.locator(".pr-page.is-drawn").first).to_be_visible()
    low, high = dialog.locator(".pr-page canvas").first.evaluate(
        canvas + "let low = 255, high = 0; for (const v of data) { if (v < low) low = v; if (v > high) high = v; }"
        "return [low, high]; }"
    )
    assert (low < 100, high) == (True, 255)
    assert serious(ready) == []

    # One by click, all alike by keyboard, and back.
    dialog.locator(BOX).nth(1).click()
    expect(summary).to_have_text("7 to redact · 1 kept")
    dialog.locator(BOX).nth(1).press("s")
    expect(summary).to_have_text("8 to redact")
    dialog.locator(BOX).nth(1).press("s")
    expect(summary).to_have_text("5 to redact · 3 kept")
    dialog.locator(BOX).nth(1).press("Control+z")
    expect(summary).to_have_text("8 to redact")
    dialog.get_by_role("button", name="Keep Email", exact=False).click()
    expect(dialog.locator(BOX).nth(2)).to_have_attribute("aria-pressed", "false")

    # Search and hide, and an area drawn over "Project".
    dialog.get_by_test_id("pages-search").fill("north WIND")
    expect(dialog.get_by_text("1 place")).to_be_visible()
    dialog.get_by_test_id("pages-hide").click()
    expect(summary).to_have_text("8 to redact · 1 kept")
    dialog.get_by_test_id("pages-draw").click()
    bounds = dialog.locator(".pr-page").first.bounding_box()
    assert bounds is not None
    unit = bounds["width"] / 595
    ready.mouse.move(bounds["x"] + 58 * unit, bounds["y"] + (842 - 762) * unit)
    ready.mouse.down()
    ready.mouse.move(bounds["x"] + 101 * unit, bounds["y"] + (842 - 746) * unit)
    ready.mouse.up()
    expect(summary).to_have_text("9 to redact · 1 kept")

    first, second = text_of(saved(ready, dialog))
    assert "maria@example.com" in first
    assert not [value for value in ("Maria L", "Lindqvist", "DE89", "Project", "Northwind") if value in first + second]
    assert "is known to" in first
    leave(ready, dialog)


def test_the_pages_fit_a_phone_and_boxes_are_made_by_keyboard(ready: Page) -> None:
    dialog = opened(ready, "scan.png", SCAN)
    ready.set_viewport_size({"width": 375, "height": 740})
    ready.emulate_media(color_scheme="dark")
    try:
        expect(dialog.get_by_test_id("pages-summary")).to_contain_text("3 to redact")
        dialog.locator(BOX).first.press("b")
        area = dialog.locator(".pr-area")
        expect(area).to_be_focused()
        before = area.bounding_box()
        area.press("ArrowDown")
        area.press("Shift+ArrowRight")
        after = area.bounding_box()
        assert before is not None
        assert after is not None
        assert after["y"] > before["y"]
        assert after["width"] > before["width"]
        assert sideways_scroll(ready) == 0
        assert serious(ready) == []
        area.press("Delete")
        expect(area).to_have_count(0)
        assert saved(ready, dialog).startswith(b"\x89PNG")
        leave(ready, dialog)
    finally:
        ready.emulate_media(color_scheme="light")
        ready.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.long
def test_five_hundred_pages_are_drawn_as_they_are_seen(ready: Page) -> None:
    contents = [line(60, 700, f"Part {number}: signed by Maria Lindqvist.") for number in range(500)]
    dialog = opened(ready, "long.pdf", pages_of(contents))
    assert dialog.locator(".pr-page").count() == 500
    assert dialog.locator(".pr-page canvas").count() < 10
    dialog.get_by_label("Page, of 500").fill("480")
    dialog.get_by_label("Page, of 500").press("Enter")
    expect(dialog.locator(".pr-page.is-drawn[data-page='479'] " + BOX).first).to_be_visible()
    assert dialog.locator(".pr-page canvas").count() < 10
    assert dialog.locator(".pr-thumb.is-drawn").count() < 60
    leave(ready, dialog)
