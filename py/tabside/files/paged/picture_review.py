"""The review of a picture: its frames are pages. Redacted areas are painted black, whatever the operator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ... import platform
from ...errors import FileTooLargeError, FileUnsupportedError
from ...ocr import load_reader
from ...ocr.box import Box
from ...ocr.covering import covering_boxes
from ...pictures.picture import Codec, Picture, format_of
from ...types import Finding
from ..choice import Choice
from ..document import Segment
from ..media_types import MEDIA_TYPES
from ..picture.confusions import skeleton
from ..picture.frames_text import FramesText, read_frame
from ..picture.search import find_in
from ..picture.writing import write_painted
from ..result import FileFinding, FileRedaction, mistaken, reserve
from .review import NO_DECISIONS, Area, Decisions, Image, PageFinding, PageSize, Quad, Stretch, chosen, stretches_of

if TYPE_CHECKING:
    from ...ocr.reader import Reader
    from ...redaction.operators.placeholders import PlaceholderMap
    from ...redaction.redactor import Redactor

__all__ = ["PictureReview"]

CANNOT_BE_RESTORED = "A picture cannot be restored: what is under the boxes is gone. Keep the original."
MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _ReadPicture:
    """A picture with the text that `reader` found in it."""

    name: str
    codec: Codec
    picture: Picture
    text: FramesText
    reader: Reader
    is_own_reader: bool


class PictureReview:
    """See `PageReview`."""

    def __init__(self, opened: _ReadPicture, found: Sequence[Finding], redactor: Redactor, choice: Choice) -> None:
        picture, read = opened.picture, opened.text
        self._name, self._codec, self._picture, self._read = opened.name, opened.codec, picture, read
        self._reader, self._is_own_reader = opened.reader, opened.is_own_reader
        self._redactor, self._choice = redactor, choice
        self.sizes: Sequence[PageSize] = [
            PageSize(float(frame.shape[1]), float(frame.shape[0])) for frame in picture.frames
        ]
        self.warnings: Sequence[str] = picture.warnings
        self.findings: Sequence[PageFinding] = [self._finding(number, one) for number, one in enumerate(found)]
        self.unsure: Sequence[Stretch] = [
            Stretch(number, 0, word.start, word.end, word.text)
            for number, page in enumerate(read.pages)
            for word in page.words
            if not word.is_sure
        ]

    @classmethod
    async def open(
        cls, data: bytes, name: str, redactor: Redactor, choice: Choice, reader: Reader | None = None,
        on_page: Callable[[int, int], None] | None = None,
    ) -> PictureReview:  # fmt: skip
        """Decode a picture of the kind that its name says, read its text and find personal data in it.

        `reader` is one that was loaded before; without it, one is loaded for this file.

        Raises:
            FileError: the picture cannot be decoded, or its text cannot be read.
            UnscannedError: the text could not be scanned.
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
            pages = []
            for number, frame in enumerate(picture.frames, 1):
                pages.append(await read_frame(own, frame))
                if on_page is not None:
                    on_page(number, len(picture.frames))
            read = FramesText.of(pages)
            found = await find_in(read.text, redactor, choice)
        except BaseException:
            if reader is None:
                await own.dispose()
            raise
        opened = _ReadPicture(name, codec, picture, read, own, is_own_reader=reader is None)
        return cls(opened, found, redactor, choice)

    async def render(self, page: int, scale: float) -> Image:
        import numpy as np

        from ...ocr.resampling import resized

        frame = self._picture.frames[page]
        height, width = (max(1, round(side * scale)) for side in frame.shape[:2])
        rgba = np.full((height, width, 4), 255, np.uint8)
        colors = frame if frame.ndim == 3 else frame[..., None]
        shown = colors if (height, width) == frame.shape[:2] else resized(colors, height, width)
        rgba[..., :3] = shown.round() if shown.dtype != np.uint8 else shown
        return Image(width, height, rgba.tobytes())

    async def boxes(self, page: int, stretches: Sequence[Stretch]) -> list[list[Quad]]:
        read = self._read.pages[page]
        return [
            [box.quad(0.0, box.width) for box in covering_boxes(read, [(one.start, min(one.end, len(read.text)))])]
            for one in stretches
        ]

    def search(self, value: str) -> list[Stretch]:
        def fold(text: str) -> str:
            return "".join(skeleton(text).split())

        return stretches_of([(page, 0, read.text) for page, read in enumerate(self._read.pages)], value, fold)

    async def under(self, area: Area) -> list[Stretch]:
        read = self._read.pages[area.page]
        found: list[Stretch] = []
        for line in read.lines:
            inside = [
                word.start + index
                for word in line.words
                for index in range(len(word.text))
                if area.covers(_middle(word.box.quad(word.edges[index], word.edges[index + 1])))
            ]
            if inside:
                start, end = inside[0], inside[-1] + 1
                found.append(Stretch(area.page, 0, start, end, read.text[start:end], area.entity))
        return found

    async def redact(self, decisions: Decisions = NO_DECISIONS, mapping: PlaceholderMap | None = None) -> FileRedaction:
        decisions.check(self.sizes)
        choice = self._choice if mapping is None else replace(self._choice, mapping=mapping)
        added = list(decisions.added)
        for area in decisions.areas:
            added += await self.under(area)
        starts = self._read.starts
        moved = [replace(one, start=one.start + starts[one.page], end=one.end + starts[one.page]) for one in added]
        kept = [one.finding for one in self.findings if one.number not in decisions.kept]
        text = self._read.text
        redaction = await self._redactor.anonymize_document(
            text, chosen(kept, moved), operator=choice.operator, operators=choice.operators, policy=choice.policy,
            mapping=choice.mapping,
        )  # fmt: skip
        gone = [one for one in redaction.findings if one.replacement != text[one.start : one.end]]
        boxes = [list(own) for own in self._read.boxes(gone)]
        for area in decisions.areas:
            boxes[area.page].append(_box(area))
        values = {text[one.start : one.end] for one in gone}
        pages = self._read.pages
        data = await write_painted(self._codec, self._picture, pages, boxes, values, self._reader)
        found = [
            FileFinding.within(Segment(self._read.place(one.start), (text,)), one) for one in redaction.findings
        ]  # fmt: skip
        said = (
            *self._picture.warnings, *(one.message for one in redaction.warnings), *self._said(gone),
            *mistaken(text, choice.mapping),
        )  # fmt: skip
        media_type = MEDIA_TYPES[self._name.rpartition(".")[2].lower()]
        restores = reserve(text, redaction.mapping)
        return FileRedaction(data, self._name, media_type, found, list(dict.fromkeys(said)), restores)

    async def close(self) -> None:
        if self._is_own_reader:
            await self._reader.dispose()

    def _finding(self, number: int, one: Finding) -> PageFinding:
        frame = self._read.frame_of(one.start)
        start = self._read.starts[frame]
        whole = FileFinding.within(Segment(self._read.place(one.start), (self._read.text,)), one)
        stretch = Stretch(frame, 0, one.start - start, one.end - start, whole.text, one.entity)
        return PageFinding(number, whole.place, one, stretch, whole.text, whole.before, whole.after)

    def _said(self, gone: Sequence[Finding]) -> list[str]:
        read = self._read
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


def _middle(quad: Quad) -> tuple[float, float]:
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4


def _box(area: Area) -> Box:
    center = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    return Box(center, area.right - area.left, area.bottom - area.top, (1.0, 0.0))
