"""Restore an answer that may hold JSON: a whole JSON document, or one in a Markdown fence, gets values escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .json_stream import JsonRestoreStream
from .known import Known
from .stream import RestoreStream

__all__ = ["AutoRestoreStream"]

# How a JSON document begins, and no placeholder does.
_DOCUMENT = re.compile(r'\s*(?:\{\s*["}]|\[\s*["{])')
_DOCUMENT_BEGUN = re.compile(r"\s*(?:[{\[]\s*)?")
_FENCE = re.compile(r"(?<!`)```[ \t]*(?:json[5lc]?|jsonl)[ \t]*\r?\n", re.IGNORECASE)
_FENCE_BEGUN = re.compile(r"(?<!`)(?:`{1,2}|```[ \t]*(?:j|js|jso|json[5lc]?)?[ \t]*\r?)", re.IGNORECASE)
_MOST_SPACE = 64


class AutoRestoreStream:
    """Puts originals back into an answer, as JSON where the answer is JSON, as text everywhere else.

    >>> stream = AutoRestoreStream(Known({"[CITY_1]": 'Big "O"'}))
    >>> stream.feed('Off to [CITY_1]:\\n```json\\n{"to": "[CITY_1]"}\\n```') + stream.finish()
    'Off to Big "O":\\n```json\\n{"to": "Big \\\\"O\\\\""}\\n```'
    """

    def __init__(self, known: Known, *, strict: bool = False) -> None:
        self._text = RestoreStream(known, strict=strict)
        self._json = JsonRestoreStream(known, strict=strict)
        self._is_json: bool | None = None
        self._rest = ""
        # The character before what is read next: a fourth backtick makes another fence.
        self._before = ""

    @property
    def restored(self) -> Sequence[str]:
        """The values restored so far, each once."""
        return tuple(dict.fromkeys((*self._text.restored, *self._json.restored)))

    @property
    def unknown(self) -> Sequence[str]:
        """Unknown placeholders, left as written, each once."""
        return tuple(dict.fromkeys((*self._text.unknown, *self._json.unknown)))

    def feed(self, chunk: str) -> str:
        """Accept the next piece and return the text that is final."""
        text, self._rest = self._rest + chunk, ""
        pieces: list[str] = []
        while text:
            if self._is_json is None:
                self._is_json = _begins_document(text)
                if self._is_json is None:
                    self._rest = text
                    break
            if self._is_json:
                restored, text, has_ended = self._json.feed_document(text)
                pieces.append(restored)
                if has_ended:
                    self._is_json = False
            else:
                restored, text = self._feed_text(text)
                pieces.append(restored)
        return "".join(pieces)

    def finish(self) -> str:
        """Return the text held back, at the end of the input."""
        is_text = not self._is_json
        rest = self._text.feed(self._rest) + self._text.finish() if is_text else self._json.finish()
        self._is_json, self._rest, self._before = None, "", ""
        return rest

    def abort(self) -> None:
        """Drop what was held back: the text was cut off."""
        self._text.abort()
        self._json.abort()
        self._is_json, self._rest, self._before = None, "", ""

    def _feed_text(self, text: str) -> tuple[str, str]:
        """Restore up to the next JSON fence. Return the text after it."""
        read = self._before + text
        fence = _FENCE.search(read)
        if fence is not None:
            self._is_json, self._before = None, ""
            end = fence.end() - len(read) + len(text)
            return self._text.feed(text[:end]) + self._text.finish(), text[end:]
        at = len(read.rstrip(" \t\rjsonlc5JSONLC").rstrip("`"))
        if _FENCE_BEGUN.fullmatch(read, at) is not None:
            begun = max(at - len(read) + len(text), 0)
            self._rest, text = text[begun:], text[:begun]
        self._before = text[-1:] or self._before
        return self._text.feed(text), ""


def _begins_document(text: str) -> bool | None:
    """Whether a text begins with a JSON document; None where more of it is needed."""
    if _DOCUMENT.match(text) is not None:
        return True
    return None if len(text) < _MOST_SPACE and _DOCUMENT_BEGUN.fullmatch(text) is not None else False
