"""The privacy promise, checked from outside: a proxy sees every request of the browser, and the profile is searched on
disk.

Canaries are strings that occur only in the text. None may leave the tab's memory: not in a request, a console
line, an error, or anything stored, whether calls succeed or fail.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts import chrome

from .engine_page import IMPORT, end_worker, workers_of
from .fault_server import Fault, FaultServer, fault_server
from .page_wait import wait_until

CANARIES = ("Quorxelia", "Zanthibar", "quorxelia.zanthibar@example.org", "4155552671", "Vlotheim")
TEXT = (
    "Dear Quorxelia Zanthibar, your mail quorxelia.zanthibar@example.org and your phone +1 415 555 2671 (4155552671) "
    "are on file; the parcel goes to Vlotheim. Yours, the Vlotheim office."
)


@dataclass
class Witness:
    """A browser profile behind a recording proxy, with a record of its requests and output."""

    context: BrowserContext
    proxy: FaultServer
    site: str
    said: list[str] = field(default_factory=list)

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.site}site.json")
        page.evaluate(IMPORT, f"{self.site}tabside.js")
        return page

    def all_requests_before(self, page: Page, mark: str) -> list[str]:
        """Return the URLs of the requests that the proxy has received when one that the page makes now comes in."""
        marked = f"{self.site}no-such-file?{mark}"  # which no service worker has stored
        page.evaluate("url => fetch(url).then((response) => response.text())", marked)
        wait_until(page, lambda: marked in [request.url for request in self.proxy.requests])
        urls = [request.url for request in self.proxy.requests]
        return urls[: urls.index(marked)]

    def leaks(self, *canaries: str) -> list[str]:
        """Return the requests and outputs that contain a canary."""
        heard = [f"{r.method} {r.url} {dict(r.headers)} {r.body!r}" for r in self.proxy.requests] + self.said
        return [line for line in heard if any(found(canary, line) for canary in canaries)]


def found(canary: str, line: str) -> bool:
    return canary.lower() in line.lower()


@pytest.fixture
def witness(browser: Browser, server: str, tmp_path: Path) -> Iterator[Witness]:
    with fault_server(server) as proxy:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chrome.find(),
            args=list(chrome.ARGUMENTS),
            # "<-loopback>": requests to this machine go through the proxy too.
            proxy={"server": proxy.address, "bypass": "<-loopback>"},
        )
        context.set_default_timeout(60_000)
        made = Witness(context, proxy, server)
        context.on("console", lambda message: made.said.append(f"console: {message.text}"))
        context.on("weberror", lambda error: made.said.append(f"uncaught: {error.error}"))
        yield made
        context.close()
        assert made.leaks(*CANARIES) == []
        assert stored_canaries(tmp_path / "profile") == []


def stored_canaries(folder: Path) -> list[str]:
    """Return the files of a browser profile that contain a canary, in UTF-8 or UTF-16."""
    needles = [form for canary in CANARIES for form in (canary.encode(), canary.encode("utf-16-le"))]
    hits = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            hits += [f"{path.relative_to(folder)}: {needle!r}" for needle in needles if needle in content]
    return hits


def storage(page: Page) -> str:
    """Return everything stored for the page's origin as text, except bodies of models and site files."""
    dump: Any = page.evaluate(
        """async () => {
          const caches_ = {};
          for (const name of await caches.keys()) {
            const requests = await (await caches.open(name)).keys();
            caches_[name] = requests.map((request) => request.url);
          }
          const files = [];
          for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
          return {
            caches: caches_, files, local: { ...localStorage }, session: { ...sessionStorage },
            databases: await indexedDB.databases(), cookies: document.cookie,
            url: location.href, history: history.state,
          };
        }"""
    )
    return json.dumps(dump)


BROWSERS_OWN = {"accounts.google.com:443"}
"""What Chrome itself asks now and then, whatever page is open; the site's policy lets no page reach it."""


@pytest.mark.smoke
def test_once_ready_nothing_is_requested(witness: Witness) -> None:
    page = witness.open()
    page.evaluate("engine.load()")
    witness.all_requests_before(page, "ready")
    witness.proxy.forget_requests()
    redaction = page.evaluate(
        """async text => {
          const redaction = await engine.redact(text);
          await engine.redact(text, { operator: "mask" });
          await engine.redact(text, { operator: "hash" });
          await engine.redact(text, { entities: ["EMAIL"], threshold: 0.9 });
          const again = await engine.anonymize(text, redaction.findings.slice(1));
          const restored = await engine.restore(again.text);
          return { redaction, restored };
        }""",
        TEXT,
    )
    assert redaction["restored"] == TEXT
    assert "quorxelia.zanthibar@example.org" not in redaction["redaction"]["text"]
    asked = witness.all_requests_before(page, "done")
    assert [url for url in asked if url not in BROWSERS_OWN] == []


