"""The parts of an e-mail (RFC 2045): decode and encode their content."""

from __future__ import annotations

import base64
import binascii
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import InvalidBase64LengthDefect
from email.message import Message
from email.policy import Policy
from typing import Any

from ...errors import FileError, FileUnsupportedError
from ..document import Document
from ..media_types import MEDIA_TYPES
from .headers import WIDER, as_text, decoded, kept_parameters, written_parameters
from .transfer import as_base64, as_quoted_printable

__all__ = ["Body", "ending_of", "left_out", "named_as_many", "set_header", "unwrapped", "without_comment"]

_PLAIN = ("", "7bit", "8bit", "binary", "8-bit", "7-bit", "utf-8", "utf8", "ascii", "us-ascii", "none", "plain")
_LONGEST_LINE = 998
# Encodings in which this is written otherwise cannot be those of a part in lines.
_ASCII_TEXT = "+~A1/{}"
_TEXTS = ("text/", "message/", "multipart/")
_OF_CONTENT = ("content-type", "content-transfer-encoding", "content-md5", "content-length", "content-encoding")
# Kinds of texts that are not sent as texts.
_WRITTEN = ("json", "geojson", "jsonl", "ndjson", "ipynb", "xml", "toml", "yaml", "yml")
# Programs send patches as bytes of an unknown kind.
_PATCHES = ("patch", "diff")
_UUENCODED = ("x-uuencode", "uuencode", "uue", "x-uue")
_ASCII = ("", "us-ascii", "ascii")
_ENDINGS = {media_type: ending for ending, media_type in reversed([*MEDIA_TYPES.items()])} | {
    "text/rfc822-headers": "txt",
    "text/x-markdown": "md",
    "application/csv": "csv",
    "text/json": "json",
    "text/x-vcard": "vcf",
    "text/directory": "vcf",
    "application/ics": "ics",
    "application/xml": "xml",
}


@dataclass(frozen=True, slots=True)
class Body:
    """A part's content, and the file name under which it is opened. `is_exact`: the part contains nothing else."""

    data: bytes = field(repr=False)
    name: str
    where: str
    is_text: bool
    is_exact: bool

    @property
    def may_be_text(self) -> bool:
        """Whether it can be read as plain text where it is broken as what it says it is."""
        return self.is_text or (self.name.rpartition(".")[2] in _WRITTEN and _is_unicode(self.data))

    @classmethod
    def of(cls, part: Message) -> Body:
        """Read a part that holds no others.

        Raises:
            FileError: it is not in the transfer encoding that it names, or in none that is known.
        """
        kind = part.get_content_type()
        filename = decoded(part.get_filename() or "")
        known = ending_of(filename)
        ending = known[1:] if known[1:] in MEDIA_TYPES else _ENDINGS.get(kind, known[1:])
        if kind.startswith("multipart/") or (ending not in MEDIA_TYPES and kind.startswith(_TEXTS)):
            # Parts without a boundary, and texts of other kinds such as patches, are read as what they are sent as.
            ending = "txt"
        data, is_exact = _sent(part)
        if ending in _PATCHES and b"\0" not in data:
            ending = "txt"
        _, technical, _ = kept_parameters(part, "content-type")
        charset = dict(technical).get("charset", "").lower()
        is_text = (kind.startswith(_TEXTS) or ending == "txt") and not MEDIA_TYPES.get(ending, "pdf").endswith("pdf")
        if is_text and (charset not in _ASCII or not _is_unicode(data)):
            # The byte order mark determines the encoding now, whatever the part declares.
            data = BOM_UTF8 + as_text(data, charset or "us-ascii").encode("utf-8", "replace")
        return cls(data, f"part.{ending}", "attachment" if filename else "body", is_text, is_exact)

    def write(self, part: Message, document: Document, pieces: Sequence[Sequence[str]]) -> None:
        """Put a changed document back into its part."""
        data = document.rebuild(pieces)
        if data == self.data and self.is_exact:
            return
        if document.media_type == "text/plain" and self.name.endswith(".pdf"):
            _become_text(part)
        if self.is_text:
            _write_text(part, data.removeprefix(BOM_UTF8).decode("utf-8", "replace"))
        else:
            _write(part, data, "base64")


