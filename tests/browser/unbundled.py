"""Serve the worker's modules as they are written, for tests that import one of them into a page."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from scripts.bundle import build_id
from scripts.paths import NODE_MODULES

BARE, PLACE = "@noble/hashes/sha2.js", "/noble/sha2.js"


def serve_modules(page: Page) -> None:
    """Give worker modules what bundles hold: an address of the one package that they import by name, and the build."""
    build = f"globalThis.SITE_BUILD = '{build_id()}'"
    page.add_init_script(build)
    page.evaluate(build)
    page.route("**/worker/pinned.js", _with_address)
    page.route("**/noble/*.js", _package)


def _with_address(route: Route) -> None:
    response = route.fetch()
    script = response.text()
    assert BARE in script
    route.fulfill(response=response, body=script.replace(BARE, PLACE))


def _package(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    body = (NODE_MODULES / "@noble" / "hashes" / name).read_text(encoding="utf-8")
    route.fulfill(content_type="text/javascript", body=body)
