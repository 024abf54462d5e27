"""Serve another script of onnxruntime's, in a site that was built with it: its workers take no other."""

from __future__ import annotations

import hashlib
import json
import re

from tests.browser.fault_server import FaultServer

WORKER = "worker/ort/ort-worker.js"
WASM, WEBGPU = "ort.wasm.min.mjs", "ort.webgpu.min.mjs"
JAVASCRIPT = "text/javascript"


def serve_instead(faults: FaultServer, scripts: dict[str, str]) -> None:
    """Serve these texts in place of files of onnxruntime-web; the real ones stay at `real-NAME` beside them.

    All others are the site's own again, whatever an earlier call said.
    """
    folder = json.loads(faults.content("/site.json", "")[2])["ort"]["url"].rstrip("/")
    for name in (WASM, WEBGPU):
        faults.files.pop(f"{folder}/{name}", None)
    faults.files.pop(WORKER, None)
    worker = faults.content(f"/{WORKER}", "")[2].decode()
    for name, text in scripts.items():
        body = text.encode()
        faults.files[f"{folder}/real-{name}"] = (JAVASCRIPT, faults.content(f"/{folder}/{name}", "")[2])
        faults.files[f"{folder}/{name}"] = (JAVASCRIPT, body)
        pin = f'{len(body)},"{hashlib.sha256(body).hexdigest()}"'
        worker, count = re.subn(rf'(/{re.escape(name)}":\[)[^\]]*', rf"\g<1>{pin}", worker)
        assert count == 1, name
    if scripts:
        faults.files[WORKER] = (JAVASCRIPT, worker.encode())
