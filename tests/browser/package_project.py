"""Empty projects that install the npm package, and a plain server for what they build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .serving import ROOT

MODELS = ROOT / "models" / ".cache"
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
SENTENCE = "My name is Ada Lovelace, call me at (415) 555-2671."
REDACTED = "My name is [GIVEN_NAME_1] [SURNAME_1], call me at [PHONE_1]."

APP = """
import { createEngine } from "tabside";
import "tabside/redact-element";

const engine = createEngine();
document.querySelector("#run").addEventListener("click", async () => {
  const { text } = await engine.redact(document.querySelector("#text").value);
  document.querySelector("#result").textContent = `${text}|${await engine.restore(text)}`;
});
"""
PAGE = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>A project</title><link rel="icon" href="data:,"></head>
  <body>
    <main>
      <h1>A project</h1>
      <label>Text <textarea id="text"></textarea></label>
      <button id="run">Run</button>
      <p id="result"></p>
      <tabside-redact></tabside-redact>
    </main>
    <script type="module" src="%s"></script>
  </body>
</html>
"""


def build_package(target: Path) -> None:
    """Write the npm package."""
    subprocess.run([sys.executable, str(ROOT / "serve.py"), "package", "-o", str(target)], check=True, cwd=ROOT)


def run(folder: Path, *command: str) -> str:
    """Run a command in a folder; return what it printed."""
    environment = {**os.environ, "npm_config_update_notifier": "false", "npm_config_fund": "false"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def new_project(folder: Path, package: Path, *others: str) -> Path:
    """Start an empty project that has installed `package` (a folder or a file that `npm pack` made), and `others`."""
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": "project", "private": True, "type": "module"}))
    offline = [] if others else ["--offline"]
    run(folder, "npm", "install", "--no-audit", "--ignore-scripts", *offline, str(package), *others)
    return folder


def copy_assets(project: Path, target: str) -> str:
    """Copy the assets and the model for redaction with the package's own command."""
    return run(project, "npx", "--no", "tabside", "assets", target, "--from", str(MODELS))


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012 - as the class declares it

    def __init__(self, *arguments: object, headers: Mapping[str, str], **options: object) -> None:
        self.own_headers = headers
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        for name, value in self.own_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def host(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder on this machine with these headers alone; yield the address, ending in a slash."""
    handler = partial(_Handler, headers=headers or {}, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
