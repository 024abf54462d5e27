# ruff: noqa: E501
"""A hub that means harm: redirects elsewhere, answers that never end, names and lengths that are none."""

from __future__ import annotations

import asyncio
import io
import json
import select
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tabside.disk.connections import Limits, Stop, cancellable, opener
from tabside.disk.revisions import newest, recall, resolve
from tabside.env import env
from tabside.errors import Cancelled, ManifestError, OfflineError, StalledError, TabsideError
from tabside.model_files.repository import Found, Repository
from tabside.model_files.repository_manifest import manifest_of

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def hub(answer: Answer) -> Iterator[str]:
    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = False  # `server_close` then waits for the answers.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    env.cache_dir, env.allow_remote_models = tmp_path, True
    return tmp_path


def redirecting(to: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", to)
        request.end_headers()

    return answer


def trickling(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(400):
        request.wfile.write(b" ")
        request.wfile.flush()
        if select.select([request.connection], [], [], 0.02)[0]:  # the client closed it
            break


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/x", "file:///etc/passwd", "data:,x", "gopher://x", "//[", "jar:x"])
def test_a_redirect_leads_to_no_other_kind_of_address(cache: Path, to: str) -> None:
    with hub(redirecting(to)) as env.remote_host, pytest.raises(TabsideError) as caught:
        resolve("some/model")
    assert isinstance(caught.value, OfflineError | StalledError) or "answered 302" in str(caught.value)
    assert list(cache.rglob("*")) == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x"])
def test_nothing_but_http_is_opened(address: str) -> None:
    with pytest.raises(urllib.error.URLError):
        opener(Stop()).open(address, timeout=1)


def test_a_redirect_never_leaves_https() -> None:
    (redirects,) = [
        one for one in vars(opener(Stop()))["handlers"] if isinstance(one, urllib.request.HTTPRedirectHandler)
    ]

    def follow(to: str) -> urllib.request.Request | None:
        return redirects.redirect_request(
            urllib.request.Request("https://a/x"), io.BytesIO(), 302, "", HTTPMessage(), to
        )

    assert follow("https://b/y") is not None
    for to in ("http://b/y", "ftp://b/y"):
        with pytest.raises(urllib.error.URLError):
            follow(to)


def test_an_answer_that_trickles_ends(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Limits, "answers_s", 0.3)
    with hub(trickling) as env.remote_host, pytest.raises(StalledError, match="broke off"):
        resolve("some/model")


def test_an_answer_without_end_ends(cache: Path) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(bytes(1 << 20))

    with hub(endless) as env.remote_host, pytest.raises(StalledError, match="broke off"):
        resolve("some/model")


@pytest.mark.parametrize("model", [f"a/{'b' * 5000}", f"{'a' * 97}/b", "a/../b"])
def test_a_name_that_is_none_is_not_looked_for(cache: Path, model: str) -> None:
    assert recall(model) is None


@pytest.mark.parametrize(
    "config",
    [{"pad_token_id": "abc", "model_type": "roberta", "max_position_embeddings": 9}, {"architectures": 5},
     {"num_labels": 20_000_000, "architectures": ["AForSequenceClassification"]}, {"num_labels": -1, "architectures": ["AForTokenClassification"]}],
)  # fmt: skip
def test_a_config_of_other_types_is_a_typed_error(config: dict[str, Any]) -> None:
    from tabside.model_files.repository import Entry

    names = {"config.json": json.dumps(config).encode(), "vocab.txt": b"[UNK]\n"}
    entries = tuple(Entry(name, len(body), "", "0" * 64) for name, body in names.items())
    with pytest.raises(ManifestError):
        manifest_of(Found(Repository("a/b", "1" * 40, None, None, entries), names))


@pytest.mark.parametrize("sends", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["])
async def test_a_cancelled_call_shuts_its_connection(
    cache: Path, monkeypatch: pytest.MonkeyPatch, sends: bytes
) -> None:
    """Without the shutdown the thread waits for `silence_s`, longer than this test does."""
    monkeypatch.setattr(Limits, "silence_s", 1000.0)
    monkeypatch.setattr(Limits, "answers_s", 1000.0)
    asked, closed, ended = threading.Event(), threading.Event(), threading.Event()

    def silent(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(sends)
        asked.set()
        if select.select([request.connection], [], [], 30)[0]:
            closed.set()

    def call(stop: Stop) -> None:
        try:
            resolve("some/model", stop=stop)
        finally:
            ended.set()

    with hub(silent) as env.remote_host:
        task = asyncio.create_task(cancellable(call))
        assert await asyncio.to_thread(asked.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(ended.wait, 30)
        assert await asyncio.to_thread(closed.wait, 30)


async def test_a_cancelled_call_waits_for_no_connection(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Limits, "connect_s", 1000.0)
    ended = threading.Event()
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:  # Nobody accepts these, so that the next connection gets no answer.
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        env.remote_host = f"http://127.0.0.1:{full.getsockname()[1]}"

        def call(stop: Stop) -> None:
            try:
                resolve("some/model", stop=stop)
            finally:
                ended.set()

        task = asyncio.create_task(cancellable(call))
        assert not await asyncio.to_thread(ended.wait, 0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(ended.wait, 30)
        for one in waiting:
            one.close()


def test_a_stopped_call_is_cancelled_whatever_it_waits_for(cache: Path) -> None:
    def stopping(request: BaseHTTPRequestHandler) -> None:
        stop.set()
        select.select([request.connection], [], [], 30)

    stop = Stop()
    with hub(stopping) as env.remote_host, pytest.raises(Cancelled):
        resolve("some/model", stop=stop)
    with pytest.raises(Cancelled):
        resolve("some/model", stop=stop)
    with pytest.raises(Cancelled):
        newest("some/model", stop=stop)
