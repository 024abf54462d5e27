"""E-mail (RFC 5322, MIME): headers, every body, and attachments in supported formats.

Structure and order stay. Changed headers and parts are rewritten, all others stay as they were. Signatures of the old
text (DKIM, ARC) are removed, since they are no longer valid. Unreadable parts are left out, and a warning says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError, StartBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesParser

from ...errors import FileError, FileProtectedError, FileTooLargeError
from ..budget import Open
from ..document import Document, Segment
from .borders import with_borders_kept
from .header_words import in_parameters, rewritten, words_of
from .headers import decoded, kept_parameters, written_parameters
from .parts import Body, ending_of, left_out, named_as_many, unwrapped, without_comment
from .policy import AsSent

__all__ = ["open_mail"]

_POLICY = AsSent()
_SIGNATURES = frozenset(
    ("dkim-signature", "arc-seal", "arc-message-signature", "arc-authentication-results", "domainkey-signature",
     "authentication-results", "x-google-dkim-signature")
)  # fmt: skip
# Parameters that some programs make of names.
_NAMING = ("boundary", "format", "type", "protocol")
_WITH_PARAMETERS = ("content-type", "content-disposition")
_SHOWN = ("image", "audio", "video", "font")
_USUAL_HEADERS = frozenset(
    ("from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "content-type", "reply-to", "sender",
     "content-transfer-encoding", "content-disposition", "content-id", "in-reply-to", "references", "received",
     "return-path", "delivered-to", "user-agent", "x-mailer", "list-id", "list-unsubscribe", "x-priority", "importance")
)  # fmt: skip
_PARAMETERS = re.compile(rb"(?im)^content-(?:type|disposition):(?:[^\r\n]|\r?\n[ \t])*+")
_BOUNDARY = re.compile(rb'(?i)boundary\s*=\s*"?([^"\s;]{1,200})')
_BORDER = re.compile(rb"(?m)^--(\S{1,200})[ \t\r]*$")
_MOST_PARAMETERS, _LONGEST_PARAMETERS = 100, 16_384
_MOST_PARTS = 1000
_MOST_HEADERS = 10_000
_DEEPEST = 50
# Not inside a placeholder.
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])([_.+])(?=[^\W\d_])(?![^\[\]]{0,60}\])")


def open_mail(data: bytes, media_type: str, *, open_inner: Open, depth: int) -> Document:
    """Read a message. `open_inner` opens its attachments, by bytes, name and depth.

    Raises:
        FileError: it is not a message.
    """
    line_end = "\r\n" if b"\r\n" in data else "\n"
    _check_size(data)
    try:
        message = _parsed(data)
        reader = _Reader(open_inner, depth)
        reader.first_line(message)
        reader.read(message)
        if any(_is_cut(part, data) for part in message.walk() if part is not message):
            reader.warnings.append("A part whose closing boundary comes first was read as far as that.")
    except (MessageError, LookupError, ValueError, AttributeError, RecursionError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError("This is no e-mail message, or a broken one.") from None
    if not message.keys():
        raise FileError("This is no e-mail message: it has no header.")

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        again = _parsed(data)
        writer = _Reader(open_inner, depth, iter(reader.opened))
        writer.first_line(again)
        writer.read(again)
        position = 0
        for count, write in writer.slots:
            write(pieces[position : position + count])
            position += count
        unchanged = _parsed(data)
        return with_borders_kept(data, flat(unchanged), flat(again), unchanged)

    def flat(one: Message) -> bytes:
        written = one.as_bytes(unixfrom=bool(one.get_unixfrom()), policy=_POLICY.clone(linesep=line_end))
        # A message with parts is written with a last line end, whether there was one or not.
        return written if data.endswith(b"\n") or not one.is_multipart() else written.removesuffix(line_end.encode())

    return Document(reader.segments, rebuild, media_type, reader.all_warnings, _parts)


def _parsed(data: bytes) -> Message:
    """Parse a message. One without an opening boundary is one text; `email` drops what follows a closing one."""
    message = message_from_bytes(data, policy=_POLICY)
    if not _has_no_start(message):
        return message
    return BytesParser(policy=_POLICY).parsebytes(data, headersonly=True)


def _has_no_start(part: Message) -> bool:
    return any(isinstance(defect, StartBoundaryNotFoundDefect) for defect in part.defects)


def _is_cut(part: Message, data: bytes) -> bool:
    return _has_no_start(part) and f"--{part.get_boundary()}--".encode() in data


def _check_size(data: bytes) -> None:
    """Refuse what Python's reader would take minutes for: it is quadratic in parameters, and slow in parts.

    Raises:
        FileTooLargeError: a header has too many parameters, or the message too many parts.
    """
    named = set(_BOUNDARY.findall(data)) if b"boundary" in data.lower() else set()
    borders = (match[1] for match in _BORDER.finditer(data)) if named else iter(())
    if sum(border in named or border.removesuffix(b"--") in named for border in borders) > 2 * _MOST_PARTS:
        raise FileTooLargeError(f"This message has more than {_MOST_PARTS} parts.")
    for match in _PARAMETERS.finditer(data):
        if match[0].count(b";") > _MOST_PARAMETERS or len(match[0]) > _LONGEST_PARAMETERS:
            raise FileTooLargeError("A header of this message has more parameters than are read.")


def _parts(data: bytes) -> list[bytes]:
    parts = [data]
    for part in _parsed(data).walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                parts.append(payload)
        parts += [decoded(value).encode("utf-8", "surrogatepass") for _, value in part._headers]  # type: ignore[attr-defined]
    return parts


class _Reader:
    """Collects segments of a message, and for each run of them a function that writes it back into the same message.

    `opened` are the attachments in order, or why they could not be read; given those again it opens nothing anew.
    """

    def __init__(self, open_inner: Open, depth: int, opened: Iterator[Document | FileError] | None = None) -> None:
        self.segments: list[Segment] = []
        self.slots: list[tuple[int, Callable[[Sequence[Sequence[str]]], None]]] = []
        self.warnings: list[str] = []
        self.left_out: list[str] = []
        self.pictures = 0
        self.is_signed = False
        self.opened: list[Document | FileError] = []
        self._open_inner, self._depth = open_inner, depth
        self._parts = self._headers = 0
        self._again = opened

    @property
    def all_warnings(self) -> list[str]:
        warnings = list(dict.fromkeys(self.warnings))
        if self.pictures:
            warnings.append(f"Pictures and recordings stay as they are, and were not looked into: {self.pictures}.")
        if self.is_signed:
            warnings.append("Signatures of servers (DKIM, ARC), which no longer hold, were left out.")
        if self.left_out:
            kinds = ", ".join(sorted(set(self.left_out)))
            warnings.append(f"Parts of kinds that cannot be read were left out: {len(self.left_out)} ({kinds}).")
        return warnings

    def first_line(self, message: Message) -> None:
        """Read the line before the headers that mailboxes have (RFC 4155), with the sender's address."""
        line = message.get_unixfrom()
        if line:

            def write(pieces: Sequence[str]) -> None:
                message.set_unixfrom(" ".join(("From", *pieces[0].splitlines())))

            self._add(Segment("first line", (line.removeprefix("From "),)), write)

    def read(self, part: Message, around: Message | None = None, level: int = 0) -> None:
        """Read a part inside `around`, and the parts in it.

        Raises:
            FileError, FileTooLargeError: the message is broken, or has too many parts.
        """
        self._parts += 1
        if self._parts > _MOST_PARTS or level > _DEEPEST:
            raise FileTooLargeError(f"This message has more than {_MOST_PARTS} parts, or some that lie too deep.")
        self._headers += len(part)
        if self._headers > _MOST_HEADERS:
            raise FileTooLargeError(f"This message has more than {_MOST_HEADERS:,} headers.")
        for name in [name for name in part if name.lower() in _SIGNATURES]:
            del part[name]
            self.is_signed = True
        unwrapped(part, _POLICY)
        named_as_many(part)
        for index, (name, value) in enumerate(part._headers):  # type: ignore[attr-defined]
            self._header_name(part, index, name)
            if name.lower() in _WITH_PARAMETERS:
                self._parameters(part, index, name, str(value))
            elif name.lower() == "content-transfer-encoding":
                without_comment(part, index)
            else:
                self._header(part, index, name, str(value))
        if part.is_multipart():
            self._around(part, "preamble")
            for inner in list(part.get_payload()):
                self.read(inner, part, level + 1)
            self._around(part, "epilogue")
        else:
            self._body(part, around)

    def _header_name(self, part: Message, index: int, name: str) -> None:
        """Look for names of people in the names of headers, of which some programs make their own."""

        def write(pieces: Sequence[str]) -> None:
            if pieces[0] != name:
                part._headers[index] = (pieces[0], part._headers[index][1])  # type: ignore[attr-defined]

        if name.lower() not in _USUAL_HEADERS:
            self._add(Segment("name of a header", (name,), role="mention"), write)

    def _add(self, segment: Segment, write: Callable[[Sequence[str]], None]) -> None:
        self.segments.append(segment)
        self.slots.append((1, lambda pieces: write(pieces[0])))

    def _header(self, part: Message, index: int, name: str, raw: str) -> None:
        start = len(raw) - len(raw.lstrip())
        words = words_of(raw)
        texts = [word.text for word in words]

        def write(pieces: Sequence[str]) -> None:
            if [*pieces] != texts:
                # The list of headers itself, so that they keep their order.
                written = rewritten(words, pieces, len(name) + 1 + start)
                value = raw[:start] + written + raw[len(raw.rstrip()) :]
                part._headers[index] = (part._headers[index][0], value)  # type: ignore[attr-defined]

        if words:
            self._add(Segment(f"header {name}", texts, context=f"{name}: "), write)

    def _parameters(self, part: Message, index: int, name: str, raw: str) -> None:
        """Read a header's parameters: above all file names, whose extensions stay."""
        value, technical, others = kept_parameters(part, name)
        is_plain = bool(value) and "(" not in re.sub(r'"[^"]*"', "", raw)
        sent = dict([*technical, *others])
        written = dict(sent)

        def write_header() -> None:
            changed = {known: said for known, said in written.items() if said != sent[known]}
            value_now = in_parameters(raw, changed) if is_plain else None
            if value_now is None:
                value_now = f" {written_parameters(value, [*written.items()])}"
            part._headers[index] = (part._headers[index][0], value_now)  # type: ignore[attr-defined]

        for parameter, said in [*(pair for pair in technical if pair[0] in _NAMING), *others]:
            is_technical = (parameter, said) in technical
            is_name = parameter in ("name", "filename")
            ending = ending_of(said) if is_name else ""
            stem = said[: len(said) - len(ending)]
            marks = _BETWEEN_WORDS.split(stem) if is_name and "@" not in stem else [stem]
            shown = [" " if number % 2 else piece for number, piece in enumerate(marks)]

            def write(
                pieces: Sequence[str],
                parameter: str = parameter,
                said: str = said,
                marks: Sequence[str] = marks,
                shown: Sequence[str] = shown,
                ending: str = said[len(stem) :],
            ) -> None:
                kept = [mark if new == old else new for new, old, mark in zip(pieces, shown, marks, strict=True)]
                new = "".join(kept) + ending
                if new != said:
                    written[parameter] = new
                    write_header()

            place = "name of an attachment" if is_name else f"parameter {parameter}"
            self._add(Segment(place, shown, role="mention" if is_technical else "text"), write)
        if not is_plain:
            self.slots.append((0, lambda _pieces: write_header()))

    def _around(self, part: Message, attribute: str) -> None:
        """Read the text before and after the parts, which no program shows."""
        text = getattr(part, attribute, None)
        if text and text.strip():
            self._add(Segment(attribute, (text,)), lambda pieces: setattr(part, attribute, pieces[0]))

    def _document(self, body: Body) -> Document:
        if self._again is not None:
            opened = next(self._again)
        else:
            try:
                opened = self._opened(body)
            except FileError as error:
                opened = error
            self.opened.append(opened)
        if isinstance(opened, FileError):
            raise opened
        return opened

    def _opened(self, body: Body) -> Document:
        try:
            return self._open_inner(body.data, body.name, self._depth + 1)
        except (FileTooLargeError, FileProtectedError):
            raise
        except FileError:
            if not body.may_be_text:
                raise
            # Broken JSON, or a page of another kind, is still a text.
            return self._open_inner(body.data, "part.txt", self._depth + 1)

    def _body(self, part: Message, around: Message | None) -> None:
        kind = part.get_content_type()
        if kind.partition("/")[0] in _SHOWN:
            # Programs show these in the message; what is in them nobody can read here.
            self.pictures += 1
            return
        try:
            body = Body.of(part)
            document = self._document(body)
        except FileError:
            self.left_out.append(kind)
            self.slots.append((0, lambda _pieces: left_out(part, around)))
            return
        self.warnings += document.warnings
        self.segments += [replace(one, place=f"{body.where}, {one.place}") for one in document.segments]
        self.slots.append((len(document.segments), lambda pieces: body.write(part, document, pieces)))