FAILURES = {
    "an operator that is not there": "engine.redact(text, { operator: text })",
    "an entity that is not there": "engine.redact(text, { entities: [text] })",
    "a threshold that is a text": "engine.redact(text, { threshold: text })",
    "findings that do not fit": "engine.anonymize(text, [{ entity: text, start: -5, end: 1e9, score: 2, source: '' }])",
    "findings that are none": "engine.anonymize(text, [text])",
    "a mapping that is none": "engine.restore(text, { mapping: { text } })",
    "a broken file of that name": "engine.redactFile(new Blob(['PK', text]), { name: text + '.docx' })",
    "a file that is not JSON": "engine.redactFile(new Blob(['{', text]), { name: text + '.json' })",
    "a policy of that text": (
        "engine.testPolicy({ recognizers: [{ name: text, entity: 'A', patterns: [text.slice(0, 40) + 'x+'] }] }, text)"
    ),
    "nothing to restore": "make().restore(text)",
    "a model that is not there": "engine.redact(text, { model: 'nobody/nothing' })",
    "cancelled at once": "engine.redact(many(text, 50), { signal: AbortSignal.timeout(30) })",
    "disposed of": "[engine.redact(many(text, 50)), engine.dispose()][0]",
}


def test_no_failure_tells_the_text(witness: Witness) -> None:
    page = witness.open()
    page.evaluate("engine.load()")
    for what, call in FAILURES.items():
        failed = page.evaluate(f"text => fails({call}).then((error) => JSON.stringify(error ?? 'no error'))", TEXT)
        witness.said.append(f"{what}: {failed}")
        assert '"code"' in failed, what
    witness.said.append(storage(page))
    assert witness.leaks(*CANARIES) == []


def test_lost_workers_and_bad_downloads_do_not_tell_the_text(witness: Witness) -> None:
    page = witness.open()
    witness.proxy.on(r"\.onnx$", Fault(status=404))
    failed = page.evaluate("text => fails(engine.redact(text)).then(JSON.stringify)", TEXT)
    witness.said.append(failed)
    assert "download.not-found" in failed
    page.evaluate("engine.load()")
    for script in ("worker.js", "ort-worker.js"):
        page.evaluate("window.jobs = events.filter(({ event }) => event === 'job').length")
        page.evaluate("text => { window.call = fails(engine.redact(many(text, 500))).then(JSON.stringify); }", TEXT)
        wait_until(page, "events.filter(({ event }) => event === 'job').length > window.jobs")
        end_worker(page, script)
        failed = page.evaluate("window.call")
        witness.said.append(failed)
        assert "session.worker-lost" in failed
        page.evaluate("engine.load()")
    witness.said.append(page.evaluate("JSON.stringify(events)"))
    witness.said.append(storage(page))
    assert witness.leaks(*CANARIES) == []


