"""Streamed answers: restore each text as it arrives, across the borders of events."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from ...errors import UpstreamError
from ...restoring import AutoRestoreStream, Known
from .answers import Tally
from .sse import SseEvent

__all__ = ["AnswerStream", "Channels"]


class Channels:
    """One restore stream for each text of an answer that arrives in pieces."""

    def __init__(self, known: Known, tally: Tally) -> None:
        self._known, self._tally = known, tally
        self._open: dict[Hashable, AutoRestoreStream] = {}

    def feed(self, key: Hashable, piece: str) -> str:
        """Return the final part of a text after this piece."""
        if key not in self._open:
            self._open[key] = AutoRestoreStream(self._known)
        return self._open[key].feed(piece)

    def finish(self, key: Hashable) -> str:
        """Return the held-back part of a text that ended."""
        stream = self._open.pop(key, None)
        if stream is None:
            return ""
        rest = stream.finish()
        self._tally.add(stream.restored, stream.unknown)
        return rest

    @property
    def unfinished(self) -> list[Hashable]:
        """The texts that have not ended."""
        return list(self._open)


class AnswerStream(ABC):
    """Reads one API's events and produces the events for the client."""

    def __init__(self, known: Known, tally: Tally) -> None:
        self.known, self.tally = known, tally
        self.channels = Channels(known, tally)

    def events(self, event: SseEvent) -> Iterator[SseEvent]:
        """Yield the events to send for an event.

        Raises:
            UpstreamError: the event's data is not a JSON object.
        """
        if event.comment is not None:
            yield event
            return
        if event.data == "[DONE]":
            yield from self.done(event)
            return
        try:
            data = json.loads(event.data)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            raise UpstreamError("An event of upstream's stream is no JSON, so the answer ends here.")
        for name, one in self.restored(event.name, data):
            yield SseEvent(json.dumps(one, separators=(",", ":")), name)

    @property
    @abstractmethod
    def is_complete(self) -> bool:
        """Whether upstream marked the answer as complete."""

    @abstractmethod
    def restored(self, name: str, data: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield names and data of the events to send for one event."""

    @abstractmethod
    def error(self, code: str, message: str) -> SseEvent:
        """Return the event that reports an error to the client."""

    def done(self, event: SseEvent) -> Iterator[SseEvent]:
        """Yield the events to send at the end marker."""
        yield event
