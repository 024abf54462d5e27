"""A server in front of the site that records every request and injects faults, path by path and step by step."""

from __future__ import annotations

import gzip
import re
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.waiting import until

from .serving import fetch

PIECE_BYTES = 16_384
CUT_DELAY_S = 0.1
"""The bytes before a cut arrive; a reset at once could overtake them."""
RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


@dataclass(frozen=True)
class Fault:
    """A fault in one response. The default is no fault."""

    status: int | None = None
    """Answer with this and no file."""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    """Break the connection after so many bytes of the body."""
    stall: int | None = None
    """Send nothing more after so many bytes, and keep the connection open."""
    end: int | None = None
    """End the body properly after so many bytes, as if that were all."""
    flip: int | None = None
    """Send this byte of the file wrong."""
    body: bytes | None = None
    """Another file in its place."""
    ranges: bool = True
    """Whether this answer heeds Range."""
    shift: int = 0
    """Answer a range that begins so many bytes later than asked."""
    length: bool = True
    """Whether to tell the length."""
    gzip: bool = False
    """Compress the body on the fly; ranges are then ignored, as servers do."""
    etag: str | None = None
    delay_s: float = 0
    """Wait so long before answering."""
    bytes_per_second: float | None = None

    def __str__(self) -> str:
        default = Fault()
        changed = {name: value for name, value in vars(self).items() if value != getattr(default, name)}
        if isinstance(changed.get("body"), bytes):
            changed["body"] = f"{len(changed['body'])} bytes"
        return ", ".join(f"{name}={value}" for name, value in changed.items()) or "none"


@dataclass(frozen=True)
class Recorded:
    """A received request."""

    method: str
    url: str
    """The whole address when it comes through a proxy."""
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Rule:
    pattern: re.Pattern[str]
    steps: deque[Fault]
    always: Fault


