"""A page with Pyodide and the tabside wheel only, as in JupyterLite, PyScript or marimo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

from playwright.sync_api import BrowserContext, Page

from .serving import fetch

HTML = "<!doctype html><html lang=en><meta charset=utf-8><title>Bare Pyodide</title></html>"
START = """async ({ pyodide, wheel, index, settings }) => {
  const { loadPyodide } = await import(`${pyodide}pyodide.mjs`);
  window.py = await loadPyodide({ indexURL: pyodide });
  await py.loadPackage("micropip", { messageCallback: () => {} });
  const micropip = py.pyimport("micropip");
  micropip.set_index_urls([index]);
  await micropip.install(wheel);
  const env = py.pyimport("tabside").env;
  Object.assign(env, settings);
}"""
NAMES = """
import tabside
from tabside import AutoConfig, AutoTokenizer, Redactor, errors, models, pipeline

async def code_of(awaitable):
    try:
        await awaitable
    except errors.TabsideError as error:
        return [error.code, error.message]
"""
"""What the tests' Python takes for granted."""
HELD_TWICE = """
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    held = [await AutoTokenizer.from_pretrained(model), await AutoTokenizer.from_pretrained(model)]
state = (await models.verify(model))["tokenizer.json"]
kept = [[str(one.message) for one in caught], held[1].encode("here").tokens, state]
"""
"""Loads a tokenizer twice. `kept` has the warnings, its tokens, and the state of its file."""
RUN = "code => py.runPythonAsync(code)"
WORKER = """
self.onmessage = async ({ data: { pyodide, wheels, settings, code } }) => {
  const { loadPyodide } = await import(`${pyodide}pyodide.mjs`);
  const [py, ...files] = await Promise.all([
    loadPyodide({ indexURL: pyodide }),
    ...wheels.map(async (url) => (await fetch(url)).arrayBuffer()),
  ]);
  for (const file of files) py.unpackArchive(file, "wheel");
  Object.assign(py.pyimport("tabside").env, settings);
  self.postMessage(await py.runPythonAsync(code));
};
"""
RUN_IN_WORKER = """([script, message]) => new Promise((resolve, reject) => {
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), { type: "module" });
  worker.onerror = ({ message }) => reject(new Error(message));
  worker.onmessage = ({ data }) => {
    worker.terminate();
    resolve(data);
  };
  worker.postMessage(message);
})"""


def site_of(server: str) -> dict[str, Any]:
    """Return the site's site.json."""
    site: dict[str, Any] = json.loads(fetch(f"{server}site.json")[2])
    return site


def settings_of(server: str) -> dict[str, str]:
    """Return the `env` settings of a page that loads everything from a tabside site."""
    return {
        "remote_host": server,
        "remote_path_template": "models/{model}/",
        "onnxruntime_web_url": server + site_of(server)["ort"]["url"],
    }


def open_bare_page(context: BrowserContext, server: str, *, policy: str | None = None) -> Page:
    """Open a page of the site's origin without its headers, start Pyodide, and install the wheel with micropip.

    `policy` is the page's own content security policy.
    """
    # Without the site's headers: no content security policy, and not cross-origin isolated.
    headers = {"content-type": "text/html", **({"content-security-policy": policy} if policy else {})}
    address = f"{server}bare{'-strict' if policy else ''}.html"
    context.route(address, lambda route: route.fulfill(headers=headers, body=HTML))
    page = context.new_page()
    page.goto(address)
    site = site_of(server)
    (wheel,) = (each["url"] for each in site["wheels"] if each["name"] == "tabside")
    page.evaluate(
        START,
        {
            "pyodide": server + site["pyodide"]["url"],
            "wheel": server + wheel,
            "index": f"{server}{site['wheel_index']}{{package_name}}/index.html",
            "settings": settings_of(server),
        },
    )
    ask(page, NAMES)
    return page


def ask(page: Page, code: str, **given: Any) -> Any:
    """Run Python in the page. `given` are its variables, and the value of `answer` is returned, all as JSON."""
    return json.loads(page.evaluate(RUN, _complete(code, given)))


def ask_in_worker(page: Page, server: str, code: str, **given: Any) -> Any:
    """Run Python as `ask` does, in a Pyodide of its own in a worker that the page starts."""
    site = site_of(server)
    message = {
        "pyodide": server + site["pyodide"]["url"],
        "wheels": [server + wheel["url"] for wheel in site["wheels"]],
        "settings": settings_of(server),
        "code": _complete(code, given),
    }
    return json.loads(page.evaluate(RUN_IN_WORKER, [WORKER, message]))


def _complete(code: str, given: Mapping[str, Any]) -> str:
    lines = [
        "import json",
        *(f"{name} = json.loads({json.dumps(value)!r})" for name, value in given.items()),
        "answer = None",
        dedent(code),
        "json.dumps(answer)",
    ]
    return "\n".join(lines)
