"""The Redact view as people use it, with the real model: read, judge, restore, and what comes of failures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .serving import ROOT, fetch
from .watch import Watch, origin

MODEL_FILE = "**/onnx/model_q4.onnx"
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TEXT = "My name is Maria Lindqvist. Write to maria@example.com or call Daniel Reyes, IBAN DE89 3704 0044 0532 0130 00."
REDACTED = (
    "My name is [GIVEN_NAME_1] [SURNAME_1]. Write to [EMAIL_1] or call [GIVEN_NAME_2] [SURNAME_2], IBAN [IBAN_1]."
)


@pytest.fixture(scope="module")
def visit(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """A page whose engine is ready, shared by the tests that only use it, and what it did so far."""
    watch = Watch({origin(server)})
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(60_000)
    watch.attach(context)
    page = context.new_page()
    page.goto(server)
    redact(page, TEXT)
    yield page, watch
    context.close()
    assert not watch.unexpected(), "\n".join(watch.unexpected())


@pytest.fixture
def ready(visit: tuple[Page, Watch]) -> Page:
    """The shared page with TEXT redacted, everything else as on a first visit."""
    page, _ = visit
    page.get_by_test_id("redact-operator").select_option("placeholder")
    page.get_by_test_id("redact-restore-input").fill("")
    redact(page, "Nothing here.")
    redact(page, TEXT)
    expect(output(page)).to_have_text(REDACTED)
    return page


def output(page: Page) -> Locator:
    return page.get_by_test_id("redact-output")


def rows(page: Page) -> Locator:
    return page.get_by_test_id("redact-findings").locator("tbody tr")


def status(page: Page) -> Locator:
    return page.get_by_test_id("status")


def redact(page: Page, text: str) -> None:
    page.get_by_test_id("redact-input").fill(text)
    page.get_by_test_id("redact-run").click()
    expect(status(page)).to_have_text(re.compile(r"^(\d+ finding|Nothing was found).* in .*s\.$"), timeout=120_000)
    expect(page.get_by_test_id("redact-run")).to_be_enabled()


# --- the first visit, and what can go wrong in it


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


# --- judging the findings


def test_every_finding_has_a_label_and_a_row(ready: Page) -> None:
    labels = ["Given name", "Surname", "Email", "Given name", "Surname", "IBAN"]
    marks = output(ready).locator("mark")
    assert marks.evaluate_all("nodes => nodes.map((node) => node.dataset.label)") == labels
    shown = marks.evaluate_all("nodes => nodes.map((node) => getComputedStyle(node, '::after').content)")
    assert shown == [f'"{label}"' for label in labels]
    assert rows(ready).locator(".entity-chip").all_text_contents() == labels
    assert rows(ready).locator(".finding-text").all_text_contents() == [
        "Maria", "Lindqvist", "maria@example.com", "Daniel", "Reyes", "DE89 3704 0044 0532 0130 00",
    ]  # fmt: skip
    assert rows(ready).locator("td.column-source").all_text_contents() == [
        "Model", "Model", "Rule: email", "Model", "Model", "Rule: IBAN",
    ]  # fmt: skip


def test_a_finding_is_kept_and_redacted_again_without_a_request(ready: Page, visit: tuple[Page, Watch]) -> None:
    visit[1].requests.clear()
    mark = output(ready).locator('mark[data-finding="2"]')
    kept = REDACTED.replace("[EMAIL_1]", "maria@example.com")

    mark.click()
    expect(output(ready)).to_have_text(kept)
    expect(mark).to_have_attribute("aria-pressed", "false")
    expect(status(ready)).to_have_text("6 findings, 1 kept.")
    rows(ready).nth(2).get_by_role("button", name="Redact").click()
    expect(output(ready)).to_have_text(REDACTED)

    rows(ready).nth(2).locator(".finding-text").click()
    expect(output(ready)).to_have_text(kept)
    mark.focus()
    ready.keyboard.press("Enter")
    expect(output(ready)).to_have_text(REDACTED)
    expect(mark).to_be_focused()
    assert visit[1].requests == []


def test_arrow_keys_walk_through_the_marks(ready: Page) -> None:
    output(ready).focus()
    ready.keyboard.press("Tab")
    expect(output(ready).locator("mark").nth(0)).to_be_focused()
    ready.keyboard.press("ArrowRight")
    ready.keyboard.press("ArrowDown")
    ready.keyboard.press("ArrowLeft")
    expect(output(ready).locator("mark").nth(1)).to_be_focused()
    ready.keyboard.press("Space")
    expect(output(ready)).to_have_text(REDACTED.replace("[SURNAME_1]", "Lindqvist").replace("SURNAME_2", "SURNAME_1"))


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("mask", r"My name is \*+ \*+\. Write to \S+ or call .*"),
        ("hash", r"My name is \S*[0-9a-f]{8}\S* \S*[0-9a-f]{8}\S*\. Write to .*"),
        ("remove", r"My name is  \. Write to  or call  , IBAN \."),
        ("keep", re.escape(TEXT)),
    ],
)
def test_another_operator_applies_at_once(ready: Page, operator: str, expected: str) -> None:
    ready.get_by_test_id("redact-operator").select_option(operator)
    expect(output(ready)).to_have_text(re.compile(f"^{expected}$"))
    expect(output(ready).locator("mark")).to_have_count(6)


def test_kinds_are_left_out_or_get_an_operator_of_their_own(ready: Page) -> None:
    chooser = ready.get_by_role("button", name=re.compile("kinds"))
    chooser.click()
    ready.get_by_role("checkbox", name="Email").uncheck()
    ready.get_by_role("combobox", name="Replace IBAN with").select_option("remove")
    ready.get_by_role("button", name="Done").click()
    expected = REDACTED.replace("[EMAIL_1]", "maria@example.com").replace("[IBAN_1]", "")
    expect(output(ready)).to_have_text(expected)
    expect(rows(ready)).to_have_count(5)
    expect(chooser).to_have_text("24 of 25 kinds, 1 special")

    chooser.click()
    ready.get_by_role("button", name="Select all").click()
    ready.get_by_role("combobox", name="Replace IBAN with").select_option("")
    ready.keyboard.press("Escape")
    expect(output(ready)).to_have_text(REDACTED)
    expect(chooser).to_have_text("All kinds")


def test_a_changed_text_is_said_to_be_changed(ready: Page) -> None:
    ready.get_by_test_id("redact-input").press_sequentially("!")
    expect(ready.get_by_text("Your text has changed since.")).to_be_visible()
    expect(output(ready)).to_have_text(REDACTED)


# --- out and back


def test_restore_gives_the_exact_original(ready: Page) -> None:
    text = "MARIA  Lindqvist\t(maria@Example.com)\n\n  [EMAIL_1] stays; 👋 Maria.\n"
    redact(ready, text)
    assert "Lindqvist" not in (output(ready).text_content() or "")
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("heading", name="Restored")).to_be_visible()
    assert output(ready).text_content() == text
    ready.get_by_role("button", name="Show the redacted text").click()
    expect(output(ready).locator("mark").first).to_be_visible()


def test_restore_puts_the_names_back_into_an_edited_text(ready: Page) -> None:
    ready.get_by_test_id("redact-restore-input").fill(
        "Hello [GIVEN_NAME_2]!\nAnswer to [EMAIL_1], please: [GIVEN_NAME_2]"
    )
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("heading", name="Restored")).to_be_visible()
    assert output(ready).text_content() == "Hello Daniel!\nAnswer to maria@example.com, please: Daniel"


def test_restore_says_when_there_is_nothing_to_bring_back(ready: Page) -> None:
    ready.get_by_test_id("redact-restore-input").fill("Nothing of mine.")
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_text("No placeholder of this result is in it")).to_be_visible()
    ready.get_by_test_id("redact-restore-input").fill("")
    ready.get_by_test_id("redact-operator").select_option("mask")
    expect(output(ready)).to_have_text(re.compile(r"^My name is \*+"))
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_role("alert")).to_contain_text("The original cannot be brought back")
    expect(output(ready)).to_have_text(re.compile(r"^My name is \*+"))


def test_copy_and_download_give_the_redacted_text(ready: Page, tmp_path: Path) -> None:
    ready.get_by_role("button", name="Copy").click()
    expect(status(ready)).to_have_text("Copied.")
    assert ready.evaluate("() => navigator.clipboard.readText()") == REDACTED
    with ready.expect_download() as download:
        ready.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "text.redacted.txt"
    download.value.save_as(tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == REDACTED


# --- files and odd texts


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file on the text, as a hand would."""
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
        ("scan.pdf", b"%PDF-1.7\n", "This is a PDF."),
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
    ready.get_by_test_id("redact-input").fill("The meeting was moved to the other room again. " * 1000)
    ready.get_by_test_id("redact-run").click()
    expect(ready.get_by_text(re.compile(r"of 47,000 characters"))).to_be_visible()
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
    rows(ready).nth(0).get_by_role("button").click()
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
    expect(ready.get_by_text("Nothing was found.", exact=True)).to_be_visible()
    ready.get_by_test_id("redact-restore").click()
    expect(ready.get_by_text("This is the exact original.")).to_be_visible()
    assert output(ready).text_content() == text


