"""Files in the Redact view: many at once, redacted in their formats, saved as a zip, restored by page or command."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tabside import Redactor, sync
from tabside.files import redact_file
from tabside.files.plain.pdf import text_pdf
from tests.unit.files.drawn import LEFT, TOP, draw, written
from tests.unit.files.office_files import docx

from .accessibility import serious, sideways_scroll
from .redact_page import long_text, status
from .serving import ROOT

PASSPHRASE = "correct horse"
FILES = {
    "people.csv": b"id,name,email\r\n1,Maria Lindqvist,maria@example.com\r\n2,Daniel Reyes,dan@example.org\r\n",
    "page.html": b'<p>Maria Lindqvi&#115;t, <a href="mailto:maria&#64;example.com">maria@example.com</a></p>\n',
    "letter.docx": docx(),
    "letter.pdf": text_pdf(["Dear Maria Lindqvist,\nwrite to maria@example.com, IBAN DE89 3704 0044 0532 0130 00."]),
}
BROKEN = b"PK\x03\x04 no archive"


@pytest.fixture
def files(ready: Page) -> Iterator[Page]:
    """The shared page, whose files are removed afterwards."""
    yield ready
    if ready.get_by_role("button", name="Remove all").count():
        ready.get_by_role("button", name="Remove all").click()
    expect(ready.get_by_test_id("files")).to_have_count(0)


def choose(page: Page, files: dict[str, bytes]) -> None:
    payload: list[Any] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files.items()
    ]
    page.get_by_label("Choose a text file, or files").set_input_files(payload)
    expect(page.get_by_test_id("file-row")).to_have_count(len(files))


def drop(page: Page, files: dict[str, bytes]) -> None:
    """Drop files on the text, like a user."""
    transfer = page.evaluate_handle(
        """(files) => {
            const transfer = new DataTransfer();
            for (const [name, text] of files) transfer.items.add(new File([text], name));
            return transfer;
        }""",
        [[name, data.decode()] for name, data in files.items()],
    )
    for kind in ("dragover", "drop"):
        page.locator(".source-pane").dispatch_event(kind, {"dataTransfer": transfer})
    expect(page.get_by_test_id("file-row")).to_have_count(len(files))


def row(page: Page, name: str) -> Locator:
    return page.get_by_test_id("file-row").filter(has_text=name)


def run(page: Page) -> None:
    page.get_by_test_id("files-run").click()
    expect(status(page)).to_have_text(re.compile(r"^\d+ of \d+ files? redacted"), timeout=120_000)


def test_a_report_on_the_files_is_saved_without_any_value(files: Page) -> None:
    choose(files, FILES)
    run(files)
    for button, ending in (("files-report", ".html"), ("files-report-json", ".json")):
        with files.expect_download() as download:
            files.get_by_test_id(button).click()
        assert download.value.suggested_filename == f"report{ending}"
        text = Path(download.value.path()).read_text(encoding="utf-8")
        for name, data in FILES.items():
            assert name in text
            assert hashlib.sha256(data).hexdigest() in text
        assert "row 2, column 2" in text
        assert "[GIVEN_NAME_1]" in text
        assert not [value for value in ("Maria", "Lindqvist", "example.com", "DE89") if value in text]
    expect(status(files)).to_contain_text("The report is saved to your downloads.")


def native(files: dict[str, bytes]) -> tuple[dict[str, bytes], list[int]]:
    """Return CPython's results for the same files in the same order: the bytes, and the number of findings."""

    async def redact_all() -> tuple[dict[str, bytes], list[int]]:
        redactor, mapping = await Redactor.create(), None
        results, counts = {}, []
        for name, data in files.items():
            done = await redact_file(data, name, redactor, mapping=mapping)
            mapping = done.mapping
            results[name] = done.data
            counts.append(len(done.findings))
        return results, counts

    return sync.run(redact_all())


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(page: Page, button: Locator, target: Path) -> Path:
    with page.expect_download() as download:
        button.click()
    download.value.save_as(target)
    return target


def tabside(*arguments: str | Path, stdin: bytes = b"") -> bytes:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py"), "TABSIDE_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "tabside", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=True).stdout


