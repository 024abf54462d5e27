"""WebGPU on Chromium's software adapter: the same findings as WASM, under the same content security policy."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.engine_page import open_engine, redact, workers_of
from tests.browser.fault_server import fault_server
from tests.browser.pinned_script import WEBGPU, serve_instead

TEXT = "Please write to Ada Lovelace at ada@example.org, or call (415) 555-2671."


LOSABLE_ORT = """
const request = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (...given) {
  self.device = await request.apply(this, given);
  return self.device;
};
export * from "./real-ort.webgpu.min.mjs";
"""


def test_webgpu_finds_what_wasm_finds_and_a_lost_device_is_told_and_replaced(webgpu_page: Page, server: str) -> None:
    with fault_server(server) as faults:
        serve_instead(faults, {WEBGPU: LOSABLE_ORT})
        check_device(open_engine(webgpu_page, faults.address))


def check_device(page: Page) -> None:
    page.evaluate("engine = make({ device: 'webgpu' })")
    on_webgpu = redact(page, TEXT)

    page.evaluate("text => { window.call = fails(engine.redact(many(text, 300))); }", f"{TEXT} ")
    worker = workers_of(page, "ort-worker.js")[0]
    worker.evaluate("self.device.destroy()")
    assert page.evaluate("window.call")["code"] == "session.device-lost"
    assert page.evaluate("engine.state") == "error"
    assert redact(page, TEXT) == on_webgpu
    assert page.evaluate("engine.state") == "ready"
    notes = page.evaluate("events.flatMap(e => e.data.note ?? [])")
    assert notes == [], "it fell back to WASM"

    page.evaluate("engine.dispose().then(() => { engine = make({ device: 'wasm', dtype: 'q4' }); })")
    on_wasm = redact(page, TEXT)
    assert on_webgpu["text"] == on_wasm["text"]
    for one, other in zip(on_webgpu["findings"], on_wasm["findings"], strict=True):
        assert abs(one["score"] - other["score"]) < 0.01
