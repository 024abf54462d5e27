"""A device that computes wrongly is rejected before anything is scanned: wrong sessions in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from .engine_page import open_engine, redact

TEXT = "Ask for Ada Lovelace at ada@example.org."

LYING_ORT = """
import * as real from "%(url)s";
export * from "%(url)s";
const lie = %(lie)s;
export const InferenceSession = {
  async create(...given) {
    const session = await real.InferenceSession.create(...given);
    const run = session.run.bind(session);
    session.run = async (feeds) => {
      self.runs = (self.runs ?? 0) + 1;
      const results = await run(feeds);
      for (const name of session.outputNames) {
        const { type, dims } = results[name];
        const data = Float32Array.from(await results[name].getData());
        lie(data);
        results[name] = new real.Tensor(type, data, dims);
      }
      return results;
    };
    return session;
  },
};
"""

TWICE = "(data) => data.forEach((value, at) => { data[at] = 2 * value; })"
"""Further lies are in tests/unit/test_canary.py, for both sides."""
HONEST = "() => {}"


def serve_lies(target: BrowserContext | Page, script: str, lie: str) -> None:
    """Serve an onnxruntime with wrong results to the page."""

    def answer(route: Route) -> None:
        if "real" in route.request.url:
            route.continue_()
        else:
            body = LYING_ORT % {"url": f"./{script}?real", "lie": lie}
            route.fulfill(content_type="text/javascript", body=body)

    target.route(f"**/{script}*", answer)


def notes(page: Page) -> list[str]:
    found: list[str] = page.evaluate("events.flatMap(e => e.data.note ?? [])")
    return found


def runs(page: Page) -> int:
    """Return how often the session was run, including the canary."""
    return sum(int(each.evaluate("self.runs ?? 0")) for each in page.workers if each.url.endswith("/ort-worker.js"))


def test_a_wasm_that_lies_is_refused_and_an_honest_one_is_tried_once(page: Page, server: str) -> None:
    open_engine(page, server)
    serve_lies(page.context, "ort.wasm.min.mjs", TWICE)
    failed: dict[str, Any] = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "session.wrong-results"
    assert failed["details"] == {"device": "wasm", "reason": "values"}
    assert page.evaluate("engine.state") == "error"
    page.context.unroute("**/ort.wasm.min.mjs*")
    # The failure was not recorded: the canary runs for the next session, and then never again.
    serve_lies(page.context, "ort.wasm.min.mjs", HONEST)
    for expected in (1, 0):
        page.evaluate("engine.dispose()")
        page.evaluate("engine.load()")
        assert runs(page) == expected
    assert "ada@example.org" not in redact(page, TEXT)["text"]
    assert page.evaluate("engine.state") == "ready"


def test_a_webgpu_that_lies_is_set_aside_for_wasm_and_where_that_lies_too_nothing_is_scanned(
    webgpu_page: Page, server: str
) -> None:
    scripts = ("ort.webgpu.min.mjs", "ort.wasm.min.mjs")
    for script in scripts:
        serve_lies(webgpu_page, script, TWICE)
    page = open_engine(webgpu_page, server)
    page.evaluate("engine = make({ device: 'webgpu' })")
    failed = page.evaluate("text => fails(engine.redact(text))", TEXT)
    assert failed["code"] == "session.wrong-results"
    assert failed["details"]["device"] == "wasm"
    assert page.evaluate("engine.state") == "error"

    page.unroute(f"**/{scripts[1]}*")
    page.evaluate("engine.dispose().then(() => { events.length = 0; })")
    assert "Ada" not in redact(page, TEXT)["text"]
    assert notes(page) == ["WebGPU gives wrong results on this device: running on WASM."]
    assert page.evaluate("engine.state") == "ready"
    workers = [each for each in page.workers if each.url.endswith("/ort-worker.js")]
    assert len(workers) == page.evaluate("Math.min(navigator.hardwareConcurrency, 4)"), "the one that lies still runs"
