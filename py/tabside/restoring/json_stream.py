"""Restore JSON that arrives in pieces: decode, restore and re-escape its strings (RFC 8259)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from .known import Known
from .stream import RestoreStream

__all__ = ["JsonRestoreStream"]

_STRUCTURE = re.compile(r'["{}\[\]]')
_PLAIN = re.compile(r'[^"\\]+')
_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_ESCAPE_BEGUN = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?")
_HALVES = re.compile("[\ud800-\udfff]")
_NAMES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class JsonRestoreStream:
    """Restores originals in the strings of a JSON text, keys included. Everything outside strings passes unchanged.

    >>> stream = JsonRestoreStream(Known({"[CITY_1]": 'Big "O"'}))
    >>> stream.feed('{"to": "[CI') + stream.feed('TY_1]"}') + stream.finish()
    '{"to": "Big \\\\"O\\\\""}'
    """

    def __init__(self, known: Known, *, strict: bool = False) -> None:
        self._inner = RestoreStream(known, strict=strict)
        self._in_string = False
        self._rest = ""
        self._depth = 0

    @property
    def restored(self) -> Sequence[str]:
        """The values restored so far, each once."""
        return self._inner.restored

    @property
    def unknown(self) -> Sequence[str]:
        """Unknown placeholders, left as written, each once."""
        return self._inner.unknown

    @property
    def held(self) -> int:
        """Number of characters held back until more text arrives."""
        return len(self._rest) + self._inner.held

    def feed(self, chunk: str) -> str:
        """Accept the next piece and return the text that is final."""
        text, self._rest = self._rest + chunk, ""
        pieces: list[str] = []
        at = 0
        while at < len(text):
            if not self._in_string:
                quote = text.find('"', at)
                end = len(text) if quote < 0 else quote + 1
                pieces.append(text[at:end])
                self._in_string = quote >= 0
                at = end
                continue
            end, decoded = self._decoded(text, at)
            if decoded is None:
                self._rest = text[at:]
                break
            if decoded == '"' and end == at + 1:
                pieces += (_escaped(self._inner.finish()), '"')
                self._in_string = False
            else:
                pieces.append(_escaped(self._inner.feed(decoded)))
            at = end
        return "".join(pieces)

    def feed_document(self, chunk: str) -> tuple[str, str, bool]:
        """Accept the next piece of one document. Return its final text, the text after it, and whether it ended."""
        pieces: list[str] = []
        at = 0
        while at < len(chunk):
            if self._in_string or self._rest:
                end = self._string_end(chunk, at)
                pieces.append(self.feed(chunk[at:end]))
                at = end
                continue
            match = _STRUCTURE.search(chunk, at)
            if match is None:
                pieces.append(self.feed(chunk[at:]))
                break
            pieces.append(self.feed(chunk[at : match.end()]))
            at = match.end()
            self._depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match[0], 0)
            if self._depth <= 0 and match[0] in "}]":
                self._depth = 0
                return "".join(pieces), chunk[at:], True
        return "".join(pieces), "", False

    def finish(self) -> str:
        """Return the text held back, at the end of the input."""
        # A string without end was cut off: a placeholder begun in it is incomplete, and stays as it is.
        rest = _escaped(self._inner.release()) + self._rest
        self.abort()
        return rest

    def abort(self) -> None:
        """Drop the text held back."""
        self._inner.abort()
        self._in_string, self._rest, self._depth = False, "", 0

    def _string_end(self, chunk: str, at: int) -> int:
        """Return where the string that is open ends in a chunk, behind its quote, or the chunk's end."""
        is_escaped = bool(self._rest) and len(self._rest) == 1
        for position in range(at, len(chunk)):
            if is_escaped:
                is_escaped = False
            elif chunk[position] == "\\":
                is_escaped = True
            elif chunk[position] == '"':
                return position + 1
        return len(chunk)

    def _decoded(self, text: str, at: int) -> tuple[int, str | None]:
        """Return the end and the content of the next part of a string; None if an escape is cut."""
        plain = _PLAIN.match(text, at)
        if plain is not None:
            return plain.end(), plain[0]
        if text[at] == '"':
            return at + 1, '"'
        escape = _ESCAPE.match(text, at)
        if escape is None:
            begun = _ESCAPE_BEGUN.match(text, at)
            # An invalid escape is not JSON either. It passes, for the consumer's parser to refuse.
            is_cut = begun is not None and begun.end() == len(text)
            return (at, None) if is_cut else (at + 1, text[at])
        code = escape[0][1:]
        return escape.end(), chr(int(code[1:], 16)) if code[0] == "u" else _NAMES[code]


def _escaped(text: str) -> str:
    """Escape for a JSON string. Surrogates that were escaped separately are escaped again, since UTF-8 has none."""
    return (
        _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(text, ensure_ascii=False)[1:-1]) if text else ""
    )
