"""Redact a picture: recognize its text, find personal data, paint over it, and verify that it is gone.

The text of all frames is one text to the redactor. What was read is searched twice: as it is, and with figures in the
place of letters that OCR takes for them. Values that were found are then looked for wherever else they stand, without
regard to accents and confusions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ... import platform
from ...errors import FileTooLargeError, FileUnsupportedError, UnscannedError
from ...ocr import load_reader
from ...ocr.box import Box
from ...ocr.covering import covering_boxes
from ...ocr.page import Page
from ...pictures.picture import Picture, format_of
from ...types import Finding
from ..choice import Choice
from .confusions import figures_for_letters, letters_for_figures, skeleton, skeleton_matches

if TYPE_CHECKING:
    from ...ocr.reader import Reader
    from ...redaction.operators.placeholders import PlaceholderMap
    from ...redaction.redactor import Redaction, Redactor

__all__ = ["PictureRedaction", "redact_picture"]

CANNOT_BE_RESTORED = "A picture cannot be restored: what is under the boxes is gone. Keep the original."
MOST_BYTES = 256 * 1024 * 1024
_BETWEEN_PAGES = "\n\n"
# Below it a page was not read: it stands askew, is written by hand, or in another script.
_LEGIBLE = 0.85
_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Text:
    """The pages' texts as one, and where each begins."""

    pages: Sequence[Page]
    text: str
    starts: Sequence[int]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> _Text:
        starts: list[int] = []
        length = 0
        for page in pages:
            starts.append(length)
            length += len(page.text) + len(_BETWEEN_PAGES)
        return cls(pages, _BETWEEN_PAGES.join(page.text for page in pages), starts)

    def boxes(self, findings: Iterable[Finding]) -> list[list[Box]]:
        """Return, for each page, the boxes that hide the findings."""
        found = list(findings)
        return [
            covering_boxes(
                page,
                [
                    (max(0, one.start - start), min(len(page.text), one.end - start))
                    for one in found
                    if one.start < start + len(page.text) and one.end > start
                ],
            )
            for page, start in zip(self.pages, self.starts, strict=True)
        ]

    def place(self, offset: int) -> str:
        """Return the page and line of an offset, in words."""
        number = max(index for index, start in enumerate(self.starts) if start <= offset)
        line = self.pages[number].text.count("\n", 0, offset - self.starts[number]) + 1
        return f"page {number + 1}, line {line}" if len(self.pages) > 1 else f"line {line}"


@dataclass(frozen=True, slots=True)
class PictureRedaction:
    """A redacted picture: its bytes, what was read, and the findings with their places in that text."""

    data: bytes
    text: str
    findings: Sequence[Finding]
    places: Sequence[str]
    boxes: Sequence[Sequence[Box]]
    """Painted, by page."""
    pages: Sequence[Page]
    warnings: Sequence[str]
    mapping: PlaceholderMap


async def redact_picture(
    data: bytes, name: str, redactor: Redactor, choice: Choice, reader: Reader | None = None
) -> PictureRedaction:
    """Redact a picture of the kind that its name says. Whatever the operator, what goes is painted black.

    `reader` is one that was loaded before; without it, one is loaded for this file.

    Raises:
        FileError: the picture cannot be decoded, or its text cannot be read.
        UnscannedError: the text could not be scanned, or a value that was found can still be read in the result.
        DownloadError, RuntimeUnavailableError, ...: what reads text could not be loaded.
    """
    format = format_of(name)
    if format is None:
        raise FileUnsupportedError("This is no picture, by its name.")
    if len(data) > MOST_BYTES:
        raise FileTooLargeError("This file is larger than 256 MB.")
    codec = platform.picture_codec()
    picture = await codec.decode(data, format)
    own = reader or await load_reader()
    try:
        read = _Text.of([await _read(own, frame) for frame in picture.frames])
        findings, redaction = await _findings(read.text, redactor, choice)
        gone = [one for one in findings if one.replacement != read.text[one.start : one.end]]
        boxes = read.boxes(gone)
        result = await codec.encode(_painted(picture, boxes))
        written = await codec.decode(result, format)
        values = {read.text[one.start : one.end] for one in gone}
        for frame, page, painted_over in zip(_same_size(written, picture), read.pages, boxes, strict=True):
            if painted_over and await _is_left(frame, page, painted_over, values, own):
                raise UnscannedError("A value that was found can still be read beside its box.")
    finally:
        if reader is None:
            await own.dispose()
    return PictureRedaction(
        data=result,
        text=read.text,
        findings=findings,
        places=[read.place(one.start) for one in findings],
        boxes=boxes,
        pages=read.pages,
        warnings=[*picture.warnings, *(one.message for one in redaction.warnings), *_warnings(read, gone)],
        mapping=redaction.mapping,
    )


