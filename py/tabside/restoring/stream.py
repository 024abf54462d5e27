"""Restore a text that arrives in pieces: any way of cutting it gives the same result."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence

from .forms import plain
from .known import Known
from .matching import PARTIAL, match_at

__all__ = ["RestoreStream"]


class RestoreStream:
    """Puts originals back into a stream of text. Holds back at most the longest form of a placeholder.

    >>> stream = RestoreStream(Known({"[GIVEN_NAME_1]": "Ann"}))
    >>> [stream.feed("Dear [GIV"), stream.feed("EN_NAME_1], hel"), stream.feed("lo"), stream.finish()]
    ['Dear ', 'Ann, hel', 'lo', '']
    """

    def __init__(self, known: Known, *, strict: bool = False) -> None:
        self._known, self._strict = known, strict
        self._text = ""
        self._from = 0
        self._restored: dict[str, None] = {}
        self._unknown: dict[str, None] = {}

    @property
    def restored(self) -> Sequence[str]:
        """What was put back so far, each once."""
        return tuple(self._restored)

    @property
    def unknown(self) -> Sequence[str]:
        """What has the form of a placeholder and stayed, as written, each once."""
        return tuple(self._unknown)

    @property
    def held(self) -> int:
        """How many characters wait for what follows."""
        return len(self._text) - self._from

    def feed(self, chunk: str) -> str:
        """Take the next piece and return what is certain by now."""
        self._text += chunk
        return self._advance(final=False)

    def finish(self) -> str:
        """Return what was held back: the text ended. The stream can then read another text."""
        rest = self._advance(final=True)
        self._text, self._from = "", 0
        return rest

    def abort(self) -> None:
        """Drop what was held back: the text was cut off, and its last characters may be half a placeholder."""
        self._text, self._from = "", 0

    def release(self) -> str:
        """Return what was held back as it came, not restored: the text was cut off."""
        held = self._text[self._from :]
        self.abort()
        return held

    def over(self, chunks: Iterable[str]) -> Iterator[str]:
        """Restore all pieces of an iterator."""
        for chunk in chunks:
            if restored := self.feed(chunk):
                yield restored
        if rest := self.finish():
            yield rest

    async def over_async(self, chunks: AsyncIterable[str]) -> AsyncIterator[str]:
        """Restore all pieces of an asynchronous iterator."""
        async for chunk in chunks:
            if restored := self.feed(chunk):
                yield restored
        if rest := self.finish():
            yield rest

    def _advance(self, *, final: bool) -> str:
        text = self._text
        read = plain(text)
        pieces: list[str] = []
        position = at = self._from
        cut = len(text)
        while (begin := self._known.start.search(read, at)) is not None:
            answer = match_at(read, begin.start(), self._known, final=final, strict=self._strict)
            if answer is PARTIAL:
                cut = begin.start()
                break
            if answer is None:
                at = begin.start() + 1
                continue
            at = answer.end
            if answer.written is None:
                self._unknown.setdefault(text[begin.start() : at])
                continue
            self._restored.setdefault(answer.placeholder)
            pieces += (text[position : begin.start()], answer.written)
            position = at
        pieces.append(text[position:cut])
        # One character stays: what may stand before a form depends on it.
        kept = max(cut - 1, 0)
        self._text, self._from = text[kept:], cut - kept
        return "".join(pieces)