def test_pictures_in_a_letter_are_read_where_that_is_wished(files: Page, tmp_path: Path) -> None:
    drawn = written(draw(("Write to maria@example.com", "The weather was fine.")), "PNG")
    letter = docx(**{"word/media/image1.png": drawn})
    choose(files, {"letter.docx": letter})
    offer = files.get_by_label("Read the pictures in these files")
    expect(offer).not_to_be_checked()
    run(files)
    expect(row(files, "letter.docx")).to_contain_text("were not looked into: 1")
    plain = save(files, row(files, "letter.docx").get_by_role("button", name="Download"), tmp_path / "plain.docx")
    assert unpacked(plain.read_bytes())["word/media/image1.png"] == drawn

    offer.check()
    expect(files.get_by_test_id("files-run")).to_have_text(re.compile("Redact 1 file again"))
    run(files)
    expect(row(files, "letter.docx")).to_contain_text("Pictures were read", timeout=120_000)
    again = save(files, row(files, "letter.docx").get_by_role("button", name="Download"), tmp_path / "read.docx")
    with Image.open(io.BytesIO(unpacked(again.read_bytes())["word/media/image1.png"])) as picture:
        over_the_address = (LEFT + 200, TOP + 10, LEFT + 400, TOP + 30)
        assert picture.convert("L").crop(over_the_address).getextrema() == (0, 0)
    offer.uncheck()


@pytest.mark.smoke
def test_files_come_back_as_files_of_their_kinds_and_are_restored_by_command(files: Page, tmp_path: Path) -> None:
    choose(files, {**FILES, "broken.docx": BROKEN, "photo.gif": b"GIF89a"})
    expect(row(files, "photo.gif")).to_contain_text("This kind of file is not supported")
    run(files)
    expect(status(files)).to_have_text(re.compile(r"^4 of 6 files redacted, \d+ findings; 2 failed\.$"))
    expect(row(files, "broken.docx")).to_contain_text("This file is broken")
    expect(row(files, "broken.docx").get_by_role("button", name="Download")).to_have_count(0)
    expect(row(files, "letter.pdf")).not_to_contain_text("Text alone was taken over")
    expected, counts = native(FILES)
    for name, count in zip(FILES, counts, strict=True):
        expect(row(files, name).locator(".file-state")).to_have_text(f"{count} findings")
    archive = save(files, files.get_by_test_id("files-zip"), tmp_path / "all.zip")
    parts = unpacked(archive.read_bytes())
    assert list(parts) == list(FILES)
    # Compressed bytes may differ between versions of zlib; the decompressed content must not.
    assert unpacked(parts["letter.docx"]) == unpacked(expected["letter.docx"])
    assert {name: parts[name] for name in ("people.csv", "page.html", "letter.pdf")} == {
        name: expected[name] for name in ("people.csv", "page.html", "letter.pdf")
    }
    row(files, "people.csv").get_by_text("What was found").click()
    expect(row(files, "people.csv").get_by_role("cell", name="row 2, column 3")).to_be_visible()

    for width in (375, 1280):
        files.set_viewport_size({"width": width, "height": 800})
        assert serious(files) == []
        assert sideways_scroll(files) <= 0

    files.get_by_test_id("key-passphrase").evaluate("(input) => { input.closest('details').open = true; }")
    files.get_by_test_id("key-passphrase").fill(PASSPHRASE)
    key = save(files, files.get_by_role("button", name="Save the key"), tmp_path / "key.txt")
    for name in ("people.csv", "page.html"):
        stem, kind = name.split(".")
        (tmp_path / name).write_bytes(parts[name])
        assert tabside("restore", "--mapping", key, tmp_path / name) == FILES[name]
        # And in the page: the file as it was produced.
        with files.expect_download() as download:
            files.get_by_test_id("restore-file").set_input_files(
                {"name": f"{stem}.redacted.{kind}", "mimeType": f"text/{kind}", "buffer": parts[name]}
            )
        assert download.value.suggested_filename == f"{stem}.restored.{kind}"
        assert Path(download.value.path()).read_bytes() == FILES[name]


