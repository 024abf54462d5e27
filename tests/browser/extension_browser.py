"""A Chromium with the browser extension, a chat page that records what it gets, and what a reader sees of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from scripts import chrome, extension, site

from .page_wait import wait_until
from .serving import ROOT
from .watch import Watch, origin, watching

LOOPBACK = "http://127.0.0.1/*"
TEXT = "I am Annabel Lindqvist, annabel@example.org."
NAMES = ("Annabel", "Lindqvist", "annabel@example.org")
REDACTED = "I am [GIVEN_NAME_1] [SURNAME_1], [EMAIL_1]."
CHAT = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>A chat</title><link rel="icon" href="data:,"></head>
  <body>
    <div id="answers"></div>
    <ul id="list"></ul>
    <textarea id="area" aria-label="Message"></textarea>
    <div id="rich" contenteditable="true" role="textbox" aria-label="Rich" style="white-space: pre-wrap"></div>
    <form id="form"><input id="line" aria-label="Line"><button id="go">Go</button></form>
    <button id="send" type="button">Send</button>
    <script>
      // What a page can learn: every paste and input that reaches it, and what was sent.
      window.got = [];
      window.sent = [];
      const area = document.querySelector("#area");
      const send = (field) => { window.sent.push(field.value ?? field.innerText); };
      for (const type of ["paste", "drop"])
        window.addEventListener(type, (event) =>
          window.got.push((event.clipboardData ?? event.dataTransfer).getData("text/plain")), true);
      window.addEventListener("input", (event) => window.got.push(event.target.value ?? event.target.innerText), true);
      area.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey) return;
        event.preventDefault();
        send(area);
      });
      document.querySelector("#send").addEventListener("click", () => send(area));
      document.querySelector("#form").addEventListener("submit", (event) => {
        event.preventDefault();
        send(document.querySelector("#line"));
      });
    </script>
  </body>
</html>
"""


def build_extension(target: Path) -> None:
    """Write the extension as it is released."""
    command = [sys.executable, str(ROOT / "serve.py"), "build", "--extension", "-o", str(target)]
    subprocess.run(command, check=True, cwd=ROOT)


def grant_loopback(built: Path, target: Path) -> Path:
    """Copy an extension and give it the permission for this machine: no one can click a prompt in headless mode."""
    shutil.copytree(built, target)
    site.write_json(target / "manifest.json", extension.manifest([LOOPBACK]))
    return target


@dataclass(frozen=True)
class ExtensionBrowser:
    """A running Chromium with the extension."""

    context: BrowserContext
    watch: Watch
    id: str

    def open_panel(self) -> Page:
        """Open the side panel's page in a tab, where it runs as it does in the panel."""
        page = self.context.new_page()
        page.goto(f"chrome-extension://{self.id}/panel.html")
        return page

    def enable(self, panel: Page, address: str) -> None:
        """Enable a site as a user does."""
        panel.get_by_label("Address of a site").fill(address)
        panel.get_by_role("button", name="Enable on this site").click()

    def has_side_panel(self) -> bool:
        """Whether the real side panel is open."""
        contexts = "chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })"
        return bool(self.context.service_workers[0].evaluate(contexts))

    def visit(self, address: str) -> Page:
        """Open a page."""
        page = self.context.new_page()
        page.goto(address)
        return page


@contextmanager
def extension_browser(driver: Playwright, folder: Path, profile: Path, address: str) -> Iterator[ExtensionBrowser]:
    """Run Chromium with the extension in `folder`. What leaves the site at `address` and the extension is a failure."""
    executable = chrome.find()
    assert executable is not None, "no Chrome or Chromium: npm test installs one, CHROME=/path names one"
    context = driver.chromium.launch_persistent_context(
        profile,
        executable_path=executable,
        ignore_default_args=["--disable-extensions", "--headless"],
        args=[
            *chrome.ARGUMENTS,
            "--headless=new",
            f"--disable-extensions-except={folder}",
            f"--load-extension={folder}",
        ],
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(60_000)
    workers = context.service_workers
    worker = workers[0] if workers else context.wait_for_event("serviceworker")
    name = worker.url.split("/")[2]
    watch = Watch({origin(address), f"chrome-extension://{name}"})
    with watching(context, watch):
        yield ExtensionBrowser(context, watch, name)


def paste(page: Page, selector: str, text: str) -> None:
    """Paste text as a user does: from the clipboard, with the keyboard."""
    page.bring_to_front()
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.locator(selector).focus()
    page.keyboard.press("Control+V")


def seen(page: Page) -> str:
    """Return the texts that a reader perceives, the extension's closed shadow trees included."""
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    texts = [str(node["name"].get("value", "")) for node in nodes if node.get("role", {}).get("value") == "StaticText"]
    return "\n".join(texts)


def wait_until_seen(page: Page, text: str, *, gone: bool = False) -> None:
    """Wait until a reader perceives a text, or no longer does."""
    try:
        wait_until(page, lambda: (text in seen(page)) is not gone)
    except AssertionError as error:
        raise AssertionError(f"{text!r} {'stays' if gone else 'does not come'}:\n{seen(page)}") from error


def focused_button(page: Page) -> str:
    """Return the name of the element that has the focus, in closed shadow trees too."""
    client = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    for node in nodes:
        for each in node.get("properties", []):
            focused = each["name"] == "focused" and each["value"].get("value") is True
            if focused and node["role"]["value"] != "RootWebArea":
                return str(node["name"]["value"])
    return ""


def learned(page: Page) -> str:
    """Return all that the page's own scripts can read: events, values, its text, selections, what was sent."""
    return json.dumps(page.evaluate("""() => {
      const selection = getSelection();
      selection.selectAllChildren(document.querySelector("#answers"));
      const selected = selection.toString();
      selection.removeAllRanges();
      const values = [...document.querySelectorAll("textarea, input")].map(({ value }) => value);
      const opened = [...document.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot?.textContent ?? "");
      const { innerText, textContent } = document.body;
      return [got, sent, values, opened, selected, innerText, textContent, document.documentElement.outerHTML];
    }"""), ensure_ascii=False)  # fmt: skip


def nothing_learned(page: Page) -> None:
    """Check that the page's scripts can read no name."""
    assert not any(name in learned(page) for name in NAMES), learned(page)


def insert(page: Page) -> None:
    """Confirm the replacements that are shown."""
    wait_until_seen(page, "to be replaced")
    wait_until(page, lambda: focused_button(page) == "Insert redacted")
    page.keyboard.press("Enter")
