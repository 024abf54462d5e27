"""Start the servers under test: serve.py itself, and a plain static host for the built site."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"http://\S+?:\d+/?")


@contextmanager
def serve_py(*arguments: str) -> Iterator[str]:
    """Run serve.py on a free port. Yield its address, and check that Ctrl-C ends it cleanly."""
    command = [sys.executable, str(ROOT / "serve.py"), "--port", "0", "--no-open", *arguments]
    with _running(command) as (process, address):
        yield address
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0, "serve.py did not end cleanly"


@contextmanager
def http_server(folder: Path) -> Iterator[str]:
    """Run `python3 -m http.server` over a folder; yield its address."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with _running(command) as (_, address):
        yield address.removesuffix("/") + "/"


def build_dist(target: Path) -> None:
    """Write the static site."""
    subprocess.run([sys.executable, str(ROOT / "serve.py"), "build", "-o", str(target)], check=True, cwd=ROOT)


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Request a URL; return status, headers (names in lower case) and body, for errors and 304 as well."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.request.HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


@contextmanager
def _running(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = []
    with process:
        try:
            for line in process.stdout:
                said.append(line)
                if found := ADDRESS.search(line):
                    yield process, found[0]
                    break
            else:
                raise AssertionError("it ended before it served:\n" + "".join(said))
        finally:
            if process.poll() is None:
                process.terminate()
