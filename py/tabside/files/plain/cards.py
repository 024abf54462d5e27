"""Calendars and contacts (iCalendar, RFC 5545; vCard, RFC 6350): values as displayed, across folded lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..budget import bounded
from ..document import Document
from ..text import decode_text, warnings_of
from .stretches import Found, Stretch, document_of

__all__ = ["open_cards"]

_LINE = re.compile(r"[^\r\n]+(?:(?:\r\n|\n|\r)[ \t][^\r\n]*)*")
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_HEAD = re.compile(r"(?:[\w-]+\.)?(?P<name>[A-Za-z][\w-]*)(?P<parameters>(?:;(?:\"[^\"]*\"|[^:\";])*)*):", re.DOTALL)
_PARAMETER = re.compile(r";(?P<name>[A-Za-z-]+)=(?P<value>\"[^\"]*\"|[^;:\"]*)", re.DOTALL)
# Signs without a backslash part the components of an address, or are written so by programs that know no escapes.
_SIGN = re.compile(r"\\(?P<escaped>[nN,;\\])|[,;]")
# Properties in the words of the format: structure, times, rules.
_TECHNICAL = frozenset(
    (
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "DTSTART", "DTEND", "DTSTAMP", "DUE", "CREATED",
        "COMPLETED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP", "CLASS", "RRULE", "RDATE", "EXDATE", "EXRULE",
        "PRIORITY", "TRIGGER", "ACTION", "DURATION", "REPEAT", "TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO",
        "TZURL", "FREEBUSY", "PERCENT-COMPLETE", "RECURRENCE-ID", "REV", "GENDER", "KIND", "PROFILE", "MAILER",
        "TZ", "LANG", "REFRESH-INTERVAL", "COLOR", "X-WR-TIMEZONE", "X-MICROSOFT-CDO-BUSYSTATUS",
        "X-MICROSOFT-CDO-IMPORTANCE",
    )
)  # fmt: skip
_PACKED = ("PHOTO", "LOGO", "SOUND", "KEY", "ATTACH")
# Without such a parameter the value is an address (RFC 5545, 3.8.1.1; RFC 6350, 6.2.4), but not all programs say so.
_PACKED_BY = re.compile(r"(?i);ENCODING=\"?(?:B|BASE64)\"?(?=;|\Z)|;VALUE=BINARY(?=;|\Z)")
_PACKED_VALUE = re.compile(r"(?i)data:[\w/.+-]+;base64,|[A-Za-z0-9+/]{60}")
_LABELS = {"TEL": "phone", "EMAIL": "email", "ADR": "address", "BDAY": "date of birth", "ORG": "company", "GEO": "gps"}
_PARTS_OF_NAME = ("SURNAME", "GIVEN_NAME", "GIVEN_NAME", None, None)
_ENTITIES = {"FN": "PERSON", "NICKNAME": "GIVEN_NAME", "BDAY": "DATE_OF_BIRTH"}


def open_cards(data: bytes, media_type: str) -> Document:
    """Read calendars or contacts. Pictures in them stay, with a warning.

    Raises:
        FileTooLargeError: they have too many values.
    """
    text, mark, encoding = decode_text(data)
    warnings = warnings_of(encoding)
    found = list(bounded(_found(text, warnings), len(text)))
    return document_of(found, text, mark, encoding, media_type, list(dict.fromkeys(warnings)))


def _found(text: str, warnings: list[str]) -> Iterator[Found]:
    for line in _LINE.finditer(text):
        head = _HEAD.match(text, line.start(), line.end())
        if head is None:
            yield Found("line", list(_stretches(text, line.start(), line.end())))
            continue
        name = head["name"].upper()
        yield from _parameters(text, head)
        value = text[head.end() : line.end()]
        if name in _PACKED and (_PACKED_BY.search(head["parameters"]) or _PACKED_VALUE.match(value)):
            warnings.append("Pictures and other packed data stay as they are, and were not looked into.")
        elif name not in _TECHNICAL:
            yield from _value(text, name, head.end(), line.end())


def _parameters(text: str, head: re.Match[str]) -> Iterator[Found]:
    for match in _PARAMETER.finditer(text, *head.span("parameters")):
        if match["name"].upper() in ("CN", "SENT-BY", "DIR", "ALTREP", "MEMBER", "DELEGATED-TO", "DELEGATED-FROM"):
            start, end = match.span("value")
            quoted = match["value"].startswith('"')
            entity = "PERSON" if match["name"].upper() == "CN" else None
            yield Found(
                f"parameter {match['name']}", list(_stretches(text, start + quoted, end - quoted)), entity=entity
            )


def _value(text: str, name: str, start: int, end: int) -> Iterator[Found]:
    if name == "N":
        position = start
        borders = [match.start() for match in re.finditer(r"(?<!\\);", text[start:end])]
        for entity, border in zip(_PARTS_OF_NAME, [*borders, end - start], strict=False):
            yield Found(name, list(_stretches(text, position, start + border)), entity=entity)
            position = start + border + 1
        return
    label = _LABELS.get(name, "")
    found = Found(name, list(_stretches(text, start, end)), context=f"{label}: " if label else "")
    found.entity = _ENTITIES.get(name)
    yield found


def _stretches(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield a value in pieces: hard ones at folds, soft ones at escapes, fixed ones between components."""
    position = start
    is_after_fold = True
    for fold in (*_FOLD.finditer(text, start, end), None):
        stop = end if fold is None else fold.start()
        for first, last, value in _pieces(text, position, stop):
            yield Stretch(first, last, value, _written, not is_after_fold, text[first:last] in (",", ";"))
            is_after_fold = False
        if is_after_fold:
            yield Stretch(position, position, "", _written)
        is_after_fold = True
        position = stop if fold is None else fold.end()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    position = start
    for match in _SIGN.finditer(text, start, end):
        if match.start() > position:
            yield position, match.start(), text[position : match.start()]
        said = match["escaped"] or match[0]
        yield match.start(), match.end(), "\n" if said in "nN" else said
        position = match.end()
    if position < end:
        yield position, end, text[position:end]


def _written(value: str) -> str:
    """Write a value on one line; what would end it, or a part of it, as escapes."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", escaped)
