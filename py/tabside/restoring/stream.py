"""Restore a text that arrives in pieces: any division into pieces gives the same result."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence

from .forms import plain
from .known import Known, KnownMapping
from .matching import PARTIAL, match_at

__all__ = ["RestoreStream"]


class RestoreStream:
    """Restores originals in a stream of text. Holds back at most the length of the longest placeholder form.

    >>> stream = RestoreStream(Known({"[GIVEN_NAME_1]": "Ann"}))
    >>> [stream.feed("Dear [GIV"), stream.feed("EN_NAME_1], hel"), stream.feed("lo"), stream.finish()]
    ['Dear ', 'Ann, hel', 'lo', '']
    """

    def __init__(self, known: Known | KnownMapping, *, strict: bool = False) -> None:
        """Take what is known: a table that can grow, or a redaction's mapping."""
        self._known, self._strict = known if isinstance(known, Known) else Known.of(known), strict
        self._text = ""
        self._from = 0
        self._restored: dict[str, None] = {}
        self._unknown: dict[str, None] = {}

    @property
    def restored(self) -> Sequence[str]:
        """The values restored so far, each once."""
        return tuple(self._restored)

    @property
    def unknown(self) -> Sequence[str]:
        """Unknown placeholders, left as written, each once."""
        return tuple(self._unknown)

    @property
    def held(self) -> int:
        """Number of characters held back until more text arrives."""
        return len(self._text) - self._from

    def feed(self, chunk: str) -> str:
        """Accept the next piece and return the text that is final."""
        self._text += chunk
        return self._advance(final=False)

    def finish(self) -> str:
        """Return the text held back, at the end of the input. The stream can then read another text."""
        rest = self._advance(final=True)
        self._text, self._from = "", 0
        return rest

    def abort(self) -> None:
        """Drop the text held back: the input was cut off, and its last characters may be half a placeholder."""
        self._text, self._from = "", 0

    def release(self) -> str:
        """Return the text held back, unrestored: the input was cut off."""
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
        # Keep one character: the characters before a form decide whether it counts.
        kept = max(cut - 1, 0)
        self._text, self._from = text[kept:], cut - kept
        return "".join(pieces)