def test_a_lone_surrogate_passes_through(ready: Page) -> None:
    ready.get_by_test_id("redact-input").evaluate("(area) => { area.value = 'Maria \\ud800 Lindqvist'; }")
    ready.get_by_test_id("redact-run").click()
    expect(status(ready)).to_have_text(re.compile("^2 findings in"))
    shown = output(ready).evaluate("(node) => JSON.stringify(node.textContent)")
    assert shown == '"[GIVEN_NAME_1] \\ud800 [SURNAME_1]"'


# --- for everyone


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(ready: Page, theme: str, width: int) -> None:
    ready.set_viewport_size({"width": width, "height": 800})
    ready.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    try:
        output(ready).locator("mark").nth(1).click()
        expect(status(ready)).to_have_text("6 findings, 1 kept.")
        assert serious(ready) == []
        overflow = ready.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        ready.get_by_role("button", name=re.compile("kinds")).click()
        assert serious(ready) == []
        ready.keyboard.press("Escape")
    finally:
        ready.set_viewport_size({"width": 1280, "height": 800})
        ready.emulate_media(color_scheme="light")


def test_the_focus_is_kept_while_the_run_button_is_off(ready: Page) -> None:
    run = ready.get_by_test_id("redact-run")
    run.focus()
    ready.keyboard.press("Enter")
    expect(status(ready)).to_have_text(re.compile("findings in"))
    expect(run).to_be_focused()


def test_the_page_carries_the_policy_itself_for_hosts_without_headers(server: str) -> None:
    _, headers, body = fetch(server)
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', body.decode())
    assert policy is not None
    # A browser ignores frame-ancestors in a page and complains about it.
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


def test_models_can_be_seen_and_deleted_and_nothing_typed_is_lost(ready: Page, server: str) -> None:
    ready.get_by_test_id("nav-models").click()
    expect(ready).to_have_title("Models: tabside")
    card = ready.locator('[data-model="nationaldesignstudio/rampart"]')
    expect(card).to_contain_text("Stored in this browser")
    expect(card).to_contain_text("15 MB")
    expect(card).to_contain_text("National Design Studio")
    assert serious(ready) == []
    card.get_by_role("button", name="Delete Rampart").click()
    expect(card).to_contain_text("Not downloaded")
    ready.get_by_test_id("nav-redact").click()
    expect(ready.get_by_test_id("redact-input")).to_have_value(TEXT)
    expect(output(ready)).to_have_text(REDACTED)
    redact(ready, TEXT)
