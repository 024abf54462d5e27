"""The server: static files with ranges, validators, compressed copies and the security headers."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import stat
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import bundle, site_files
from .compression import SUFFIXES
from .headers import MEDIA_TYPES, cache_control, security
from .paths import BUNDLE, MIRROR, SITE, WEB
from .patience import PatientProtocol
from .terminal import SetupError

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
SHUTDOWN_S = 1


class SiteFiles(StaticFiles):
    """Files from several folders; the first folder with a file wins. Edits are visible after a reload.

    Compressed copies lie beside the files, or under the same paths in `copies`.
    """

    def __init__(self, directories: Sequence[Path], copies: Path | None = None) -> None:
        super().__init__(html=True)
        self.all_directories = list(directories)
        self.copies = copies

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        # Set-up keeps records of its own beside the models.
        if any(part.startswith(".") and part != "." for part in Path(path).parts):
            return "", None
        return super().lookup_path(path)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        request = Headers(scope=scope)
        path = Path(full_path)
        headers = {"Cache-Control": cache_control(scope["path"].lstrip("/"))}
        beside = path if self.copies is None else self.copies / self.get_path(scope)
        sent, sent_stat, encoding = _negotiate(path, stat_result, beside, request.get("accept-encoding", ""))
        if path.suffix in SUFFIXES:
            headers["Vary"] = "Accept-Encoding"
        if encoding:
            headers["Content-Encoding"] = encoding
        response = FileResponse(
            sent,
            status_code=status_code,
            headers=headers,
            media_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
            stat_result=sent_stat,
        )
        # A copy in another encoding is another representation, so its validator comes from its own size and time.
        if self.is_not_modified(response.headers, request):
            return NotModifiedResponse(response.headers)
        return response


class PageFiles(SiteFiles):
    """The page's files. Bundles again when web/ has changed; checked once per page, not per file."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if path == "." or path.endswith(".html"):
            ensure_bundle()
        return super().lookup_path(path)


def ensure_bundle() -> None:
    try:
        bundle.ensure()
    except SetupError as error:
        raise HTTPException(500, str(error)) from error


class SecurityHeaders:
    """Adds the headers to every response, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security(scope["path"].lstrip("/")).items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class OwnHosts:
    """Refuses requests for other hosts than this machine: a foreign name that leads here is DNS rebinding."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_here(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
        else:
            await Response("This server answers for this machine alone.", 421)(scope, receive, send)


def _is_here(host: str) -> bool:
    """Return whether a Host header names this machine by `localhost` or an address.

    >>> [_is_here(host) for host in ("127.0.0.1:8000", "[::1]:80", "localhost:8000", "rebound.example:8000", "")]
    [True, True, True, False, False]
    """
    before, _, port = host.rpartition(":")
    name = (before if port.isdigit() and before else host).lower().strip("[]")
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def create_app(*, here_alone: bool = False) -> ASGIApp:
    """Return the ASGI application that serves the site from its folders.

    `here_alone` refuses requests with a foreign Host, for a server that this machine alone can reach.
    """
    folders = [BUNDLE, WEB, SITE]

    def site_files_script(request: Request) -> Response:
        ensure_bundle()
        described = site_files.describe(folders, MIRROR, json.loads((SITE / "site.json").read_text(encoding="utf-8")))
        return Response(site_files.script(described), media_type="text/javascript")

    routes = [
        Route(f"/{site_files.NAME}", site_files_script),
        Mount("/models", SiteFiles([MIRROR], SITE / "models")),
        Mount("/", PageFiles(folders)),
    ]
    app = Starlette(routes=routes)
    return SecurityHeaders(OwnHosts(app) if here_alone else app)


def serve(listener: socket.socket) -> None:
    """Serve until a signal arrives."""
    is_loopback = ipaddress.ip_address(listener.getsockname()[0]).is_loopback
    config = uvicorn.Config(
        create_app(here_alone=is_loopback),
        http=PatientProtocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _negotiate(
    path: Path, status: os.stat_result, beside: Path, accept_encoding: str
) -> tuple[Path, os.stat_result, str | None]:
    accepted = _accepted(accept_encoding)
    for encoding, suffix in ENCODINGS:
        if encoding in accepted:
            try:
                copy = beside.with_name(beside.name + suffix)
                copy_status = copy.stat()
            except OSError:
                continue
            if stat.S_ISREG(copy_status.st_mode):
                return copy, copy_status, encoding
    return path, status, None


def _accepted(header: str) -> set[str]:
    """Return the content codings that a client accepts. One with q=0 is not accepted.

    >>> sorted(_accepted("gzip, br;q=0.9, zstd;q=0"))
    ['br', 'gzip']
    """
    codings = set()
    for item in header.lower().split(","):
        coding, _, weight = item.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            codings.add(coding.strip())
    return codings
