"""The page asks before it is left with a key that exists nowhere else."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Dialog, Page, expect

from .redact_page import TEXT, redact


def test_leaving_with_an_unsaved_key_asks_first(page: Page, server: str, tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(server)
    # Nothing was found, so nothing would be lost.
    redact(page, "Nothing here.")
    page.reload()
    assert asked == []
    redact(page, TEXT)
    page.reload()
    assert asked == ["beforeunload"]

    redact(page, TEXT)
    page.get_by_text("Passphrase and saved key").click()
    page.get_by_test_id("key-passphrase").fill("correct horse")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the key").click()
    download.value.save_as(tmp_path / "key.txt")
    expect(page.get_by_test_id("status")).to_contain_text("The key is saved")
    page.reload()
    assert asked == ["beforeunload"]
    # A key that was opened is in its file already.
    page.get_by_text("Passphrase and saved key").click()
    page.get_by_test_id("key-passphrase").fill("correct horse")
    page.get_by_test_id("key-file").set_input_files(tmp_path / "key.txt")
    expect(page.get_by_test_id("status")).to_contain_text("The key is open")
    page.reload()
    assert asked == ["beforeunload"]
    # What is masked leads back to nothing.
    page.get_by_test_id("redact-operator").select_option("mask")
    redact(page, TEXT)
    page.reload()
    assert asked == ["beforeunload"]


def test_no_text_is_given_to_the_browsers_translator(page: Page, server: str) -> None:
    page.goto(server)
    expect(page.get_by_test_id("redact-input")).to_be_visible()
    for test_id in ("redact-input", "redact-output", "redact-findings", "redact-restore-input", "status"):
        assert page.get_by_test_id(test_id).evaluate("(node) => node.translate") is False, test_id
