"""Control Chromium: one process per start or one for all steady-state runs, and measure the processes' memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, Playwright

from scripts import chrome

TIMEOUT_MS = 600_000
WATCH_RESULT = """() => {
  const output = document.querySelector('[data-testid="redact-output"]');
  globalThis.shown = new Promise((resolve) => {
    let began = 0;
    const run = document.querySelector('[data-testid="redact-run"]');
    run.addEventListener("click", () => (began = performance.now()), true);
    new MutationObserver(() => {
      if (output.textContent.trim() !== "") requestAnimationFrame(() => resolve(performance.now() - began));
    }).observe(output, { childList: true, subtree: true, characterData: true });
  });
}"""
"""Record the time from the next click to the frame that shows its result."""


@contextmanager
def opened(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Start a browser process with this profile."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chrome.ensure(), args=list(chrome.ARGUMENTS)
    )
    context.set_default_timeout(TIMEOUT_MS)
    try:
        yield context
    finally:
        context.close()


def start_ms(context: BrowserContext, address: str, side: str, options: Mapping[str, Any]) -> float:
    """Open a side's page with a task in its fragment. Return milliseconds from navigation to the visible result."""
    page = context.pages[0]
    page.goto(f"{address}bench-{side}.html#{quote(json.dumps(options))}")
    return float(page.evaluate("() => started")["ms"])


def click_ms(context: BrowserContext, address: str, text: str, open_ms: int) -> float:
    """Open the page itself, insert a text after `open_ms`, and click. Return milliseconds from click to result."""
    page = context.pages[0]
    page.goto(address)
    page.wait_for_timeout(open_ms)
    page.get_by_test_id("redact-input").focus()
    page.keyboard.insert_text(text)
    page.evaluate(WATCH_RESULT)
    page.get_by_test_id("redact-run").click()
    return float(page.evaluate("() => shown"))


def open_page(context: BrowserContext, address: str, side: str) -> Page:
    """Open a side's page for steady work, ready for `call`."""
    page = context.new_page()
    page.goto(f"{address}bench-{side}.html")
    return page


def call(page: Page, function: str, work: Mapping[str, Any]) -> tuple[float, Any]:
    """Call a function of the page. Return its own milliseconds and its result."""
    answer = page.evaluate("([name, work]) => side[name](work)", [function, dict(work)])
    return float(answer["ms"]), answer["result"]


def peak_megabytes(profile: Path) -> float:
    """Return the peak memory of the page's renderer, including its workers (Linux: VmHWM).

    The browser with this profile has one page. Its other renderers are small and short-lived.
    """
    processes = dict(_processes())
    browsers = {pid for pid, (_, command) in processes.items() if f"--user-data-dir={profile}" in command}
    return (
        max(
            _high_water_kilobytes(pid)
            for pid, (_, command) in processes.items()
            if "--type=renderer" in command and browsers & set(_ancestors(pid, processes))
        )
        / 1000
    )


def _processes() -> Iterator[tuple[int, tuple[int, list[str]]]]:
    """Yield id, parent id and command of each running process."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text().replace(" ", "\0").split("\0")
        except OSError:
            continue  # it has ended
        yield int(folder.name), (parent, command)


def _ancestors(pid: int, processes: Mapping[int, tuple[int, list[str]]]) -> Iterator[int]:
    while pid in processes:
        pid = processes[pid][0]
        yield pid


def _high_water_kilobytes(pid: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0