def _is_unicode(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _write_text(part: Message, text: str) -> None:
    """Write a text in the charset and the transfer encoding that the part had, or else as quoted-printable UTF-8."""
    _, technical, _ = kept_parameters(part, "content-type")
    charset = dict(technical).get("charset", "").lower() or "us-ascii"
    data = _in_charset(text, charset, part.get_payload(decode=True))
    if data is None:
        data = text.encode("utf-8", "replace")
        _set_charset(part, "utf-8")
    _write(part, data, "quoted-printable")


def _in_charset(text: str, charset: str, sent: object) -> bytes | None:
    """Encode a text as the one that was sent was, if it is read again as it is; else return None.

    A text may be sent in another charset than the one that it names (`as_text`).
    """
    for codec in dict.fromkeys((charset, WIDER.get(charset, charset), "utf-8", "cp1252")):
        try:
            data = text.encode(codec)
            is_sent_so = isinstance(sent, bytes) and sent.decode(codec).encode(codec) == sent
        except (UnicodeError, LookupError, ValueError):
            continue
        if is_sent_so and _ASCII_TEXT.encode(codec) == _ASCII_TEXT.encode() and as_text(data, charset) == text:
            return data
    return None


def _write(part: Message, data: bytes, otherwise: str) -> None:
    """Write content in the transfer encoding that the part had, or where it does not allow it, in another one."""
    way, sent = _way(part), str(part._payload)  # type: ignore[attr-defined]
    is_short = max(map(len, data.split(b"\n"))) <= _LONGEST_LINE or max(map(len, sent.split("\n"))) > _LONGEST_LINE
    is_allowed = data.isascii() or way in ("8bit", "binary")
    if way in _PLAIN and is_allowed and is_short and b"\0" not in data:
        part._payload = data.decode("ascii", "surrogateescape")  # type: ignore[attr-defined]
    elif way == "base64":
        part._payload = as_base64(data, sent)  # type: ignore[attr-defined]
    elif way == "quoted-printable":
        part._payload = as_quoted_printable(data, sent)  # type: ignore[attr-defined]
    else:
        is_text = otherwise == "quoted-printable"
        part.set_payload(as_quoted_printable(data, "") if is_text else base64.encodebytes(data).decode("ascii"))
        set_header(part, "Content-Transfer-Encoding", otherwise)


def _sent(part: Message) -> tuple[bytes, bool]:
    """Return a part's decoded bytes, and whether it contains nothing else, such as a line after the end of Base64."""
    way = _way(part)
    raw = str(part._payload).encode("ascii", "surrogateescape")  # type: ignore[attr-defined]
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if way in _PLAIN or way == "quoted-printable":
        return data, True
    is_broken = any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects)
    if (way == "base64" and not is_broken) or (way in _UUENCODED and data != raw):
        return data, base64.b64encode(data) == re.sub(rb"\s", b"", raw)
    if way == "base64" or way in _UUENCODED:
        raise FileError("A part of this message is not in the transfer encoding that it names.")
    raise FileUnsupportedError("A part of this message is sent in an encoding that is not known.")


def unwrapped(part: Message, policy: Policy[Any]) -> None:
    """Unpack a nested message in Base64, which RFC 2046 forbids but some programs send.

    Raises:
        FileError: it cannot be unpacked.
    """
    way = _way(part)
    if part.get_content_type() != "message/rfc822" or not part.is_multipart() or way in _PLAIN:
        return
    inner = part.get_payload(0).as_bytes(policy=policy)  # type: ignore[union-attr]
    try:
        if way == "base64":
            plain = base64.b64decode(re.sub(rb"\s", b"", inner), validate=True)
        elif way == "quoted-printable":
            plain = binascii.a2b_qp(inner)
        else:
            raise FileError("A message in this message is sent in an encoding that is not known.")
    except binascii.Error:
        raise FileError("A message in this message is not in the transfer encoding that it names.") from None
    part.set_payload([message_from_bytes(plain, policy=policy)])
    del part["content-transfer-encoding"]


