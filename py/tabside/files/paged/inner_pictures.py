"""Read the pictures inside a redacted file, and paint over personal data in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...errors import FileError
from ...ocr import load_reader
from ..choice import Choice
from ..picture.inner_pictures import InnerPicture, holds_others, pictures_in, with_pictures
from ..result import FileFinding, FileRedaction
from .picture_review import PictureReview

if TYPE_CHECKING:
    from ...ocr.reader import Reader
    from ...redaction.operators.placeholders import PlaceholderMap
    from ...redaction.redactor import Redactor

__all__ = ["with_read_pictures"]

# What was said of pictures before they were read: all of them stay, or a number of them.
_STAY = re.compile(r"Pictures\b.{0,60} stay as they are, and were not looked into(?:: (\d+))?\.")


@dataclass(slots=True)
class _Read:
    """The result for the pictures of a file."""

    mapping: PlaceholderMap
    pictures: list[bytes] = field(default_factory=list)
    findings: list[FileFinding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unread: int = 0


async def with_read_pictures(
    done: FileRedaction, redactor: Redactor, choice: Choice, reader: Reader | None
) -> FileRedaction:
    """Return a redacted file whose pictures were read, too; those that cannot be read stay, with a warning.

    Values that were found in the file's text are looked for in its pictures as well.

    Raises:
        UnscannedError: a value can still be read in a picture, or a picture's text could not be scanned.
        DownloadError, RuntimeUnavailableError, ...: what reads text could not be loaded.
    """
    inner = pictures_in(done.data, done.name)
    if not inner:
        return done
    own = reader or await load_reader()
    try:
        read = await _read_all(inner, done.mapping, redactor, choice, own)
    finally:
        if reader is None:
            await own.dispose()
    return replace(
        done,
        data=with_pictures(done.data, done.name, read.pictures),
        findings=[*done.findings, *read.findings],
        warnings=list(dict.fromkeys((*_others(done, len(inner)), *_said(read, len(inner))))),
        mapping=read.mapping,
    )


async def _read_all(
    inner: Sequence[InnerPicture], mapping: PlaceholderMap, redactor: Redactor, choice: Choice, reader: Reader
) -> _Read:
    read = _Read(mapping)
    # A logo stands on each page, and in each mail.
    known: dict[bytes, bytes] = {}
    for number, one in enumerate(inner, 1):
        if one.data in known:
            read.pictures.append(known[one.data])
            continue
        try:
            review = await PictureReview.open(
                one.data, one.name, redactor, replace(choice, mapping=read.mapping, on_progress=None), reader
            )
            redacted = await review.redact()
        except FileError:
            read.unread += 1
            new = one.data
        else:
            read.mapping, new = redacted.mapping, redacted.data
            read.findings += [replace(each, place=f"picture {number}, {each.place}") for each in redacted.findings]
            if redacted.findings:
                read.warnings += [f"picture {number}: {said}" for said in redacted.warnings]
        known[one.data] = new
        read.pictures.append(new)
    return read


def _said(read: _Read, count: int) -> list[str]:
    said: list[str] = []
    if count > read.unread:
        said.append(f"Pictures were read, and written anew from their pixels alone: {count - read.unread}.")
    if read.unread:
        said.append(f"Pictures that could not be read stay as they are: {read.unread}.")
    return said + read.warnings


def _others(done: FileRedaction, read: int) -> list[str]:
    """Return what was said before, of those pictures alone that are of other formats."""
    said: list[str] = []
    for warning in done.warnings:
        match = _STAY.fullmatch(warning)
        if match is None or (match[1] is None and holds_others(done.data, done.name)):
            said.append(warning)
        elif match[1] is not None and int(match[1]) > read:
            said.append(warning.replace(f": {match[1]}.", f": {int(match[1]) - read}."))
    return said
