"""The first visit to the Redact view, and its possible failures."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from .accessibility import serious
from .redact_page import REDACTED, TEXT, output, redact, status
from .serving import fetch
from .watch import Watch

MODEL_FILE = "**/onnx/model_q4.onnx"


@pytest.mark.smoke
def test_one_click_downloads_and_redacts_and_the_second_visit_downloads_nothing(
    page: Page, server: str, watch: Watch
) -> None:
    waiting: list[Route] = []
    page.route(MODEL_FILE, lambda route: waiting.append(route))
    page.goto(server)
    run = page.get_by_test_id("redact-run")
    expect(run).to_have_text(re.compile(r"^Download \d+ MB and redact$"))
    expect(page.get_by_test_id("engine-state")).to_have_attribute("data-state", "idle")
    assert not [url for url in watch.requests if "/models/" in url and "manifest" not in url]

    page.get_by_test_id("redact-input").fill(TEXT)
    run.click()
    expect(page.get_by_test_id("engine-state")).to_have_attribute("data-state", "loading")
    progress = page.get_by_test_id("progress")
    expect(progress).to_be_visible()
    expect(progress).to_have_js_property("tagName", "PROGRESS")
    expect(progress).to_have_attribute("max", "15137574")
    expect(page.get_by_text(re.compile(r"of 15\.1 MB"))).to_be_visible()
    expect(page.locator(".stage")).to_have_count(4)
    expect(page.locator('.stage[data-stage="packages"]')).to_have_attribute("data-state", "done")

    waiting[0].continue_()
    page.unroute(MODEL_FILE)
    expect(output(page)).to_have_text(REDACTED, timeout=120_000)
    expect(progress).to_be_hidden()
    expect(run).to_have_text("Redact")
    expect(page.get_by_test_id("engine-state")).to_have_attribute("data-state", "ready")
    expect(status(page)).to_have_text(re.compile(r"^6 findings in"))
    expect(page.get_by_text("National Design Studio")).to_be_visible()
    expect(page.get_by_role("link", name="Licence: CC-BY-4.0")).to_be_visible()

    watch.requests.clear()
    page.reload()
    expect(run).to_have_text("Redact")
    redact(page, TEXT)
    assert not [url for url in watch.requests if "onnx/" in url or url.endswith("tokenizer.json")]


def test_escape_cancels_a_download_and_the_text_stays(page: Page, server: str) -> None:
    waiting: list[Route] = []
    page.route(MODEL_FILE, lambda route: waiting.append(route))
    page.goto(server)
    page.get_by_test_id("redact-input").fill(TEXT)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("progress")).to_be_visible()
    expect(page.get_by_test_id("redact-run")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(status(page)).to_have_text("Cancelled. Your text is still here.")
    expect(page.get_by_test_id("progress")).to_be_hidden()
    expect(page.get_by_test_id("redact-input")).to_have_value(TEXT)
    expect(page.get_by_test_id("redact-run")).to_have_text(re.compile("^Download"))
    expect(page.get_by_role("alert")).to_have_text("")


def test_an_error_says_what_to_do_and_the_retry_works(page: Page, server: str, watch: Watch) -> None:
    watch.expect("404")
    page.route(MODEL_FILE, lambda route: route.fulfill(status=404, body="Not Found"))
    page.goto(server)
    page.get_by_test_id("redact-input").fill(TEXT)
    page.get_by_test_id("redact-run").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("A file is missing on the server")
    expect(alert).to_contain_text("download.not-found")
    expect(page.get_by_test_id("engine-state")).to_have_attribute("data-state", "error")
    expect(page.get_by_test_id("redact-input")).to_have_value(TEXT)
    assert "Maria" not in (alert.text_content() or "")
    assert serious(page) == []

    page.unroute(MODEL_FILE)
    page.get_by_test_id("error-retry").click()
    expect(output(page)).to_have_text(REDACTED, timeout=120_000)
    expect(alert).to_have_text("")


def test_the_page_carries_the_policy_itself_for_hosts_without_headers(server: str) -> None:
    _, headers, body = fetch(server)
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', body.decode())
    assert policy is not None
    # A browser ignores frame-ancestors in a meta element and logs a complaint.
    assert policy[1] == headers["content-security-policy"].replace("; frame-ancestors 'none'", "")


def test_the_theme_can_be_chosen_and_stays(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(server)
    background = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Switch to the dark theme").click()
    dark = page.evaluate(background)
    assert dark != light
    page.reload()
    assert page.evaluate(background) == dark
    expect(page.get_by_role("button", name="Switch to the light theme")).to_be_visible()
