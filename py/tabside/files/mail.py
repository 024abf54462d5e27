"""E-mail (RFC 5322, MIME): headers, every body, and attachments of kinds that can be read.

Structure and order stay; headers and parts that change are written anew. Signatures of the old text (DKIM, ARC) go, for
they no longer hold. An attachment that cannot be read is left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import Header, decode_header, make_header
from email.message import EmailMessage, Message

from ..errors import FileError, FileUnsupportedError
from .document import Document, Segment

__all__ = ["open_mail"]

# Headers are never parsed nor folded anew: what stands in the place of an address need not be one.
_POLICY = policy.SMTP.clone(refold_source="none")
_SIGNATURES = frozenset(
    ("dkim-signature", "arc-seal", "arc-message-signature", "arc-authentication-results", "domainkey-signature",
     "authentication-results", "x-google-dkim-signature")
)  # fmt: skip
# Headers in the words of MIME, where nothing private stands but names of files.
_TECHNICAL = frozenset(("mime-version", "content-transfer-encoding", "content-type", "content-disposition", "date"))
_MOST_PARTS = 1000

Open = Callable[[bytes, str, int], Document]


def open_mail(data: bytes, media_type: str, *, open_inner: Open, depth: int) -> Document:
    """Read a message; `open_inner` opens its attachments, by bytes, name and depth.

    Raises:
        FileError: it is no message.
    """
    try:
        message = message_from_bytes(data, policy=_POLICY)
        reader = _Reader(open_inner, depth)
        reader.read(message)
    except (MessageError, LookupError, ValueError, AttributeError, IndexError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError("This is no e-mail message, or a broken one.") from None
    if not message.keys():
        raise FileError("This is no e-mail message: it has no header.")

    def rebuild(pieces: Sequence[Sequence[str]]) -> bytes:
        again = message_from_bytes(data, policy=_POLICY)
        writer = _Reader(open_inner, depth)
        writer.read(again)
        position = 0
        for count, write in writer.slots:
            write_one = pieces[position : position + count]
            position += count
            write(write_one)
        return again.as_bytes(policy=_POLICY)

    return Document(reader.segments, rebuild, media_type, reader.warnings, _parts)


def _parts(data: bytes) -> list[bytes]:
    parts = [data]
    for part in message_from_bytes(data, policy=_POLICY).walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                parts.append(payload)
        parts += [_decoded(value).encode("utf-8", "surrogatepass") for _, value in part._headers]  # type: ignore[attr-defined]
    return parts


def _decoded(raw: str) -> str:
    """Read encoded words (RFC 2047)."""
    return str(make_header(decode_header(str(raw))))


def _encoded(name: str, value: str) -> str:
    return value if value.isascii() else Header(value, "utf-8", header_name=name).encode()


class _Reader:
    """Collects segments of a message, and for each run of them what writes it back into the same message."""

    def __init__(self, open_inner: Open, depth: int) -> None:
        self.segments: list[Segment] = []
        self.slots: list[tuple[int, Callable[[Sequence[Sequence[str]]], None]]] = []
        self.warnings: list[str] = []
        self._open_inner, self._depth, self._parts = open_inner, depth, 0

    def read(self, part: Message) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise FileError(f"This message has more than {_MOST_PARTS} parts.")
        for name in [name for name in part if name.lower() in _SIGNATURES]:
            del part[name]
        for index, (name, value) in enumerate(part._headers):  # type: ignore[attr-defined]
            if name.lower() not in _TECHNICAL:
                self._header(part, index, name, _decoded(value))
        if part.is_multipart():
            for attribute in ("preamble", "epilogue"):
                if getattr(part, attribute, None):
                    setattr(part, attribute, None)
            for inner in part.get_payload():
                self.read(inner)  # type: ignore[arg-type]
        else:
            self._body(part)

    def _header(self, part: Message, index: int, name: str, value: str) -> None:
        text = " ".join(value.split())
        if not text:
            return

        def write(pieces: Sequence[Sequence[str]]) -> None:
            (new,) = pieces[0]
            if new != text:
                # The list of headers itself, so that they keep their order.
                part._headers[index] = (name, _encoded(name, new))  # type: ignore[attr-defined]

        self.segments.append(Segment(f"header {name}", (text,), context=f"{name}: "))
        self.slots.append((1, write))

    def _body(self, part: Message) -> None:
        kind = part.get_content_type()
        filename = part.get_filename()
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        if kind in ("text/plain", "text/html", "text/markdown") and not filename:
            charset = part.get_content_charset() or "utf-8"
            if charset in ("us-ascii", "ascii"):
                charset = "utf-8"
            try:
                data = data.decode(charset).encode("utf-8")
            except (UnicodeDecodeError, LookupError):
                raise FileError("A part of this message is not in the encoding that it names.") from None
            document = self._open_inner(data, "body.html" if kind == "text/html" else "body.txt", self._depth + 1)
            self._add(part, "body", document, kind.partition("/")[2], None)
            return
        try:
            document = self._open_inner(data, filename or f"part.{kind.partition('/')[2]}", self._depth + 1)
        except FileUnsupportedError:
            self.warnings.append("An attachment of a kind that cannot be read was left out.")
            self._add_nothing(part)
            return
        self._add(part, "attachment", document, None, filename)

    def _add(self, part: Message, where: str, document: Document, subtype: str | None, filename: str | None) -> None:
        self.segments += [
            Segment(f"{where}, {segment.place}", segment.pieces, segment.context, segment.column, segment.entity)
            for segment in document.segments
        ]
        count = len(document.segments)
        if filename:
            self.segments.append(Segment("name of an attachment", (filename,)))
        self.warnings += document.warnings

        def write(pieces: Sequence[Sequence[str]]) -> None:
            assert isinstance(part, EmailMessage)
            data = document.rebuild(pieces[:count])
            disposition = part.get_content_disposition()
            kind = part.get_content_type()
            content_id = part.get("content-id")
            others = list(part._headers)  # type: ignore[attr-defined]
            if subtype is not None:
                part.set_content(data.decode("utf-8"), subtype=subtype, charset="utf-8", cte="quoted-printable")
            else:
                new_name = pieces[count][0] if filename else None
                main, _, sub = kind.partition("/")
                part.set_content(data, main, sub, disposition=disposition or "attachment", filename=new_name)
                if content_id:
                    part["Content-ID"] = content_id
            # What MIME says of a part goes behind its other headers, which keep their order.
            own = [pair for pair in part._headers if pair[0].lower().startswith("content-")]  # type: ignore[attr-defined]
            rest = [pair for pair in others if not pair[0].lower().startswith("content-")]
            part._headers = [*rest, *own]  # type: ignore[attr-defined]

        self.slots.append((count + bool(filename), write))

    def _add_nothing(self, part: Message) -> None:
        def write(_pieces: Sequence[Sequence[str]]) -> None:
            assert isinstance(part, EmailMessage)
            part.set_content("An attachment that could not be read was left out.\n")

        self.slots.append((0, write))