def test_the_page_restores_what_the_command_redacted(files: Page, tmp_path: Path) -> None:
    redacted = tabside(
        "redact", "--mapping-out", tmp_path / "key.txt", stdin=b"Ask Maria Lindqvist, maria@example.com."
    )
    assert redacted == b"Ask [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]."
    files.get_by_test_id("key-passphrase").evaluate("(input) => { input.closest('details').open = true; }")
    files.get_by_test_id("key-passphrase").fill(PASSPHRASE)
    files.get_by_test_id("key-file").set_input_files(tmp_path / "key.txt")
    expect(status(files)).to_have_text(re.compile("^The key is open"))
    files.get_by_test_id("restore-key").select_option("saved")
    files.get_by_test_id("redact-restore-input").fill(redacted.decode())
    files.get_by_test_id("redact-restore").click()
    expect(files.get_by_test_id("redact-output")).to_have_text("Ask Maria Lindqvist, maria@example.com.")
    files.get_by_test_id("key-passphrase").fill("")


def test_a_run_is_cancelled_and_goes_on_with_what_is_left(files: Page) -> None:
    long = long_text(2000).encode()
    drop(files, {"long.txt": long, "short.csv": b"name\nMaria Lindqvist\n"})
    files.get_by_test_id("files-run").click()
    expect(row(files, "long.txt").locator(".file-state")).to_have_text(re.compile("^Looking for personal data, "))
    files.get_by_test_id("files-cancel").click()
    expect(status(files)).to_have_text("Cancelled. What is done stays.")
    expect(row(files, "long.txt").locator(".file-state")).to_have_text("Waiting")
    expect(files.get_by_test_id("file-row").get_by_role("button", name="Download")).to_have_count(0)
    row(files, "long.txt").get_by_role("button", name="Remove long.txt").click()
    run(files)
    expect(status(files)).to_have_text("1 of 1 file redacted, 2 findings.")
    files.get_by_test_id("redact-operator").select_option("mask")
    files.get_by_role("button", name="Redact 1 file again").click()
    expect(status(files)).to_have_text("1 of 1 file redacted, 2 findings.")
    row(files, "short.csv").get_by_text("What was found").click()
    expect(row(files, "short.csv").get_by_role("cell", name="*****", exact=True)).to_be_visible()


def test_a_reader_keeps_some_values_and_hides_others_in_all_files(files: Page) -> None:
    drop(
        files,
        {"a.csv": b"id,name\n1,Maria Lindqvist\n2,Daniel Reyes\n", "b.txt": b"Project Falke: ask Maria Lindqvist.\n"},
    )
    run(files)
    first, second = row(files, "a.csv"), row(files, "b.txt")
    first.get_by_text("What was found").click()
    expect(first.get_by_role("row", name="Given name Daniel")).to_contain_text("row 3, column 2")
    first.get_by_role("button", name="Keep Surname: Reyes").focus()
    files.keyboard.press("Enter")
    # A result from before the decision can no longer be saved.
    for button in (first.get_by_role("button", name="Download"), files.get_by_test_id("files-zip")):
        expect(button).to_be_disabled()
    expect(first.get_by_role("button", name="Redact Surname: Reyes")).to_be_focused()
    first.get_by_role("button", name="Redact Surname: Reyes").click()
    expect(files.get_by_test_id("files-zip")).to_be_enabled()
    first.get_by_role("button", name="Keep Surname: Reyes").click()
    files.get_by_test_id("files-missed").fill("Falke")
    files.get_by_test_id("files-missed").press("Enter")
    files.get_by_test_id("files-missed").fill("Daniel")
    files.get_by_test_id("files-missed").press("Enter")
    expect(files.get_by_role("list", name="Your decisions").get_by_role("listitem")).to_have_count(3)
    files.get_by_test_id("files").get_by_role("button", name="Undo").click()
    expect(files.get_by_role("list", name="Your decisions").get_by_role("listitem")).to_have_count(2)
    for width in (375, 1280):
        files.set_viewport_size({"width": width, "height": 800})
        assert serious(files) == []
        assert sideways_scroll(files) <= 0
    files.get_by_role("button", name="Redact 2 files again").click()
    expect(status(files)).to_have_text(re.compile(r"^2 of 2 files redacted"), timeout=120_000)
    saved = {}
    for name, at in (("a.csv", first), ("b.txt", second)):
        with files.expect_download() as download:
            at.get_by_role("button", name="Download").click()
        saved[name] = Path(download.value.path()).read_text()
    assert saved == {
        "a.csv": "id,name\n1,[GIVEN_NAME_1] [SURNAME_1]\n2,[GIVEN_NAME_2] Reyes\n",
        "b.txt": "Project [SURNAME_2]: ask [GIVEN_NAME_1] [SURNAME_1].\n",
    }
    files.get_by_role("button", name="Remove all").click()
