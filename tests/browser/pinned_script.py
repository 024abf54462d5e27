"""Serve another script of onnxruntime's, in a site that was built with it: its workers take no other."""

from __future__ import annotations

import hashlib
import re

from playwright.sync_api import BrowserContext, Page, Route

WORKER = "**/worker/ort/ort-worker.js*"
WASM, WEBGPU = "ort.wasm.min.mjs", "ort.webgpu.min.mjs"
PATTERN = "**/%s*"
PATTERNS = (PATTERN % WASM, PATTERN % WEBGPU)


def serve_instead(target: BrowserContext | Page, scripts: dict[str, str]) -> None:
    """Answer requests for these files of onnxruntime-web with other texts; with `?real` they stay what they are.

    All others are the site's own again, whatever an earlier call said.
    """
    for pattern in (WORKER, *PATTERNS):
        target.unroute(pattern)

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if "?real" in name:
            route.continue_()
        else:
            route.fulfill(content_type="text/javascript", body=scripts[name])

    def answer_worker(route: Route) -> None:
        response = route.fetch()
        script = response.text()
        for name, body in scripts.items():
            pin = f'{len(body.encode())},"{hashlib.sha256(body.encode()).hexdigest()}"'
            script, count = re.subn(rf'(/{re.escape(name)}":\[)[^\]]*', rf"\g<1>{pin}", script)
            assert count == 1, name
        # With the site's headers: a worker without Cross-Origin-Embedder-Policy would not be started.
        route.fulfill(response=response, body=script)

    for name in scripts:
        target.route(PATTERN % name, answer)
    if scripts:
        target.route(WORKER, answer_worker)
