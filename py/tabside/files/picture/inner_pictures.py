"""Pictures inside other files: Office files, OpenDocument, books, e-mail, and pages with `data:` links."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import Message

from ...pictures.picture import format_of
from ..archive import read_archive, write_archive
from ..media_types import PACKED

__all__ = ["InnerPicture", "holds_others", "pictures_in", "with_pictures"]

_POLICY = policy.SMTP.clone(refold_source="none")
_MAILS = ("eml", "mht", "mhtml")
_PAGES = ("html", "htm", "xhtml", "svg", "css")
_KINDS = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "pjpeg": "jpg", "webp": "webp", "tiff": "tiff"}
_LINK = re.compile(rb"(?i)\bdata:image/(?P<kind>[a-z]+)(?:;[^,;\"'>\s]*)*;base64,(?P<data>[A-Za-z0-9+/=]+)")


_OTHER_LINK = re.compile(rb"(?i)\bdata:(?:image/(?!svg)|audio/|video/|font/|application/)")


@dataclass(frozen=True, slots=True)
class InnerPicture:
    """A picture in another file. `name` has the ending of its format."""

    name: str
    data: bytes = field(repr=False)


def pictures_in(data: bytes, name: str) -> list[InnerPicture]:
    """Return the pictures in a file, in order, whose format can be read.

    Raises:
        FileError: an archive is damaged or too large.
    """
    ending = name.rpartition(".")[2].lower()
    if ending in PACKED and ending != "pdf":
        return [InnerPicture(_named(one.name), one.data) for one in read_archive(data) if format_of(one.name)]
    if ending in _MAILS:
        return [
            InnerPicture(f"a.{kind}", _payload(part)) for part, kind in _parts(message_from_bytes(data, policy=_POLICY))
        ]
    if ending in _PAGES:
        return [InnerPicture(f"a.{_KINDS[kind]}", base64.b64decode(match["data"])) for match, kind in _links(data)]
    return []


def holds_others(data: bytes, name: str) -> bool:
    """Whether a page or style sheet has links with pictures of other formats, fonts or recordings in them."""
    ending = name.rpartition(".")[2].lower()
    return ending in _PAGES and len(_OTHER_LINK.findall(data)) > len(_links(data))


def with_pictures(data: bytes, name: str, pictures: Sequence[bytes]) -> bytes:
    """Return the file with other pictures in the places of those of `pictures_in`."""
    ending = name.rpartition(".")[2].lower()
    new = iter(pictures)
    if ending in PACKED:
        entries = read_archive(data)
        return write_archive([replace(one, data=next(new)) if format_of(one.name) else one for one in entries])
    if ending in _MAILS:
        message = message_from_bytes(data, policy=_POLICY)
        for (part, _), picture in zip(_parts(message), new, strict=True):
            if picture != _payload(part):
                _set_payload(part, picture)
        return message.as_bytes(policy=_POLICY.clone(linesep="\r\n" if b"\r\n" in data else "\n"))
    written: list[bytes] = []
    position = 0
    for match, _ in _links(data):
        written += (data[position : match.start("data")], base64.b64encode(next(new)))
        position = match.end("data")
    return b"".join((*written, data[position:]))


def _named(name: str) -> str:
    return f"a.{name.rpartition('.')[2].lower()}"


def _parts(message: Message) -> list[tuple[Message, str]]:
    return [
        (part, _KINDS[part.get_content_subtype()])
        for part in message.walk()
        if part.get_content_maintype() == "image" and part.get_content_subtype() in _KINDS and not part.is_multipart()
    ]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _set_payload(part: Message, data: bytes) -> None:
    part.set_payload(base64.encodebytes(data).decode("ascii"))
    if part["Content-Transfer-Encoding"] is None:
        part["Content-Transfer-Encoding"] = "base64"
    else:
        part.replace_header("Content-Transfer-Encoding", "base64")


def _links(data: bytes) -> list[tuple[re.Match[bytes], str]]:
    found = []
    for match in _LINK.finditer(data):
        kind = match["kind"].decode("ascii").lower()
        if kind in _KINDS and len(match["data"]) % 4 == 0:
            found.append((match, kind))
    return found
