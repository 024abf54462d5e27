"""A limit on the length of requests, applied before anything reads them."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import TextTooLargeError
from .problems import problem

__all__ = ["BodyLimit"]


class BodyLimit:
    """Middleware that answers 413 to a request with a longer body."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit, then pass the request on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        pieces: list[bytes] = []
        size = 0
        has_more = True
        while has_more and size <= self._limit:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            has_more = message.get("more_body", False)
        if size > self._limit:
            error = TextTooLargeError(f"The request is longer than {self._limit} bytes.", limit=self._limit)
            await problem(error)(scope, receive, send)
            return
        body: Message | None = {"type": "http.request", "body": b"".join(pieces), "more_body": False}

        async def replayed() -> Message:
            nonlocal body
            given, body = body, None
            return given if given is not None else await receive()

        await self._app(scope, replayed, send)