async def _findings(text: str, redactor: Redactor, choice: Choice) -> tuple[Sequence[Finding], Redaction]:
    async def analyze(text: str) -> list[Finding]:
        return await redactor.analyze(
            text, entities=choice.entities, threshold=choice.threshold, policy=choice.policy,
            on_progress=choice.on_progress, reuse=True,
        )  # fmt: skip

    found = choice.review.with_hidden(await _found(text, analyze), text)
    settled = _everywhere(text, found, _known_values(choice.mapping, choice.review.hide))
    redaction = await redactor.anonymize_document(
        text, choice.review.without_kept(settled, text), operator=choice.operator, operators=choice.operators,
        policy=choice.policy, mapping=choice.mapping,
    )  # fmt: skip
    return redaction.findings, redaction


async def _read(reader: Reader, frame: Any) -> Page:
    page = await reader.read(frame)
    if page.text and page.confidence < _LEGIBLE:
        raise FileUnsupportedError(
            "The text in this picture could not be read well enough to find what is personal in it: it is too small, "
            "blurred, written by hand, or in another script than Latin."
        )
    if page.unread and not page.text:
        raise FileUnsupportedError(
            "This picture holds text that could not be read: it is written by hand, or in another script than Latin."
        )
    return page


async def _found(text: str, analyze: Callable[[str], Any]) -> list[Finding]:
    """Find in the text as it was read, and in the text without confusions where it differs; offsets are the same."""
    found: list[Finding] = await analyze(text)
    repaired = letters_for_figures(figures_for_letters(text))
    if repaired == text:
        return found
    further: list[Finding] = await analyze(repaired)
    for one in further:
        if text[one.start : one.end] == repaired[one.start : one.end]:
            continue
        touched = [other for other in found if other.start < one.end and one.start < other.end]
        start, end = min([one.start, *(t.start for t in touched)]), max([one.end, *(t.end for t in touched)])
        found = [other for other in found if other not in touched] + [replace(one, start=start, end=end)]
    return sorted(found, key=lambda one: one.start)


def _known_values(mapping: PlaceholderMap | None, hide: Mapping[str, str]) -> dict[str, str]:
    """Return values that other files gave a placeholder and values to hide, each with its entity."""
    originals = {} if mapping is None else mapping.originals
    known = {value: name.strip("[]").rpartition("_")[0] for name, value in originals.items() if name != value}
    return {**known, **hide}


def _everywhere(text: str, findings: Sequence[Finding], known: Mapping[str, str]) -> list[Finding]:
    """Find values wherever else they occur as whole words, as OCR may have read them."""
    values = {text[one.start : one.end]: one for one in findings}
    for value, entity in known.items():
        values.setdefault(value, Finding(entity or "CUSTOM", 0, 0, 1.0, "propagation"))
    bare = skeleton(text)
    settled = list(findings)
    for value, one in values.items():
        for start, end in skeleton_matches(text, value, bare):
            if not any(other.start < end and start < other.end for other in settled):
                settled.append(replace(one, start=start, end=end, source="propagation", replacement=None))
    return sorted(settled, key=lambda one: one.start)


def _painted(picture: Picture, boxes: Sequence[Sequence[Box]]) -> Picture:
    from .painting import painted

    return replace(picture, frames=[painted(frame, own) for frame, own in zip(picture.frames, boxes, strict=True)])


def _same_size(written: Picture, picture: Picture) -> Sequence[Any]:
    if [frame.shape[:2] for frame in written.frames] != [frame.shape[:2] for frame in picture.frames]:
        raise UnscannedError("The picture was not written as it should be.")
    return written.frames


async def _is_left(frame: Any, page: Page, boxes: Sequence[Box], values: Iterable[str], reader: Reader) -> bool:
    """Whether a value can be read in the lines that boxes touch, in the file as it was written."""
    left = await reader.read(frame, rotation=page.rotation, near=boxes)
    bare = skeleton(left.text)
    telling = (value for value in values if sum(ch.isalnum() for ch in value) >= _LEAST_LETTERS)
    return any(True for value in telling for _ in skeleton_matches(left.text, value, bare))


def _warnings(read: _Text, gone: Sequence[Finding]) -> list[str]:
    found: list[str] = []
    unread = sum(len(page.unread) for page in read.pages)
    unsure = sum(not word.is_sure for page in read.pages for word in page.words)
    if not read.text:
        found.append("No text was found in this picture.")
    elif not gone:
        found.append("Nothing was found in this picture's text.")
    else:
        found.append(CANNOT_BE_RESTORED)
    if unread:
        found.append(f"Lines that could not be read stay as they are (handwriting, another script): {unread}.")
    if unsure:
        found.append(f"Words that may have been read wrongly: {unsure}. Look at the picture.")
    return found
