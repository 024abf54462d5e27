"""Connections to hubs: only http and https, with timeouts, stoppable from another thread. Standard library only."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

__all__ = ["Limits", "Stop", "cancellable", "opener"]

T = TypeVar("T")
_POLL_S = 0.1


class Limits:
    """Timeouts in seconds. Without access to the hub, the package source must be tried soon."""

    connect_s = 4.0
    silence_s = 20.0
    # A slow trickle never triggers the socket's timeout, so a minimum rate is required as well.
    least_bytes_per_s = 512
    attempts = 3
    # For all questions about a model together. A listing has a few kilobytes.
    answers_s = 60.0


class Stop(threading.Event):
    """Asks a call in another thread to end, and shuts the connections that it may be waiting for."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[socket.socket] = []
        self._lock = threading.Lock()

    def set(self) -> None:
        super().set()
        with self._lock:
            for held in self._held:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)

    def hold(self, opened: socket.socket) -> None:
        """Shut this connection too when the call is stopped; at once if it is stopped already."""
        # TLS takes the descriptor over from the socket that connected. A duplicate stays.
        held = opened.dup()
        with self._lock:
            self._held.append(held)
            if self.is_set():
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let go of the connections that were opened in this block."""
        try:
            yield
        finally:
            self._release()

    def _release(self) -> None:
        with self._lock:
            for held in self._held:
                held.close()
            self._held.clear()


async def cancellable(call: Callable[[Stop], T]) -> T:
    """Run a blocking call in a thread. When the task is cancelled, the thread is stopped as well."""
    stop = Stop()
    try:
        return await asyncio.to_thread(call, stop)
    except asyncio.CancelledError:
        stop.set()
        raise


def opener(stop: Stop) -> urllib.request.OpenerDirector:
    """Return an opener for addresses. It waits `Limits.connect_s` for a connection; reads have their own timeout."""
    made = urllib.request.OpenerDirector()
    # Not build_opener: it adds file: and ftp: too, which a redirect must not lead to.
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.UnknownHandler(), urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(), _Redirects(), _PlainHandler(stop), _SecureHandler(stop),
    ):  # fmt: skip
        made.add_handler(handler)
    return made


class _PlainConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        patience, self.timeout = self.timeout, Limits.connect_s
        super().connect()
        self.sock.settimeout(patience)


class _SecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        patience, self.timeout = self.timeout, Limits.connect_s
        super().connect()
        self.sock.settimeout(patience)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https alone, and from https never to http."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urllib.parse.urlsplit(newurl).scheme
        if scheme not in ("https", req.type):
            fp.close()
            raise urllib.error.URLError("a redirect to another kind of address")
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None and urllib.parse.urlsplit(newurl)[:2] != urllib.parse.urlsplit(req.full_url)[:2]:
            # The hub redirects to stores of other hosts, which must not see its token.
            following.remove_header("Authorization")
        return following

    def http_error_302(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise urllib.error.URLError("a redirect to no address") from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _PlainHandler(urllib.request.HTTPHandler):
    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._stop = stop

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_stoppable(_PlainConnection, self._stop), request)


class _SecureHandler(urllib.request.HTTPSHandler):
    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._stop = stop

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_stoppable(_SecureConnection, self._stop), request)


def _stoppable(kind: type[http.client.HTTPConnection], stop: Stop) -> Any:
    def connection(host: str, **options: Any) -> http.client.HTTPConnection:
        made: Any = kind(host, **options)
        # The place that http.client has for another way to connect.
        made._create_connection = lambda address, timeout, source: _connected(address, timeout, stop)
        return made  # type: ignore[no-any-return]

    return connection


def _connected(address: tuple[str, int], timeout_s: float, stop: Stop) -> socket.socket:
    """Connect as `socket.create_connection` does, in steps that `stop` can end."""
    failure = OSError("there is no address of this name")
    for family, kind, protocol, _, place in _places(address, timeout_s, stop):
        opened = socket.socket(family, kind, protocol)
        try:
            opened.settimeout(timeout_s)
            stop.hold(opened)
            opened.connect(place)
            if not stop.is_set():
                return opened
            raise InterruptedError("stopped")
        except OSError as error:
            opened.close()
            failure = error
            if stop.is_set():
                break
    raise failure


def _places(address: tuple[str, int], timeout_s: float, stop: Stop) -> list[Any]:
    """Look up a name. Nothing ends a look-up that hangs, so a thread of its own is left behind with it."""
    found: list[Any] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(*address, type=socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    until_s = monotonic() + timeout_s
    while thread.is_alive() and monotonic() < until_s and not stop.is_set():
        thread.join(_POLL_S)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError("no answer about the name")
    return list(found)
