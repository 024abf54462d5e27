"""Streaming events of OpenAI's Responses API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .answers import restore_plain
from .openai import RESPONSES_ANSWER
from .rules import Kind, Rules
from .sse import SseEvent
from .streams import AnswerStream

__all__ = ["ResponsesStream"]

_ENDS = frozenset(("response.completed", "response.incomplete", "response.failed", "error"))
# Audio and images, without text.
_OPAQUE = ("response.audio.", "response.image_generation_call.", "response.output_audio.")
_PLACES = ("item_id", "output_index", "content_index", "summary_index")
_EVENT = Rules(
    {
        "type": Kind.NAME,
        "item_id": Kind.NAME,
        "logprobs": Kind.OPAQUE,
        "obfuscation": Kind.OPAQUE,
        "arguments": Kind.JSON,
        "text": Kind.JSON,
        "part.text": Kind.JSON,
        "part.logprobs": Kind.OPAQUE,
        "part.type": Kind.NAME,
    }
)


class ResponsesStream(AnswerStream):
    """`response.*` events. `response_id` is known after the first one."""

    response_id: str | None = None
    _is_complete = False
    _added = 0

    @property
    def is_complete(self) -> bool:
        return self._is_complete

    def restored(self, name: str, data: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the events to send for one event."""
        kind = str(data.get("type", name))
        self._is_complete = self._is_complete or kind in _ENDS
        response = data.get("response")
        if isinstance(response, Mapping) and isinstance(response.get("id"), str):
            self.response_id = response["id"]
        stem, _, what = kind.rpartition(".")
        if what == "delta" and isinstance(data.get("delta"), str) and not kind.startswith(_OPAQUE):
            piece = self.channels.feed(self._key(stem, data), data["delta"])
            yield name, self._numbered({**data, "delta": piece})
            return
        if what == "done":
            rest = self.channels.finish(self._key(stem, data))
            if rest:
                places = {place: data[place] for place in _PLACES if place in data}
                delta = f"{stem}.delta"
                number = data.get("sequence_number")
                event: dict[str, Any] = {"type": delta, **places, "delta": rest, "sequence_number": number}
                if stem == "response.output_text":
                    event["logprobs"] = []
                yield delta if name else "", self._numbered(event)
                self._added += 1
        yield name, self._numbered(self._whole(data))

    def error(self, code: str, message: str) -> SseEvent:
        """Return the API's event for errors."""
        return SseEvent(json.dumps({"type": "error", "code": code, "message": message, "param": None}), "error")

    def _whole(self, data: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field, value in data.items():
            if field == "response":
                made[field] = restore_plain(value, RESPONSES_ANSWER, self.known, self.tally)
            elif field == "item":
                made[field] = restore_plain([value], RESPONSES_ANSWER, self.known, self.tally, ("output",))[0]
            else:
                made[field] = restore_plain(value, _EVENT, self.known, self.tally, (field,))
        return made

    def _key(self, stem: str, data: Mapping[str, Any]) -> tuple[Any, ...]:
        return (stem, *(data.get(place) for place in _PLACES))

    def _numbered(self, data: Mapping[str, Any]) -> dict[str, Any]:
        number = data.get("sequence_number")
        return {**data, "sequence_number": number + self._added} if isinstance(number, int) else dict(data)
