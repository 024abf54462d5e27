"""Streaming events of Anthropic's Messages API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .answers import restore_plain
from .anthropic import MESSAGES_ANSWER
from .sse import SseEvent
from .streams import AnswerStream

__all__ = ["MessagesStream"]

# The field of a delta with a piece of text.
_PIECES = {"text_delta": "text", "input_json_delta": "partial_json"}


class MessagesStream(AnswerStream):
    """`message_start`, blocks of deltas, `message_stop`. Thinking passes unchanged: it is covered by its signature."""

    _is_complete = False

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._thinking: dict[int, str] = {}

    @property
    def is_complete(self) -> bool:
        return self._is_complete

    def restored(self, name: str, data: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the events to send for one event."""
        kind = data.get("type")
        index = data.get("index", 0)
        self._is_complete = self._is_complete or kind in ("message_stop", "error")
        if kind == "content_block_delta" and isinstance(data.get("delta"), dict):
            yield name, {**data, "delta": self._delta(index, data["delta"])}
            return
        if kind == "content_block_stop":
            yield from self._rests(name, index)
            if index in self._thinking:
                self.tally.signed.append(self._thinking.pop(index))
        yield name, self._whole(data)

    def error(self, code: str, message: str) -> SseEvent:
        """Return the API's event for errors."""
        error = {"type": "api_error", "message": f"{message} [{code}]"}
        return SseEvent(json.dumps({"type": "error", "error": error}), "error")

    def _delta(self, index: int, delta: Mapping[str, Any]) -> dict[str, Any]:
        kind = str(delta.get("type"))
        if kind == "thinking_delta" and isinstance(delta.get("thinking"), str):
            self._thinking[index] = self._thinking.get(index, "") + delta["thinking"]
            return dict(delta)
        if kind == "signature_delta":
            return dict(delta)
        field = _PIECES.get(kind, "")
        if isinstance(delta.get(field), str):
            return {**delta, field: self.channels.feed((index, kind), delta[field])}
        return dict(restore_plain(delta, MESSAGES_ANSWER, self.known, self.tally, ("content", index)))

    def _rests(self, name: str, index: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for kind, field in _PIECES.items():
            rest = self.channels.finish((index, kind))
            if rest:
                delta = {"type": kind, field: rest}
                yield (
                    "content_block_delta" if name else "",
                    {
                        "type": "content_block_delta",
                        "index": index,
                        "delta": delta,
                    },
                )

    def _whole(self, data: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(data)
        if isinstance(data.get("message"), dict):
            made["message"] = restore_plain(data["message"], MESSAGES_ANSWER, self.known, self.tally)
        if isinstance(data.get("content_block"), dict):
            block = data["content_block"]
            made["content_block"] = restore_plain([block], MESSAGES_ANSWER, self.known, self.tally, ("content",))[0]
        return made
