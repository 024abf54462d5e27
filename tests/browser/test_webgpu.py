"""WebGPU, on Chromium's software adapter: the same findings as WASM, under the same content security policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from scripts import chrome

from .engine_page import open_engine, redact

SOFTWARE_WEBGPU = ("--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan")
TEXT = "Please write to Ada Lovelace at ada@example.org, or call (415) 555-2671."


@pytest.fixture
def webgpu_page(playwright_driver: Playwright) -> Iterator[Page]:
    """A page in a browser of its own that has a WebGPU adapter."""
    launched = playwright_driver.chromium.launch(
        executable_path=chrome.find(), args=[*chrome.ARGUMENTS, *SOFTWARE_WEBGPU]
    )
    page = launched.new_page()
    page.set_default_timeout(200_000)
    yield page
    launched.close()


def test_webgpu_finds_what_wasm_finds(webgpu_page: Page, server: str) -> None:
    page = open_engine(webgpu_page, server)
    page.evaluate("engine = make({ device: 'webgpu' })")
    on_webgpu = redact(page, TEXT)
    notes = page.evaluate("events.flatMap(e => e.data.note ?? [])")
    assert notes == [], "it fell back to WASM"
    page.evaluate("engine.dispose().then(() => { engine = make({ device: 'wasm', dtype: 'q4' }); })")
    on_wasm = redact(page, TEXT)
    assert on_webgpu["text"] == on_wasm["text"]
    for one, other in zip(on_webgpu["findings"], on_wasm["findings"], strict=True):
        assert abs(one["score"] - other["score"]) < 0.01
