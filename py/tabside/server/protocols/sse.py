"""Read server-sent events from arbitrarily cut bytes, and write them.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...errors import UpstreamError

__all__ = ["SseEvent", "SseReader"]

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class SseEvent:
    """An event. `name` is empty if it has none; `comment` is a keep-alive line."""

    data: str = field(repr=False, default="")
    name: str = ""
    comment: str | None = None

    def packed(self) -> bytes:
        """Return the event as bytes."""
        if self.comment is not None:
            return f":{self.comment}\n\n".encode()
        name = f"event: {self.name}\n" if self.name else ""
        data = "".join(f"data: {line}\n" for line in self.data.split("\n"))
        return f"{name}{data}\n".encode()


class SseReader:
    """Turns bytes into events. An event longer than `limit` characters is an error."""

    def __init__(self, limit: int = 32_000_000) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._limit = limit
        self._text = ""
        self._data: list[str] = []
        self._name = ""

    @property
    def is_between(self) -> bool:
        """Whether the last event that began has ended."""
        return not self._text and not self._data

    def feed(self, chunk: bytes) -> Iterator[SseEvent]:
        """Yield the events completed by a chunk.

        Raises:
            UpstreamError: the bytes are not UTF-8, or an event does not end.
        """
        try:
            self._text += self._decoder.decode(chunk)
        except UnicodeDecodeError:
            raise UpstreamError("Upstream's stream is no UTF-8.") from None
        at = 0
        while (end := _LINE_END.search(self._text, at)) is not None:
            # A \r at the end may be half of \r\n.
            if end[0] == "\r" and end.end() == len(self._text):
                break
            line, at = self._text[at : end.start()], end.end()
            event = self._line(line)
            if event is not None:
                yield event
        self._text = self._text[at:]
        if len(self._text) + sum(map(len, self._data)) > self._limit:
            raise UpstreamError("An event of upstream's stream is too long.")

    def _line(self, line: str) -> SseEvent | None:
        if not line:
            event = SseEvent("\n".join(self._data), self._name) if self._data else None
            self._data, self._name = [], ""
            return event
        if line.startswith(":"):
            return SseEvent(comment=line[1:])
        field_name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field_name == "data":
            self._data.append(value)
        elif field_name == "event":
            self._name = value
        return None
