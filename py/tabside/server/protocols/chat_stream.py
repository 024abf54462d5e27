"""Streaming events of OpenAI's Chat Completions."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from .answers import restore_plain
from .openai import CHAT_ANSWER
from .sse import SseEvent
from .streams import AnswerStream

__all__ = ["ChatStream"]

_NAMES = frozenset(("role", "id", "type"))


class ChatStream(AnswerStream):
    """`chat.completion.chunk` objects, then `[DONE]`."""

    _last: Mapping[str, Any] = {}
    _begun: frozenset[int] = frozenset()
    _ended: frozenset[int] = frozenset()
    _is_done = False

    @property
    def is_complete(self) -> bool:
        return self._is_done or (bool(self._begun) and self._begun <= self._ended)

    def restored(self, name: str, data: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the chunks to send for one chunk."""
        choices = data.get("choices")
        if not isinstance(choices, list) or not choices:
            yield name, restore_plain(data, CHAT_ANSWER, self.known, self.tally)
            return
        self._last = {key: value for key, value in data.items() if key not in ("choices", "usage")}
        changed = []
        for choice in choices:
            index = choice.get("index", 0)
            self._begun |= {index}
            changed.append({**choice, "delta": self._delta(index, choice.get("delta") or {})})
            if choice.get("finish_reason") is not None:
                self._ended |= {index}
                # Held-back text comes before the chunk that ends the choice, and before that chunk's own text.
                rests = list(self._rests(index))
                if rests:
                    yield name, self._chunk(index, changed[-1]["delta"])
                    yield from ((name, chunk) for chunk in rests)
                    changed[-1] = {**changed[-1], "delta": {}}
        yield name, {**data, "choices": changed}

    def done(self, event: SseEvent) -> Iterator[SseEvent]:
        """Yield held-back text, then the end marker."""
        self._is_done = True
        for index in sorted(self._begun - self._ended):
            for chunk in self._rests(index):
                yield SseEvent(json.dumps(chunk, separators=(",", ":")))
        yield event

    def error(self, code: str, message: str) -> SseEvent:
        """Return a chunk that OpenAI's clients raise as an error."""
        return SseEvent(
            json.dumps({"error": {"message": message, "type": "tabside_error", "code": code, "param": None}})
        )

    def _delta(self, index: int, delta: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field, value in delta.items():
            if field == "tool_calls" and isinstance(value, list):
                made[field] = [self._call(index, call) for call in value]
            elif field == "function_call" and isinstance(value, dict):
                made[field] = self._function((index, "function_call", 0), value)
            elif isinstance(value, str) and field not in _NAMES:
                made[field] = self.channels.feed((index, field), value)
            elif isinstance(value, str):
                made[field] = value
            else:
                made[field] = restore_plain(
                    value, CHAT_ANSWER, self.known, self.tally, ("choices", index, "message", field)
                )
        return made

    def _call(self, index: int, call: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(call)
        number = call.get("index", 0)
        if isinstance(call.get("function"), dict):
            made["function"] = self._function((index, "tool_calls", number), call["function"])
        if isinstance(call.get("custom"), dict) and isinstance(call["custom"].get("input"), str):
            piece = self.channels.feed((index, "custom", number), call["custom"]["input"])
            made["custom"] = {**call["custom"], "input": piece}
        return made

    def _function(self, key: Hashable, function: Mapping[str, Any]) -> dict[str, Any]:
        arguments = function.get("arguments")
        if not isinstance(arguments, str):
            return dict(function)
        return {**function, "arguments": self.channels.feed(key, arguments)}

    def _rests(self, index: int) -> Iterator[dict[str, Any]]:
        for key in self.channels.unfinished:
            if not isinstance(key, tuple) or key[0] != index:
                continue
            rest = self.channels.finish(key)
            if not rest:
                continue
            if key[1] == "tool_calls":
                yield self._chunk(index, {"tool_calls": [{"index": key[2], "function": {"arguments": rest}}]})
            elif key[1] == "custom":
                yield self._chunk(index, {"tool_calls": [{"index": key[2], "custom": {"input": rest}}]})
            elif key[1] == "function_call":
                yield self._chunk(index, {"function_call": {"arguments": rest}})
            else:
                yield self._chunk(index, {key[1]: rest})

    def _chunk(self, index: int, delta: Mapping[str, Any]) -> dict[str, Any]:
        return {**self._last, "choices": [{"index": index, "delta": dict(delta), "finish_reason": None}]}
