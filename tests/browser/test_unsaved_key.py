"""The page asks before it is left with a key that exists nowhere else."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Dialog, Page, expect

from .page_wait import wait_until
from .redact_page import TEXT, redact


def would_ask(page: Page) -> bool:
    """Return whether the page tells the browser to ask, without leaving it: leaving costs the engine."""
    asks: bool = page.evaluate("() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    return asks


def asks_and_stays(page: Page) -> str:
    """Close the page as a reader does, who then stays. Return the kind of the browser's question."""
    kinds: list[str] = []

    def stay(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    wait_until(page, lambda: kinds)
    return kinds[0]


def test_leaving_with_an_unsaved_key_asks_first(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(server)
    # Nothing was found, so nothing would be lost.
    redact(page, "Nothing here.")
    assert not would_ask(page)
    redact(page, TEXT)
    assert would_ask(page)
    assert asks_and_stays(page) == "beforeunload"

    page.get_by_text("Passphrase and saved key").click()
    page.get_by_test_id("key-passphrase").fill("correct horse")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the key").click()
    download.value.save_as(tmp_path / "key.txt")
    expect(page.get_by_test_id("status")).to_contain_text("The key is saved")
    assert not would_ask(page)
    page.reload()
    # A key that was opened is in its file already.
    page.get_by_text("Passphrase and saved key").click()
    page.get_by_test_id("key-passphrase").fill("correct horse")
    page.get_by_test_id("key-file").set_input_files(tmp_path / "key.txt")
    expect(page.get_by_test_id("status")).to_contain_text("The key is open")
    assert not would_ask(page)
    # What is masked leads back to nothing.
    page.get_by_test_id("redact-operator").select_option("mask")
    redact(page, TEXT)
    assert not would_ask(page)


def test_no_text_is_given_to_the_browsers_translator(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_test_id("redact-input")).to_be_visible()
    for test_id in ("redact-input", "redact-output", "redact-findings", "redact-restore-input", "status"):
        assert page.get_by_test_id(test_id).evaluate("(node) => node.translate") is False, test_id
