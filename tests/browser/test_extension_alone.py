"""The browser extension as released, in its real side panel, with a broken engine, and in rich editors from npm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from scripts import extension

from .extension_browser import (
    REDACTED,
    TEXT,
    extension_browser,
    focused_button,
    grant_loopback,
    insert,
    nothing_learned,
    paste,
    wait_until_seen,
)
from .package_project import host, run
from .page_wait import wait_until
from .serving import ROOT

ESBUILD = str(ROOT / "node_modules" / ".bin" / "esbuild")
EDITORS = ("quill@2.0.3", "prosemirror-state@1.4.4", "prosemirror-view@1.44.0", "prosemirror-schema-basic@1.2.4",
           "prosemirror-keymap@1.2.3", "prosemirror-commands@1.7.1")  # fmt: skip
LINES = "I am Annabel Lindqvist,\nannabel@example.org.\n\nBye"
REDACTED_LINES = "I am [GIVEN_NAME_1] [SURNAME_1],\n[EMAIL_1].\n\nBye"
APP = """
import Quill from "quill";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { schema } from "prosemirror-schema-basic";
import { keymap } from "prosemirror-keymap";
import { baseKeymap } from "prosemirror-commands";

window.got = [];
window.sent = [];
window.addEventListener("paste", (event) => got.push(event.clipboardData.getData("text/plain")), true);
const textOf = ({ doc }) => doc.textBetween(0, doc.content.size, "\\n");
const quill = new Quill(document.querySelector("#quill"));
const plugins = [keymap({ Enter: (state) => (sent.push(textOf(state)), true) }), keymap(baseKeymap)];
const prose = new EditorView(document.querySelector("#prose"), { state: EditorState.create({ schema, plugins }) });
window.states = () => ({
  quill: quill.getText(), prose: textOf(prose.state), plain: document.querySelector("#plain").innerText,
});
"""
PAGE = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Editors</title><link rel="icon" href="data:,"></head>
  <body>
    <div id="answers"></div><div id="quill"></div><div id="prose"></div>
    <div id="plain" contenteditable="true" style="white-space: pre-wrap"></div>
    <script type="module" src="app.js"></script>
  </body>
</html>
"""


@pytest.mark.long
def test_the_real_side_panel_opens_from_the_box_and_answers(
    playwright_driver: Playwright, granted_extension: Path, chat: str, tmp_path: Path
) -> None:
    with extension_browser(playwright_driver, granted_extension, tmp_path / "profile", chat) as running:
        panel = running.open_panel()
        running.enable(panel, chat)
        expect(panel.locator("#sites")).to_contain_text(chat.rstrip("/"))
        panel.close()
        page = running.visit(chat)
        paste(page, "#area", TEXT)
        wait_until(page, lambda: focused_button(page) == "Open tabside")
        page.keyboard.press("Enter")
        wait_until(page, running.has_side_panel)
        paste(page, "#area", TEXT)
        insert(page)
        expect(page.locator("#area")).to_have_value(REDACTED)


@pytest.mark.long
def test_nothing_is_inserted_while_the_engine_fails(
    playwright_driver: Playwright, granted_extension: Path, chat: str, tmp_path: Path
) -> None:
    broken = grant_loopback(granted_extension, tmp_path / "broken")
    model = broken / "models" / extension.MODEL / "onnx" / "model_q4.onnx"
    assert model.is_file()
    model.write_bytes(b"not a model" * 1000)
    with extension_browser(playwright_driver, broken, tmp_path / "profile", chat) as running:
        panel = running.open_panel()
        running.enable(panel, chat)
        expect(panel.locator("#engine")).to_have_text("Failed: nothing will be inserted")
        page = running.visit(chat)
        paste(page, "#area", TEXT)
        wait_until_seen(page, "Nothing was inserted or sent.")
        nothing_learned(page)


@pytest.mark.long
def test_no_site_is_touched_before_the_user_enables_it(
    playwright_driver: Playwright, built_extension: Path, chat: str, tmp_path: Path
) -> None:
    manifest = json.loads((built_extension / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == extension.manifest()
    assert "host_permissions" not in manifest
    assert "content_scripts" not in manifest
    assert "unsafe-eval'" not in manifest["content_security_policy"]["extension_pages"].replace(
        "'wasm-unsafe-eval'", ""
    )
    with extension_browser(playwright_driver, built_extension, tmp_path / "profile", chat) as running:
        panel = running.open_panel()
        expect(panel.locator("#engine")).to_have_text("Ready")
        assert panel.evaluate("chrome.permissions.getAll()")["origins"] == []
        page = running.visit(chat)
        paste(page, "#area", TEXT)
        expect(page.locator("#area")).to_have_value(TEXT)
        panel.bring_to_front()
        running.enable(panel, chat)  # the prompt stays unanswered
        assert panel.evaluate("chrome.scripting.getRegisteredContentScripts()") == []


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built page with editors from npm."""
    folder = tmp_path_factory.mktemp("editors")
    (folder / "package.json").write_text(json.dumps({"name": "editors", "private": True, "type": "module"}))
    run(folder, "npm", "install", "--no-audit", "--ignore-scripts", *EDITORS)
    (folder / "source.js").write_text(APP)
    run(folder, ESBUILD, "source.js", "--bundle", "--format=esm", "--outfile=public/app.js")
    (folder / "public" / "index.html").write_text(PAGE)
    return folder / "public"


@pytest.mark.long
def test_rich_editors_take_what_is_pasted_and_send_what_was_read(
    playwright_driver: Playwright, granted_extension: Path, editors: Path, tmp_path: Path
) -> None:
    with (
        host(editors) as address,
        extension_browser(playwright_driver, granted_extension, tmp_path / "profile", address) as running,
    ):
        panel = running.open_panel()
        running.enable(panel, address)
        expect(panel.locator("#engine")).to_have_text("Ready")
        page = running.visit(address)
        for selector in ("#quill .ql-editor", "#prose .ProseMirror", "#plain"):
            paste(page, selector, LINES)
            insert(page)
            wait_until_seen(page, "to be replaced", gone=True)
        states: dict[str, str] = page.evaluate("states()")
        assert states["quill"] == REDACTED_LINES + "\n"
        assert states["prose"] == REDACTED_LINES.replace("\n\n", "\n")
        # `innerText` counts an empty line twice.
        assert states["plain"].split("\n")[:2] == REDACTED_LINES.split("\n")[:2]
        assert states["plain"].split() == REDACTED_LINES.split()

        page.locator("#prose .ProseMirror").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Torsten Berg")
        page.keyboard.press("Enter")
        insert(page)
        wait_until_seen(page, "Replaced.")
        page.locator("#prose .ProseMirror").press("Enter")
        wait_until(page, "sent.length === 1")
        assert page.evaluate("sent[0]").endswith("Bye [GIVEN_NAME_2] [SURNAME_2]")
        nothing_learned(page)
