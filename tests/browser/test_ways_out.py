"""Ways out of the page for a script that got into it, with the switch off and on, seen by a proxy."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from tests.waiting import until

from .fault_server import FaultServer
from .test_privacy import Witness, asked_for, redact_here, witness

__all__ = ["witness"]

AWAY = "http://localhost:1/?secret-7391"
"""Another site's address with something of the page's in it."""

REALMS = {
    "a frame": "document.body.append(document.createElement('iframe')), frames[0].fetch",
    "a frame by its namespace": (
        "document.body.append(document.createElementNS('http://www.w3.org/1999/xhtml', 'iframe')), frames[0].fetch"
    ),
    "an object": "document.body.append(document.createElement('object')), frames[0].fetch",
    "a window": "open('about:blank').fetch",
    "a shadow root": "document.createElement('div').attachShadow({ mode: 'closed' }).append",
    "WebRTC": "new RTCPeerConnection()",
    "WebRTC, prefixed": "new webkitRTCPeerConnection()",
}
PARSED_FRAME = """async () => {
  // A document that the browser parsed for us may hold frames that nobody created.
  const blob = URL.createObjectURL(new Blob(["<p><iframe></iframe></p>"], { type: "text/html" }));
  const parsed = await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", blob);
    request.responseType = "document";
    request.onload = () => resolve(request.response);
    request.onerror = reject;
    request.send();
  });
  document.body.append(document.adoptNode(parsed.querySelector("p")));
  return frames.length;
}"""

LEAVING = {
    "location": "location.href = url",
    "location.replace": "location.replace(url)",
    "a meta refresh": (
        "document.head.append(Object.assign(document.createElement('meta'), "
        "{ httpEquiv: 'refresh', content: `0;url=${url}` }))"
    ),
    "a link": "document.body.appendChild(Object.assign(document.createElement('a'), { href: url })).click()",
    "a link to a new page": "Object.assign(document.createElement('a'), { href: url, target: '_blank' }).click()",
    "an event on a link": (
        "Object.assign(document.createElement('a'), { href: url, target: '_blank' })"
        ".dispatchEvent(new MouseEvent('click'))"
    ),
    "a window": "open(url)",
    "a frame": "document.body.append(Object.assign(document.createElement('iframe'), { src: url }))",
    "a form": (
        "document.body.appendChild("
        "Object.assign(document.createElement('form'), { action: url, method: 'post' })).submit()"
    ),
}


def try_all(page: Page, proxy: FaultServer) -> None:
    proxy.forget_requests()
    for name, code in REALMS.items():
        refused = f"() => {{ try {{ return Boolean({code}); }} catch {{ return false; }} }}"
        assert page.evaluate(refused) is False, name
    # While cut off the document itself is refused.
    assert page.evaluate(f"() => ({PARSED_FRAME})().catch(() => frames.length)") == 0
    for name, code in LEAVING.items():
        page.evaluate(f"(url) => {{ try {{ {code}; }} catch {{}} }}", AWAY)
        page.wait_for_timeout(100)
        assert page.evaluate("1") == 1, name
    assert [request.url for request in proxy.requests if "secret" in request.url] == []


SWITCH = "document.querySelector('[data-testid=no-network]')"


def assert_no_way_out(page: Page, witness: Witness) -> None:
    try_all(page, witness.proxy)
    # The page is still there, with what it showed.
    # (Asked by script: locators wait for ever for the end of a navigation that the page has cancelled.)
    assert "[EMAIL_1]" in page.evaluate("document.querySelector('[data-testid=redact-output]').textContent")
    assert page.evaluate("location.href") == witness.site
    assert [each.url for each in witness.context.pages if "secret" in each.url] == []


def test_a_script_finds_no_way_out_of_the_page_whether_it_is_cut_off_or_not(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    redact_here(page)
    assert_no_way_out(page, witness)
    page.evaluate(f"{SWITCH}.click()")
    until(lambda: page.evaluate(f"{SWITCH}.getAttribute('aria-checked')") == "true")
    assert_no_way_out(page, witness)


def test_files_are_still_saved(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    with page.expect_download() as download:
        page.evaluate(
            """() => Object.assign(document.createElement("a"),
                { href: URL.createObjectURL(new Blob(["x"])), download: "x.txt" }).click()"""
        )
    assert download.value.suggested_filename == "x.txt"


def reloaded(page: Page) -> bool:
    with suppress(Error):  # while one page is replaced by the other
        return bool(page.evaluate("Boolean(history.state?.reloaded && navigator.serviceWorker.controller)"))
    return False


def test_while_cut_off_a_hard_reload_ends_behind_the_service_worker(witness: Witness) -> None:
    page = witness.context.new_page()
    page.goto(witness.site)
    redact_here(page)
    page.get_by_test_id("no-network").click()
    expect(page.get_by_test_id("no-network")).to_have_attribute("aria-checked", "true")
    witness.proxy.forget_requests()
    # By its keys it becomes an ordinary one.
    with page.expect_navigation():
        page.keyboard.press("Control+Shift+KeyR")
    redact_here(page)
    assert asked_for(witness) == []
    # By the browser's menu it loads the page's own files anew, and nothing else after that.
    page.context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})
    until(lambda: reloaded(page))
    witness.proxy.forget_requests()
    redact_here(page)
    page.evaluate("fetch('no-such-file?secret').catch(() => {})")
    assert asked_for(witness) == []