class FaultServer:
    """Forwards requests to the site at `upstream`. `files` come from memory and take precedence."""

    def __init__(self, upstream: str, files: Mapping[str, bytes | tuple[str, bytes]] | None = None) -> None:
        self.upstream = upstream
        self.files = dict(files or {})
        self.requests: list[Recorded] = []
        self.bytes_sent: dict[str, int] = {}
        self.most_at_once = 0
        self.bytes_per_second: float | None = None
        """How fast the line is; None: as fast as this machine, with megabytes in its buffers."""
        self._rules: list[Rule] = []
        self._cache: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self._running = 0
        self._lock = threading.Lock()
        self.stopped = threading.Event()
        owner = self

        class Handler(_Handler):
            faults = owner

        self._handler = Handler
        self._servers: list[_Server] = []
        self.address = self.listen()

    def listen(self) -> str:
        """Serve at one more address, and return it: browsers open at most six connections per address."""
        server = _Server(("127.0.0.1", 0), self._handler)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self._servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    def on(self, pattern: str, *steps: Fault, always: Fault | None = None) -> None:
        """Answer requests for matching paths with these faults, one each, and with `always` afterwards.

        Later rules take precedence.
        """
        with self._lock:
            self._rules.insert(0, Rule(re.compile(pattern), deque(steps), always or Fault()))

    def heal(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._rules.clear()

    def paths(self, pattern: str = "") -> list[str]:
        """Return the matching paths requested so far, in order."""
        with self._lock:
            return [request.path for request in self.requests if re.search(pattern, request.path)]

    def wait_until_sent(self, path: str, count: int, timeout_s: float = 30) -> None:
        """Wait until this many bytes of a file were sent, and a little longer for the browser to receive them."""
        until(lambda: self.bytes_sent.get(path, 0) >= count, timeout_s)
        time.sleep(0.5)

    def forget_requests(self) -> None:
        with self._lock:
            self.requests.clear()
            self.bytes_sent.clear()

    def stop(self) -> None:
        self.stopped.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    # For the handler.

    def begin(self, request: Recorded) -> Fault:
        with self._lock:
            self.requests.append(request)
            for rule in self._rules:
                if rule.pattern.search(request.path):
                    return rule.steps.popleft() if rule.steps else rule.always
        return Fault()

    def content(self, path: str, accept_encoding: str) -> tuple[int, dict[str, str], bytes]:
        """Return the correct status, headers and body of the file."""
        name = path.lstrip("/").partition("?")[0]
        if name in self.files:
            entry = self.files[name]
            kind, body = entry if isinstance(entry, tuple) else ("application/octet-stream", entry)
            return 200, {**ISOLATION, "content-type": kind}, body
        key = f"{accept_encoding} {path}"
        if key not in self._cache:
            asked = {"accept_encoding": accept_encoding} if accept_encoding else {}
            status, headers, body = fetch(self.upstream + path.lstrip("/"), **asked)
            self._cache[key] = (status, {n: v for n, v in headers.items() if n not in PER_ANSWER}, body)
        return self._cache[key]

    @contextmanager
    def counted(self, model: bool) -> Iterator[None]:
        """Count the model files in transfer at the same time."""
        with self._lock:
            self._running += model
            self.most_at_once = max(self.most_at_once, self._running)
        try:
            yield
        finally:
            with self._lock:
                self._running -= model

    def sent(self, path: str, count: int) -> None:
        with self._lock:
            self.bytes_sent[path] = self.bytes_sent.get(path, 0) + count

    def wait(self, seconds: float) -> None:
        self.stopped.wait(seconds)


PER_ANSWER = {
    "accept-ranges",
    "connection",
    "content-length",
    "content-range",
    "date",
    "etag",
    "keep-alive",
    "last-modified",
    "transfer-encoding",
}
"""Headers that each answer gets anew."""
ISOLATION = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers hang up whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    faults: FaultServer
    protocol_version = "HTTP/1.1"
    # Send at once, so that the browser sees the cut.
    wbufsize = 0

    def do_GET(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        # A browser sends whole addresses to its proxy.
        parts = urlsplit(self.path)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        recorded = Recorded(
            self.command,
            self.path,
            path,
            {name.lower(): value for name, value in self.headers.items()},
            body,
        )
        fault = self.faults.begin(recorded)
        with self.faults.counted(path.startswith("/models/") and not path.endswith("manifest.json")):
            self._answer(path, fault)

    do_HEAD = do_POST = do_PUT = do_GET

    def do_CONNECT(self) -> None:
        """Record and refuse a request for another host."""
        recorded = Recorded(self.command, self.path, self.path, dict(self.headers.items()), b"")
        self.faults.begin(recorded)
        self._send_head(502, {"content-length": "0"})

    def _answer(self, path: str, fault: Fault) -> None:
        self.faults.wait(fault.delay_s)
        if fault.status is not None:
            self._send_head(fault.status, {**ISOLATION, "content-length": "0", **fault.headers})
            return
        asked = RANGE.match(self.headers.get("range", ""))
        # A wrong byte among compressed ones would end the answer there, and what comes after it would be right.
        plain = asked or fault.flip is not None
        status, headers, body = self.faults.content(path, "" if plain else self.headers.get("accept-encoding", ""))
        headers = dict(headers)  # which is kept for the next answer
        encoded = "content-encoding" in headers
        if fault.body is not None:
            body, encoded = fault.body, False
            headers.pop("content-encoding", None)
        etag = fault.etag or f'"{len(body)}"'
        start, stop = 0, len(body)
        headers = {**headers, "etag": etag}
        fresh = self.headers.get("if-range") in (None, etag)
        if asked and fault.ranges and fresh and not fault.gzip and not encoded and status == 200:
            start = int(asked[1])
            if start >= len(body):
                self._send_head(416, {**ISOLATION, "content-range": f"bytes */{len(body)}", "content-length": "0"})
                return
            start = min(start + fault.shift, len(body) - 1)
            status = 206
            stop = min(int(asked[2]) + 1, len(body)) if asked[2] else len(body)
            headers["content-range"] = f"bytes {start}-{stop - 1}/{len(body)}"
        if fault.flip is not None and start <= fault.flip < len(body):
            body = body[: fault.flip] + bytes([body[fault.flip] ^ 1]) + body[fault.flip + 1 :]
        body = body[start:stop]
        if fault.gzip:
            body = gzip.compress(body, 1)
            headers["content-encoding"] = "gzip"
        self._send_body(path, status, {**headers, **fault.headers}, body, fault)

    def _send_body(self, path: str, status: int, headers: dict[str, str], body: bytes, fault: Fault) -> None:
        if fault.end is not None:
            body = body[: fault.end]
        if fault.length:
            headers.setdefault("content-length", str(len(body)))
        else:
            headers["connection"] = "close"
        self._send_head(status, headers)
        stop = min(len(body), *(limit for limit in (fault.cut, fault.stall) if limit is not None), len(body))
        with suppress(OSError):
            for at in range(0, stop, PIECE_BYTES):
                piece = body[at : min(at + PIECE_BYTES, stop)]
                self.wfile.write(piece)
                self.faults.sent(path, len(piece))
                if pace := fault.bytes_per_second or self.faults.bytes_per_second:
                    self.faults.wait(len(piece) / pace)
        if fault.stall is not None and fault.stall < len(body):
            self._hang()
        elif fault.cut is not None and fault.cut < len(body):
            self.faults.wait(CUT_DELAY_S)
            self._break()

    def _send_head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if headers.get("connection") == "close":
            self.close_connection = True

    def _hang(self) -> None:
        """Keep the connection open without data until the browser closes it."""
        self.close_connection = True
        self.connection.settimeout(0.1)
        while not self.faults.stopped.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    def _break(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def fault_server(upstream: str, files: Mapping[str, bytes | tuple[str, bytes]] | None = None) -> Iterator[FaultServer]:
    """Run a FaultServer in front of `upstream`."""
    server = FaultServer(upstream, files)
    try:
        yield server
    finally:
        server.stop()


def script_page(script: str) -> dict[str, tuple[str, bytes]]:
    """Return an empty page, `test.html`, that runs a module, for tests that need the site's modules without a view."""
    html = (
        '<!doctype html><title>test</title><link rel="icon" href="data:,"><script type="module" src="test.js"></script>'
    )
    return {"test.html": ("text/html", html.encode()), "test.js": ("text/javascript", script.encode())}