def left_out(part: Message, around: Message | None) -> None:
    """Leave a part out. What is there instead says so, and keeps its names; among alternatives nothing has to be there.

    The last alternative is the one that programs show (RFC 2046, 5.1.4), so a note there would hide the others.
    """
    inner = around.get_payload() if around is not None and around.is_multipart() else []
    if around is not None and around.get_content_subtype() == "alternative" and len(inner) > 1:
        around.set_payload([one for one in inner if one is not part])
        return
    _, _, others = kept_parameters(part, "content-type")
    named = [(name, f"{said}.txt") for name, said in others if name == "name"]
    part._headers = [pair for pair in part._headers if pair[0].lower() not in _OF_CONTENT]  # type: ignore[attr-defined]
    set_header(part, "Content-Type", written_parameters("text/plain", [("charset", "utf-8"), *named]))
    if "Content-Disposition" in part:
        value, _, others = kept_parameters(part, "content-disposition")
        named = [(name, f"{said}.txt" if name == "filename" else said) for name, said in others]
        set_header(part, "Content-Disposition", written_parameters(value, named))
    part.set_payload("An attachment that could not be read was left out.\n")


def named_as_many(part: Message) -> None:
    """Give a part with other parts a valid type, if it has an impossible one such as `multipart/*`."""
    value, _, _ = kept_parameters(part, "content-type")
    # A part of a digest is a message, whether it says so or not (RFC 2046, 5.1.5).
    is_message = "content-type" not in part and part.get_default_type() == "message/rfc822"
    if part.is_multipart() and not is_message and not value.startswith(("multipart/", "message/")):
        _, technical, others = kept_parameters(part, "content-type")
        set_header(part, "Content-Type", written_parameters("multipart/mixed", [*technical, *others]))


def without_comment(part: Message, index: int) -> None:
    """Take a comment out of a transfer encoding, which programs read in full."""
    name, value = part._headers[index]  # type: ignore[attr-defined]
    if "(" in str(value):
        part._headers[index] = (name, " " + (str(value).partition("(")[0].strip() or "7bit"))  # type: ignore[attr-defined]


def set_header(part: Message, name: str, value: str) -> None:
    """Set a header at its place, or at the end."""
    headers = part._headers  # type: ignore[attr-defined]
    places = [index for index, pair in enumerate(headers) if pair[0].lower() == name.lower()]
    if places:
        headers[places[0]] = (headers[places[0]][0], f" {value}")
    else:
        headers.append((name, f" {value}"))


def ending_of(name: str) -> str:
    """Return a file name's extension, with its dot.

    >>> ending_of("A.letter.docx"), ending_of("letter"), ending_of("Ann.Lindqvist")
    ('.docx', '', '')
    """
    match = re.search(r"\.[A-Za-z0-9]{1,5}\Z", name)
    return match[0].lower() if match else ""


def _way(part: Message) -> str:
    """Return the transfer encoding that a part names."""
    found = [str(value) for name, value in part._headers if name.lower() == "content-transfer-encoding"]  # type: ignore[attr-defined]
    return found[0].partition(";")[0].partition("(")[0].strip().lower() if found else ""


def _set_charset(part: Message, charset: str) -> None:
    value, technical, others = kept_parameters(part, "content-type")
    kept = [pair for pair in technical if pair[0] != "charset"]
    set_header(part, "Content-Type", written_parameters(value or "text/plain", [("charset", charset), *kept, *others]))


def _become_text(part: Message) -> None:
    """Adjust the headers of a part that has become text."""
    for header in ("Content-Type", "Content-Disposition"):
        if header in part:
            value, technical, others = kept_parameters(part, header)
            named = [(name, f"{said[:-4]}.txt" if said.lower().endswith(".pdf") else said) for name, said in others]
            is_type = header == "Content-Type"
            set_header(part, header, written_parameters("text/plain" if is_type else value, [*technical, *named]))
