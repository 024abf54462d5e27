"""A language model's API on loopback: it keeps what it was sent, answers what a test says, and cuts its answers."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an application on a free port of loopback; yield its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("The server did not start.")
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


class FakeUpstream:
    """What a test sets: `say(body)` gives the answer's text, `arguments(body)` a tool call's arguments instead.

    `piece` is how many bytes go out at a time, None for all at once; after `cut` bytes the connection breaks.
    `letters` is how many characters of the answer a delta holds.
    """

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.reset()

    def reset(self) -> None:
        self.bodies.clear()
        self.raw.clear()
        self.headers.clear()
        self.say: Callable[[dict[str, Any]], str] = lambda body: "Hello."
        self.arguments: Callable[[dict[str, Any]], str] | None = None
        self.thinking: str | None = None
        self.piece: int | None = None
        self.cut: int | None = None
        self.letters = 3
        self.status = 200
        self.aborted = 0

    def app(self) -> Starlette:
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/responses", self._responses, methods=["POST"]),
            Route("/v1/messages", self._messages, methods=["POST"]),
            Route("/v1/messages/count_tokens", self._count, methods=["POST"]),
            Route("/v1/embeddings", self._embeddings, methods=["POST"]),
            Route("/v1/models", self._models),
        ]
        return Starlette(routes=routes)

    async def _take(self, request: Request) -> dict[str, Any]:
        raw = (await request.body()).decode()
        self.raw.append(raw)
        self.bodies.append(json.loads(raw))
        self.headers.append(dict(request.headers))
        return self.bodies[-1]

    def _sent(self, data: bytes, media_type: str) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            size = self.piece or len(data)
            try:
                for at in range(0, len(data), size):
                    if self.cut is not None and at >= self.cut:
                        raise ConnectionResetError
                    yield data[at : at + size]
                    if self.piece:
                        await asyncio.sleep(0)
            except asyncio.CancelledError:
                self.aborted += 1
                raise

        return StreamingResponse(pieces(), self.status, media_type=media_type)

    def _events(self, events: list[tuple[str, Any]]) -> Response:
        text = "".join(
            (f"event: {name}\n" if name else "")
            + f"data: {data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)}\n\n"
            for name, data in events
        )
        return self._sent(text.encode(), "text/event-stream")

    def _whole(self, data: dict[str, Any]) -> Response:
        return self._sent(json.dumps(data, ensure_ascii=False).encode(), "application/json")

    def _pieces(self, text: str) -> list[str]:
        return [text[at : at + self.letters] for at in range(0, len(text), self.letters)]

    async def _chat(self, request: Request) -> Response:
        body = await self._take(request)
        head = {"id": "chatcmpl-1", "created": 1, "model": body["model"]}
        if self.arguments is not None:
            arguments = self.arguments(body)
            call = {"id": "call_1", "type": "function", "function": {"name": "send", "arguments": arguments}}
            message: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": [call]}
            first: dict[str, Any] = {
                "tool_calls": [{"index": 0, **call, "function": {"name": "send", "arguments": ""}}]
            }
            rest = [{"tool_calls": [{"index": 0, "function": {"arguments": one}}]} for one in self._pieces(arguments)]
            deltas, reason = [first, *rest], "tool_calls"
        else:
            message = {"role": "assistant", "content": self.say(body)}
            deltas, reason = [{"content": one} for one in self._pieces(self.say(body))], "stop"
        if not body.get("stream"):
            choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            return self._whole({**head, "object": "chat.completion", "choices": [choice], "usage": usage})
        chunk = {**head, "object": "chat.completion.chunk"}
        chunks: list[dict[str, Any]] = [
            {"index": 0, "delta": delta, "finish_reason": None} for delta in [{"role": "assistant"}, *deltas]
        ]
        chunks.append({"index": 0, "delta": {}, "finish_reason": reason})
        return self._events([*(("", {**chunk, "choices": [one]}) for one in chunks), ("", "[DONE]")])

    async def _responses(self, request: Request) -> Response:
        body = await self._take(request)
        number = len(self.bodies)
        if self.arguments is not None:
            arguments = self.arguments(body)
            item: dict[str, Any] = {
                "type": "function_call",
                "id": "fc_1",
                "call_id": "call_1",
                "name": "send",
                "status": "completed",
            }
            item["arguments"] = arguments
            begun: dict[str, Any] = {**item, "arguments": "", "status": "in_progress"}
            place: dict[str, Any] = {"item_id": "fc_1", "output_index": 0}
            stem, field, text = "response.function_call_arguments", "arguments", arguments
        else:
            text = self.say(body)
            part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
            item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}
            begun = {**item, "content": [], "status": "in_progress"}
            place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
            stem, field = "response.output_text", "text"
        response = {
            "id": f"resp_{number}", "object": "response", "created_at": 1, "model": body["model"],
            "status": "completed", "output": [item], "parallel_tool_calls": True, "tool_choice": "auto", "tools": [],
            "error": None, "incomplete_details": None, "instructions": body.get("instructions"), "metadata": {},
            "temperature": 1.0, "top_p": 1.0,
        }  # fmt: skip
        if not body.get("stream"):
            return self._whole(response)
        started = {**response, "output": [], "status": "in_progress"}
        logprobs: dict[str, Any] = {"logprobs": []} if field == "text" else {}
        events: list[dict[str, Any]] = [
            {"type": "response.created", "response": started},
            {"type": "response.output_item.added", "output_index": 0, "item": begun},
            *({"type": f"{stem}.delta", **place, "delta": one, **logprobs} for one in self._pieces(text)),
            {"type": f"{stem}.done", **place, field: text, **logprobs},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            {"type": "response.completed", "response": response},
        ]
        return self._events(
            [(event["type"], {**event, "sequence_number": place}) for place, event in enumerate(events)]
        )

    async def _messages(self, request: Request) -> Response:
        body = await self._take(request)
        blocks: list[dict[str, Any]] = []
        if self.thinking is not None:
            blocks.append({"type": "thinking", "thinking": self.thinking, "signature": "c2ln"})
        if self.arguments is not None:
            blocks.append(
                {"type": "tool_use", "id": "toolu_1", "name": "send", "input": json.loads(self.arguments(body))}
            )
        else:
            blocks.append({"type": "text", "text": self.say(body)})
        reason = "tool_use" if self.arguments is not None else "end_turn"
        message = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "content": blocks,
            "stop_reason": reason, "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1},
        }  # fmt: skip
        if not body.get("stream"):
            return self._whole(message)
        events: list[dict[str, Any]] = [
            {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}}
        ]
        for index, block in enumerate(blocks):
            events += self._block(index, block)
        delta = {"stop_reason": reason, "stop_sequence": None}
        events += [{"type": "message_delta", "delta": delta, "usage": {"output_tokens": 1}}, {"type": "message_stop"}]
        return self._events([(event["type"], event) for event in events])

    def _block(self, index: int, block: dict[str, Any]) -> list[dict[str, Any]]:
        if block["type"] == "thinking":
            begun: dict[str, Any] = {"type": "thinking", "thinking": "", "signature": ""}
            deltas = [{"type": "thinking_delta", "thinking": one} for one in self._pieces(block["thinking"])]
            deltas.append({"type": "signature_delta", "signature": block["signature"]})
        elif block["type"] == "tool_use":
            begun = {**block, "input": {}}
            text = json.dumps(block["input"])
            deltas = [{"type": "input_json_delta", "partial_json": one} for one in self._pieces(text)]
        else:
            begun = {"type": "text", "text": ""}
            deltas = [{"type": "text_delta", "text": one} for one in self._pieces(block["text"])]
        return [
            {"type": "content_block_start", "index": index, "content_block": begun},
            *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
            {"type": "content_block_stop", "index": index},
        ]

    async def _count(self, request: Request) -> Response:
        await self._take(request)
        return JSONResponse({"input_tokens": 7})

    async def _embeddings(self, request: Request) -> Response:
        body = await self._take(request)
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        data = [{"object": "embedding", "index": number, "embedding": [0.5, 1.0]} for number in range(len(texts))]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return self._whole({"object": "list", "data": data, "model": body["model"], "usage": usage})

    async def _models(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        return JSONResponse({"object": "list", "data": [{"id": "m", "object": "model", "created": 1, "owned_by": "x"}]})