def test_the_page_itself_keeps_the_text_to_itself(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    page.get_by_test_id("redact-input").fill(TEXT)
    page.get_by_test_id("redact-run").click()
    expect(page.get_by_test_id("redact-output")).to_contain_text("[", timeout=60_000)
    expect(page.get_by_test_id("engine-state")).to_have_attribute("data-state", "ready")
    witness.said.append(storage(page))
    witness.said.append(f"{page.url} {page.title()}")
    assert witness.leaks(*CANARIES) == []
    # A browser saves form fields of a page that is left, to restore them: the text must not be among them.
    page.goto(f"{witness.site}site.json")
    witness.all_requests_before(page, "left")


def test_the_policy_forbids_what_the_promise_does(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    witness.proxy.forget_requests()
    tried = page.evaluate(
        """async () => {
          const outcome = (promise) => promise.then(() => "allowed", () => "refused");
          const image = new Promise((resolve, reject) => {
            const node = new Image();
            node.onload = resolve;
            node.onerror = reject;
            node.src = "http://localhost:1/x.png";
          });
          const evaluated = async () => new Function("return 1")();
          return {
            fetch: await outcome(fetch("http://localhost:1/x")),
            beacon: await outcome(fetch("http://localhost:1/x", { method: "POST", mode: "no-cors", body: "x" })),
            image: await outcome(image),
            script: await outcome(import("http://localhost:1/x.js")),
            code: await outcome(evaluated()),
          };
        }"""
    )
    assert tried == dict.fromkeys(["fetch", "beacon", "image", "script", "code"], "refused")
    assert [request.url for request in witness.proxy.requests if "localhost" in request.url] == []


REFUSED = "async () => {{ try {{ await ({code}); return null; }} catch ({{ name }}) {{ return name; }} }}"
TEXT_TO_SCRIPT = {
    "a worker of a text": "new Worker('worker/worker.js')",
    "a worker of another site": "new Worker('http://localhost:1/worker.js')",
    "a service worker of a text": "navigator.serviceWorker.register('sw.js')",
    "markup": "document.body.innerHTML = '<b>x</b>'",
    "a script's text": "document.createElement('script').text = '1'",
    "a script's address": "document.createElement('script').src = 'app.js'",
    "a policy of one's own": "trustedTypes.createPolicy('mine', { createScriptURL: (url) => url })",
    "the site's policy again": "trustedTypes.createPolicy('tabside', { createScriptURL: (url) => url })",
}


def test_no_text_becomes_a_script(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    expect(page.get_by_test_id("redact-run")).to_be_visible()
    for what, code in TEXT_TO_SCRIPT.items():
        refused = page.evaluate(
            f"async () => {{ try {{ await ({code}); return null; }} catch ({{ name }}) {{ return name; }} }}"
        )
        assert refused == "TypeError", what
    # In a worker the libraries get addresses of this site only.
    page.evaluate("(url) => import(url).then(({ createEngine }) => createEngine().plan())", f"{witness.site}tabside.js")
    worker = workers_of(page, "worker.js")[0]
    for code in ("new Worker('http://localhost:1/worker.js')", "new Worker('data:text/javascript,1')"):
        refused = worker.evaluate(
            f"async () => {{ try {{ await ({code}); return null; }} catch ({{ name }}) {{ return name; }} }}"
        )
        assert refused == "TypeError", code


TRY_ALL = """async (base) => {
  const outcome = async (work) => {
    try {
      return (await work()) === false ? "refused" : "done";
    } catch {
      return "refused";
    }
  };
  const read = (url) => fetch(url).then((response) => response.ok || Promise.reject());
  const request = () => new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", `${base}no-such-file-x`);
    asked.onload = resolve;
    asked.onerror = reject;
    asked.send();
  });
  const tried = {
    fetch: await outcome(() => read(`${base}no-such-file-f`)),
    post: await outcome(() => fetch(`${base}no-such-file-p`, { method: "POST", body: "x" })),
    query: await outcome(() => fetch(`${base}no-such-file-q?canary`)),
    xhr: await outcome(request),
    import: await outcome(() => import(`${base}no-such-file-i.js`)),
    socket: await outcome(() => new WebSocket(base.replace("http", "ws"))),
    events: await outcome(() => new EventSource(`${base}no-such-file-e`)),
  };
  if (self.document) {
    tried.beacon = await outcome(() => navigator.sendBeacon(`${base}no-such-file-b`, "x"));
    tried.image = await outcome(() => new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = resolve;
      image.onerror = reject;
      image.src = `${base}no-such-file-m.png`;
    }));
  }
  return tried;
}"""


def redact_here(page: Page) -> None:
    page.get_by_test_id("redact-input").fill(TEXT)
    page.get_by_test_id("redact-run").click()
    expect(page.get_by_test_id("redact-output")).to_contain_text("[EMAIL_1]")


def asked_for(witness: Witness) -> list[str]:
    """Return the requests that reached the site's server. The browser's own requests are excluded: other hosts, and
    checks for a newer service worker at page load."""
    urls = [request.url for request in witness.proxy.requests if request.url.startswith(witness.site)]
    return [url for url in urls if not url.endswith(("/sw.js", "/site-files.js"))]


@pytest.mark.smoke
def test_the_switch_cuts_the_site_off(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    switch, state = page.get_by_test_id("no-network"), page.get_by_test_id("no-network-state")
    expect(switch).to_have_attribute("aria-checked", "false")
    redact_here(page)
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(state).to_have_text("Cut off: 0 requests refused")
    witness.proxy.forget_requests()

    redact_here(page)
    tried = page.evaluate(TRY_ALL, witness.site)
    assert set(tried.values()) == {"refused"}, tried
    for worker in page.workers:
        tried = worker.evaluate(TRY_ALL, witness.site)
        assert set(tried.values()) == {"refused"}, (worker.url, tried)
    assert asked_for(witness) == []
    expect(state).to_have_text(re.compile(r"Cut off: \d\d+ requests refused"))

    # The switch persists across a reload, and the page still works from storage.
    page.reload()
    expect(switch).to_have_attribute("aria-checked", "true")
    redact_here(page)
    # For a model that is not stored, the page asks before fetching it.
    page.get_by_test_id("nav-classify").click()
    page.get_by_test_id("classify-model").select_option("stackone/minilm-multihead-v5")
    page.get_by_test_id("classify-input").fill("Hello")
    page.get_by_test_id("classify-run").click()
    ask = page.get_by_test_id("no-network-ask")
    expect(ask).to_be_visible()
    assert asked_for(witness) == []

    ask.get_by_role("button", name="Use the network").click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(state).to_be_hidden()
    page.get_by_test_id("classify-run").click()
    expect(page.get_by_test_id("classify-output")).to_be_visible()
    expect(page.get_by_test_id("engine-state")).to_have_attribute("data-state", "ready")
    assert any(path.endswith(".onnx") for path in asked_for(witness))


def test_the_recording_hears_what_it_should(witness: Witness) -> None:
    """The recording itself is tested: a request, a console line and a stored value with a canary are all noticed."""
    page = witness.open()
    page.evaluate("fetch('no-such-file?marker-7391').catch(() => null)")
    page.evaluate("console.log('marker-7391')")
    page.evaluate("sessionStorage.setItem('x', 'marker-7391')")
    witness.said.append(storage(page))
    assert len(witness.leaks("marker-7391")) >= 3
