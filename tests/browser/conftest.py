"""One server and one browser for all tests; a fresh profile for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from scripts import chrome

from .bare_page import open_bare_page
from .extension_browser import CHAT, build_extension, grant_loopback
from .package_project import host
from .redact_page import ready, visit
from .serving import build_dist, http_server, serve_py
from .shared_engine import shared_engine, started
from .watch import Watch, origin, watching

__all__ = ["ready", "shared_engine", "started", "visit"]

DEFAULT_TIMEOUT_MS = 60_000
MEASURE_MEMORY_AT_ONCE = "--enable-blink-features=ForceEagerMeasureMemory"
"""Else Chromium waits some 20 s for its next garbage collection."""
SOFTWARE_WEBGPU = ("--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan")
expect.set_options(timeout=DEFAULT_TIMEOUT_MS)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of serve.py, ending in a slash."""
    with serve_py() as address:
        yield address


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static site in its own folder, as a host would serve it."""
    target = tmp_path_factory.mktemp("host") / "app"
    build_dist(target)
    return target


@pytest.fixture(scope="session")
def static_dist(dist: Path) -> Iterator[str]:
    """The address of the static site behind plain `python3 -m http.server`, below the path /app/."""
    with http_server(dist.parent) as address:
        yield f"{address}app/"


@pytest.fixture(scope="session")
def built_extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The browser extension as it is released."""
    target = tmp_path_factory.mktemp("built") / "extension"
    build_extension(target)
    return target


@pytest.fixture(scope="session")
def granted_extension(built_extension: Path) -> Path:
    """The browser extension with the permission for this machine."""
    return grant_loopback(built_extension, built_extension.with_name("granted"))


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a chat page."""
    folder = tmp_path_factory.mktemp("chat")
    (folder / "index.html").write_text(CHAT, encoding="utf-8")
    with host(folder) as address:
        yield address


# Package scope: Playwright's loop must end before the asynchronous tests of other folders start theirs.
@pytest.fixture(scope="package")
def playwright_driver() -> Iterator[Playwright]:
    """The Playwright driver that launches browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """A headless Chromium that can reach this machine only."""
    executable = chrome.find()
    assert executable is not None, "no Chrome or Chromium: npm test installs one, CHROME=/path names one"
    arguments = [*chrome.ARGUMENTS, MEASURE_MEMORY_AT_ONCE]
    launched = playwright_driver.chromium.launch(executable_path=executable, args=arguments)
    yield launched
    launched.close()


@pytest.fixture
def watch(server: str) -> Watch:
    """The record of what the test's pages did. `watch.expect(pattern)` announces an error, `watch.origins` allows more
    sites."""
    return Watch({origin(server)})


@pytest.fixture
def context(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A fresh, watched profile: the test fails on console errors, uncaught errors and requests that leave the site.

    Its pages move little: software draws each frame of a progress bar, a sixth of a first visit's CPU time.
    It has no service worker, whose requests would mix with those that a test counts or answers. test_offline
    and test_privacy have their own contexts.
    """
    with watching(
        browser.new_context(reduced_motion="reduce", service_workers="block"), watch, timeout_ms=DEFAULT_TIMEOUT_MS
    ) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page in the fresh, watched profile."""
    return context.new_page()


@pytest.fixture
def webgpu_page(playwright_driver: Playwright) -> Iterator[Page]:
    """A page in its own browser with a WebGPU adapter."""
    launched = playwright_driver.chromium.launch(
        executable_path=chrome.find(), args=[*chrome.ARGUMENTS, *SOFTWARE_WEBGPU]
    )
    page = launched.new_page()
    page.set_default_timeout(200_000)
    yield page
    launched.close()


@pytest.fixture(scope="module")
def watched(server: str) -> Watch:
    """The record of what the page did."""
    return Watch({origin(server)})


@pytest.fixture(scope="module")
def bare(browser: Browser, server: str, watched: Watch) -> Iterator[Page]:
    """The page, with empty storage at first. The tests build on each other."""
    with watching(
        browser.new_context(reduced_motion="reduce", service_workers="block"), watched, timeout_ms=180_000
    ) as context:
        yield open_bare_page(context, server)
