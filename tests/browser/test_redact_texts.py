"""Files and unusual texts in the Redact view."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .redact_page import REDACTED, TEXT, long_text, output, redact, rows, status


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file on the text, like a user."""
    transfer = page.evaluate_handle(
        """([name, bytes]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name));
            return transfer;
        }""",
        [name, list(content)],
    )
    for kind in ("dragover", "drop"):
        page.locator(".source-pane").dispatch_event(kind, {"dataTransfer": transfer})


@pytest.mark.smoke
def test_a_dropped_file_is_redacted_with_its_own_line_ends(ready: Page, tmp_path: Path) -> None:
    drop(ready, "letter.txt", b"I am Maria Lindqvist.\r\nGr\xc3\xbc\xc3\x9fe!\r\n")
    expect(status(ready)).to_have_text("letter.txt, 33 bytes.")
    ready.keyboard.press("Control+Enter")
    expect(status(ready)).to_have_text(re.compile("^2 findings in"))
    with ready.expect_download() as download:
        ready.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "letter.redacted.txt"
    download.value.save_as(tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == "I am [GIVEN_NAME_1] [SURNAME_1].\r\nGrüße!\r\n".encode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("scan", b"%PDF-1.7\n", "This is a PDF."),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "does not look like text"),
        ("empty.txt", b"", "This file is empty."),
    ],
)
def test_a_file_that_is_not_text_is_refused_and_the_text_stays(
    ready: Page, name: str, content: bytes, message: str
) -> None:
    drop(ready, name, content)
    expect(ready.get_by_role("alert")).to_contain_text(message)
    expect(ready.get_by_role("alert")).to_contain_text(name)
    expect(ready.get_by_test_id("redact-input")).to_have_value(TEXT)
    ready.get_by_role("button", name="Dismiss").click()
    expect(ready.get_by_role("alert")).to_have_text("")


def test_a_script_that_the_model_was_not_trained_on_is_said(ready: Page) -> None:
    redact(ready, "Contactpersoon bij nood: Пров Бобылев (broer), tel. 012 38 10 56, e-mail broer@example.org")
    expect(output(ready)).to_contain_text("[GIVEN_NAME_1]")
    expect(output(ready)).not_to_contain_text("Бобылев")
    expect(ready.get_by_text("fewer names are found there")).to_be_visible()
    redact(ready, TEXT)
    expect(ready.get_by_text("fewer names are found there")).to_be_hidden()


def test_without_a_text_nothing_runs(ready: Page) -> None:
    ready.get_by_role("button", name="Clear").click()
    ready.get_by_test_id("redact-run").click()
    expect(status(ready)).to_have_text(re.compile("^There is no text yet"))
    expect(ready.get_by_test_id("redact-input")).to_be_focused()


def test_markup_in_the_text_is_text(ready: Page) -> None:
    text = "<img src=x onerror=alert(1)> <b>Maria Lindqvist</b> &amp; co"
    redact(ready, text)
    assert output(ready).locator("img, b").count() == 0
    assert (output(ready).text_content() or "").startswith("<img src=x onerror=alert(1)> <b>[GIVEN_NAME_1]")


def test_a_long_text_shows_how_far_it_is_and_can_be_cancelled(ready: Page) -> None:
    text = long_text(1000)
    ready.get_by_test_id("redact-input").fill(text)
    ready.get_by_test_id("redact-run").click()
    expect(ready.get_by_text(re.compile(rf"of {len(text):,} characters"))).to_be_visible()
    ready.get_by_test_id("redact-cancel").click()
    expect(status(ready)).to_have_text("Cancelled. Your text is still here.")
    expect(ready.get_by_test_id("redact-run")).to_be_enabled()
    expect(output(ready)).to_have_text(REDACTED)


def test_many_findings_come_in_pages_and_the_whole_text_is_there(ready: Page) -> None:
    redact(ready, "".join(f"a{i}@example.com\n" for i in range(450)))
    assert output(ready).text_content() == "".join(f"[EMAIL_{i + 1}]\n" for i in range(450))
    assert output(ready).locator("mark").count() < 450
    expect(rows(ready)).to_have_count(50)
    expect(ready.get_by_text("1 to 50 of 450")).to_be_visible()
    ready.get_by_role("button", name="Next").click()
    expect(ready.get_by_text("51 to 100 of 450")).to_be_visible()
    rows(ready).nth(0).get_by_role("button", name="Keep").click()
    expect(status(ready)).to_have_text("450 findings, 1 kept.")
    expect(ready.get_by_text("51 to 100 of 450")).to_be_visible()
    assert "a50@example.com" in (output(ready).text_content() or "")


@pytest.mark.parametrize(
    "text",
    [
        "[GIVEN_NAME_1] [EMAIL_1]",
        "\x00\x01\x02 \x7f\u200b\u202e",
        "שלום, מה שלומך? مرحبا",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    ],
    ids=["placeholders", "controls", "right-to-left", "joined emoji"],
)
def test_odd_texts_come_back_whole(ready: Page, text: str) -> None:
    redact(ready, text)
    assert output(ready).text_content() == text
    expect(ready.get_by_text(re.compile(r"^Nothing was found\."))).to_be_visible()
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_text("This is the exact original.")).to_be_visible()
    assert output(ready).text_content() == text


def test_a_lone_surrogate_passes_through(ready: Page) -> None:
    ready.get_by_test_id("redact-input").evaluate("(area) => { area.value = 'Maria \\ud800 Lindqvist'; }")
    ready.get_by_test_id("redact-run").click()
    expect(status(ready)).to_have_text(re.compile("^2 findings in"))
    shown = output(ready).evaluate("(node) => JSON.stringify(node.textContent)")
    assert shown == '"[GIVEN_NAME_1] \\ud800 [SURNAME_1]"'
