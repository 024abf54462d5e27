"""`tabside proxy`: sits between clients of a language model and its API, sends placeholders and restores originals.

request -> checked -> redacted (engine processes) -> upstream -> answer restored, event by event -> client

In doubt it answers with an error and sends nothing. No text and no key is logged.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ..errors import (
    Cancelled,
    TabsideError,
    UnsupportedRequestError,
    UpstreamError,
)
from ..redaction.conversation import Readings, Turn, redact_turn
from ..redaction.conversation.turn import entity_of
from ..redaction.operators.placeholders import PlaceholderMap
from ..redaction.policy.policy import Policy
from ..restoring import Known
from .access import TOKEN_HEADER, check_access, read_body
from .endpoints import ENDPOINTS, Endpoint
from .engine import EnginePool
from .memory import AnswerMemory
from .metrics import Metrics
from .problems import problem, status_of
from .protocols.answers import Tally, restore_body
from .protocols.body import Body
from .protocols.rules import Kind
from .protocols.sse import SseEvent, SseReader
from .protocols.streams import AnswerStream
from .reader import PooledReader
from .status import status_page

__all__ = ["ProxyOptions", "build_proxy"]

# RFC 9110, 7.6.1; and headers that the proxy sets itself.
_NOT_PASSED = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
     "upgrade", "host", "content-length", "accept-encoding", "content-encoding", "cookie", TOKEN_HEADER)
)  # fmt: skip
_ANSWER_HEADERS = ("content-type", "request-id", "x-request-id", "retry-after", "openai-", "anthropic-", "x-ratelimit-")
_QUERY = frozenset(("beta", "api-version", "limit", "after", "after_id", "before_id"))


@dataclass(frozen=True, slots=True)
class ProxyOptions:
    """The upstream, the token that clients need, and limits in bytes and seconds."""

    upstream: str
    token: str | None = field(default=None, repr=False)
    limit_bytes: int = 16_000_000
    answer_limit_bytes: int = 64_000_000
    connect_s: float = 15.0
    read_s: float = 600.0


@dataclass(frozen=True, slots=True)
class _Sent:
    """A redacted request, and the data to restore its answer."""

    body: bytes = field(repr=False)
    known: Known
    mapping: PlaceholderMap = field(repr=False)


class _Proxy:
    def __init__(
        self, options: ProxyOptions, pool: EnginePool, policy: Policy | None, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        self.options, self.pool = options, pool
        self.metrics = Metrics()
        self._reader = PooledReader(pool, policy)
        self._readings = Readings()
        self._memory = AnswerMemory()
        timeout = httpx.Timeout(options.read_s, connect=options.connect_s)
        self._client = httpx.AsyncClient(timeout=timeout, follow_redirects=False, transport=transport)

    async def close(self) -> None:
        await self._client.aclose()

    async def post(self, request: Request) -> Response:
        """Forward a redacted request, and return its restored answer."""
        endpoint = ENDPOINTS[_path(request)]
        self.metrics.began()
        try:
            response = await self._post(request, endpoint)
        except TabsideError as error:
            response = problem(error, endpoint.dialect)
        except ClientDisconnect:
            response = problem(Cancelled("The client went away."), endpoint.dialect)
        except Exception as error:
            # The message of an unexpected error may quote a text.
            unforeseen = TabsideError(f"Something unforeseen failed: {type(error).__name__}. Nothing was passed on.")
            response = problem(unforeseen, endpoint.dialect)
        finally:
            self.metrics.ended()
        self.metrics.answered(endpoint.name, response.status_code)
        return response

    async def get(self, request: Request) -> Response:
        """Forward a request for the list of models."""
        try:
            check_access(request, self.options.token)
            answer = await self._client.get(self._url(request), headers=_passed(request))
        except TabsideError as error:
            return problem(error, "openai")
        except httpx.HTTPError:
            return problem(UpstreamError("Upstream could not be reached."), "openai")
        return Response(answer.content, answer.status_code, _answer_headers(answer))

    async def _post(self, request: Request, endpoint: Endpoint) -> Response:
        check_access(request, self.options.token)
        body = Body.parse(await read_body(request, self.options.limit_bytes))
        endpoint.check(body.plain)
        url = self._url(request)
        sent = await self._redacted(body, endpoint)
        # If the client is gone, it gets no answer and upstream no request.
        if await request.is_disconnected():
            raise Cancelled("The client went away.")
        answer = await self._send(url, _passed(request), sent.body)
        if endpoint.answer is None or endpoint.stream is None:
            return Response(await self._whole(answer), answer.status_code, _answer_headers(answer))
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            stream = endpoint.stream(sent.known, Tally())
            events = self._events(answer, stream, sent)
            return StreamingResponse(events, answer.status_code, _answer_headers(answer))
        return await self._restored(answer, endpoint, sent)

    async def _redacted(self, body: Body, endpoint: Endpoint) -> _Sent:
        """Redact a request.

        Raises:
            UnscannedError, UnsupportedRequestError, RestoreError, BusyError, SessionError: nothing may be sent.
        """
        began = perf_counter()
        passages = body.passages(endpoint.request)
        signed = [passage for passage in passages if passage.kind is Kind.SIGNED]
        passages = [passage for passage in passages if passage.kind is not Kind.SIGNED]
        await self._check_signed([str(passage.text) for passage in signed])
        earlier = self._earlier(body.plain, endpoint)
        turn = await redact_turn(
            [passage.text for passage in passages],
            self._reader,
            self._readings,
            mapping=earlier,
            earlier=_values(earlier),
        )
        self.metrics.redacted(turn.findings, perf_counter() - began)
        written = body.with_texts(passages, turn.texts)
        return _Sent(written.encode("utf-8"), _known(turn), turn.mapping)

    def _earlier(self, plain: Mapping[str, Any], endpoint: Endpoint) -> PlaceholderMap | None:
        previous = plain.get("previous_response_id") if endpoint.name == "responses" else None
        return self._memory.mapping_of(str(previous)) if previous is not None else None

    async def _check_signed(self, texts: list[str]) -> None:
        """Allow a text that upstream wrote and signed, or that contains no personal data.

        Raises:
            UnsupportedRequestError: it would have to be changed, which would invalidate its signature.
        """
        foreign = [text for text in texts if text and not self._memory.is_signed(text)]
        for text in foreign:
            if (await redact_turn([text], self._reader, self._readings)).findings[0]:
                raise UnsupportedRequestError("Thinking that did not pass here holds personal data. Nothing was sent.")

    async def _send(self, url: str, headers: Mapping[str, str], body: bytes) -> httpx.Response:
        outgoing = self._client.build_request("POST", url, headers=dict(headers), content=body)
        try:
            return await self._client.send(outgoing, stream=True)
        except httpx.HTTPError:
            raise UpstreamError("Upstream could not be reached, or did not answer in time.") from None

    async def _whole(self, answer: httpx.Response) -> bytes:
        """Read a complete answer.

        Raises:
            UpstreamError: it ended early, or is too long.
        """
        pieces: list[bytes] = []
        size = 0
        try:
            async for piece in answer.aiter_bytes():
                size += len(piece)
                if size > self.options.answer_limit_bytes:
                    raise UpstreamError("Upstream's answer is too long.")
                pieces.append(piece)
        except httpx.HTTPError:
            raise UpstreamError("Upstream's answer ended early, so it was not passed on.") from None
        finally:
            await answer.aclose()
        return b"".join(pieces)

    async def _restored(self, answer: httpx.Response, endpoint: Endpoint, sent: _Sent) -> Response:
        data = await self._whole(answer)
        assert endpoint.answer is not None
        if answer.status_code >= 400:
            # Upstream's own error message; placeholders in it stay.
            return Response(data, answer.status_code, _answer_headers(answer))
        tally = Tally()
        text = restore_body(data, endpoint.answer, sent.known, tally)
        self._learn(tally, Body.parse(data).plain.get("id") if endpoint.name == "responses" else None, sent)
        return Response(text.encode("utf-8"), answer.status_code, _answer_headers(answer))

    async def _events(self, answer: httpx.Response, stream: AnswerStream, sent: _Sent) -> AsyncIterator[bytes]:
        """Yield the restored events of an answer; an error event if it ends early."""
        reader = SseReader()
        try:
            async for chunk in answer.aiter_bytes():
                for event in reader.feed(chunk):
                    for restored in stream.events(event):
                        yield restored.packed()
            if not stream.is_complete or not reader.is_between:
                raise UpstreamError("Upstream's answer ended early.")
        except httpx.HTTPError:
            yield self._failed(stream, UpstreamError("Upstream's answer ended early."))
        except TabsideError as error:
            yield self._failed(stream, error)
        except Exception as error:
            unforeseen = TabsideError(f"Something unforeseen failed: {type(error).__name__}. The answer ends here.")
            yield self._failed(stream, unforeseen)
        finally:
            await answer.aclose()
            self._learn(stream.tally, getattr(stream, "response_id", None), sent)

    def _failed(self, stream: AnswerStream, error: TabsideError) -> bytes:
        self.metrics.answered("stream", status_of(error))
        event: SseEvent = stream.error(error.code, error.message)
        return event.packed()

    def _learn(self, tally: Tally, response_id: Any, sent: _Sent) -> None:
        self.metrics.restored(tally.restored, tally.unknown)
        for text in tally.signed:
            self._memory.sign(text)
        if isinstance(response_id, str):
            self._memory.keep(response_id, sent.mapping)

    def _url(self, request: Request) -> str:
        """Return upstream's address for a request.

        Raises:
            UnsupportedRequestError: its query may contain a text.
        """
        for name, value in request.query_params.multi_items():
            if name not in _QUERY or not value.replace("-", "").replace("_", "").isalnum():
                raise UnsupportedRequestError("The query of the address holds what cannot be read. Nothing was sent.")
        base = self.options.upstream.rstrip("/").removesuffix("/v1")
        query = f"?{request.url.query}" if request.url.query else ""
        return f"{base}{_path(request)}{query}"


def build_proxy(
    options: ProxyOptions,
    pool: EnginePool,
    *,
    policy: Policy | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Starlette:
    """Build the proxy's application. It starts and ends the pool's processes."""
    proxy = _Proxy(options, pool, policy, transport)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        yield
        await proxy.close()
        await pool.close()

    async def unknown(request: Request, error: Exception) -> Response:
        return problem(UnsupportedRequestError("This path is not passed on: nothing was sent."), "openai")

    async def status(request: Request) -> Response:
        return status_page(request, options.token, proxy.metrics, pool)

    async def metrics(request: Request) -> Response:
        try:
            check_access(request, options.token)
        except TabsideError as error:
            return problem(error)
        return Response(proxy.metrics.exposition(), media_type="text/plain; version=0.0.4")

    posts = [Route(path, proxy.post, methods=["POST"]) for known in ENDPOINTS for path in (known, known[3:])]
    gets = [Route(path, proxy.get, methods=["GET"]) for path in ("/v1/models", "/v1/models/{model:path}", "/models")]
    pages = [Route("/", status), Route("/metrics", metrics), Route("/health", _health(pool))]
    return Starlette(routes=[*posts, *gets, *pages], lifespan=lifespan, exception_handlers={404: unknown, 405: unknown})


def _health(pool: EnginePool) -> Any:
    async def health(request: Request) -> Response:
        is_up = bool(pool.pids)
        return Response("ok" if is_up else "starting", 200 if is_up else 503, media_type="text/plain")

    return health


def _known(turn: Turn) -> Known:
    return turn.known()


def _values(mapping: PlaceholderMap | None) -> dict[str, str]:
    if mapping is None:
        return {}
    return {value: entity_of(placeholder, mapping.tag) for placeholder, value in mapping.originals.items()}


def _path(request: Request) -> str:
    path = request.url.path
    return path if path.startswith("/v1/") else f"/v1{path}"


def _passed(request: Request) -> dict[str, str]:
    passed = {name: value for name, value in request.headers.items() if name not in _NOT_PASSED}
    # Answers must be readable, so compression is not requested.
    return {**passed, "accept-encoding": "identity"}


def _answer_headers(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith(_ANSWER_HEADERS)}
