"""Pictures in a tab: the same models and the same Python as on CPython, with the browser's own decoder."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tabside import Redactor, sync
from tabside.files import FileRedaction, redact_file
from tests.unit.files.drawn import draw, written

from .engine_page import model_requests, open_engine

LINES = ("Dear Maria Lindqvist,", "your card 4111 1111 1111 1111 was charged.", "Write to maria@post.example today.")
PICTURE = written(draw(LINES), "PNG")
REDACT = """async ([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const done = await engine.redactFile(bytes, { name, values: true });
  const written = done.data;
  let text = "";
  for (const byte of written) text += String.fromCharCode(byte);
  return { ...done, data: btoa(text) };
}"""


def redact(page: Page, data: bytes, name: str) -> dict[str, Any]:
    done: dict[str, Any] = page.evaluate(REDACT, [base64.b64encode(data).decode(), name])
    return {**done, "data": base64.b64decode(done["data"])}


def native(data: bytes, name: str) -> FileRedaction:
    async def redact_one() -> FileRedaction:
        return await redact_file(data, name, await Redactor.create())

    return sync.run(redact_one())


def pixels(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"))


def test_the_tab_reads_and_paints_what_cpython_does(page: Page, server: str) -> None:
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    open_engine(page, server)
    page.evaluate("engine.redact('Dear Maria Lindqvist,')")
    assert not [url for url in model_requests(urls) if "OCR" in url]

    done, expected = redact(page, PICTURE, "letter.png"), native(PICTURE, "letter.png")

    assert [url for url in model_requests(urls) if "OCR" in url]
    assert [(one["entity"], one["text"]) for one in done["findings"]] == [
        (one.finding.entity, one.text) for one in expected.findings
    ]
    assert done["warnings"] == list(expected.warnings)
    assert np.array_equal(pixels(done["data"]), pixels(expected.data))

    for format, name in (("JPEG", "letter.jpg"), ("WEBP", "letter.webp")):
        other = redact(page, written(draw(LINES), format, quality=90), name)
        assert {one["text"].replace(" ", "") for one in other["findings"]} >= {"4111111111111111", "maria@post.example"}
        with Image.open(io.BytesIO(other["data"])) as picture:
            assert picture.format == format
            assert (np.asarray(picture.convert("L"))[155:165, 700:] > 200).all()
        # All ink of the card number is under a black box.
        assert pixels(other["data"])[115:125, 240:460].max() < 40
    fails = page.evaluate("engine.redactFile(new Uint8Array([1, 2, 3]), { name: 'a.png' }).catch(({ code }) => code)")
    assert fails == "file.unsupported"


def test_a_picture_goes_through_the_file_panel(ready: Page) -> None:
    ready.get_by_label("Choose a text file, or files").set_input_files(
        FilePayload(name="letter.png", mimeType="image/png", buffer=PICTURE)
    )
    row = ready.get_by_test_id("file-row")
    expect(row).to_have_count(1)
    ready.get_by_test_id("files-run").click()
    expect(row.locator(".file-state")).to_have_text(re.compile(r"^\d+ findings$"), timeout=120_000)
    ready.get_by_test_id("pages-close").click()
    expect(row).to_contain_text("cannot be restored")
    ready.get_by_role("button", name="Remove all").click()
