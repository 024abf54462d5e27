"""Mailboxes (RFC 4155, mbox): a sequence of messages, each after a line that begins with `From `."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ...errors import FileError
from ..budget import Open
from ..document import Document, Segment
from ..text import decode_text
from .mail import open_mail

__all__ = ["open_mailbox"]

_BORDER = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n")
_FROM = re.compile(rb"(?m)^From ")
_MOST_MESSAGES = 20_000


def open_mailbox(data: bytes, media_type: str, *, open_inner: Open, depth: int) -> Document:
    """Read a mailbox.

    Raises:
        FileError: it is none, or one of its messages is broken.
    """
    borders = list(_BORDER.finditer(data))
    if not borders or borders[0].start() or len(borders) > _MOST_MESSAGES:
        raise FileError("This is no mailbox.")
    lines: list[str] = []
    messages: list[Document] = []
    segments: list[Segment] = []
    for number, (border, after) in enumerate(zip(borders, [*borders[1:], None], strict=True), 1):
        line = decode_text(border[0])[0]
        end = len(data) if after is None else after.start()
        message = open_mail(data[border.end() : end], "message/rfc822", open_inner=open_inner, depth=depth)
        lines.append(line)
        messages.append(message)
        segments.append(Segment(f"message {number}, first line", (line,)))
        segments += [replace(one, place=f"message {number}, {one.place}") for one in message.segments]

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        written: list[bytes] = []
        position = 0
        for message in messages:
            written.append(pieces[position][0].encode("utf-8", "replace"))
            inner = pieces[position + 1 : position + 1 + len(message.segments)]
            # What begins like a border inside a message is marked, as programs do.
            written.append(_FROM.sub(b">From ", message.rebuild(inner)))
            position += 1 + len(message.segments)
        return b"".join(written)

    warnings = [warning for message in messages for warning in message.warnings]
    return Document(segments, rebuild, media_type, list(dict.fromkeys(warnings)), parts_of(messages))


def parts_of(messages: Sequence[Document]) -> Callable[[bytes], Sequence[bytes]]:
    """Return what gives all parts of a mailbox, unpacked."""

    def parts(data: bytes) -> list[bytes]:
        borders = [match.end() for match in _BORDER.finditer(data)]
        ends = [*[match.start() for match in _BORDER.finditer(data)][1:], len(data)]
        unpacked = [data]
        for message, start, end in zip(messages, borders, ends, strict=False):
            unpacked += message.parts(data[start:end])
        return unpacked

    return parts
