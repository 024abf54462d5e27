"""The text of a picture's frames, as one text with places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import FileUnsupportedError
from ...ocr.box import Box
from ...ocr.covering import covering_boxes
from ...ocr.page import Page
from ...types import Finding

if TYPE_CHECKING:
    from ...ocr.reader import Reader

__all__ = ["FramesText", "read_frame"]

_BETWEEN_PAGES = "\n\n"
# Below it a page was not read: it stands askew, is written by hand, or in another script.
_LEGIBLE = 0.85


@dataclass(frozen=True, slots=True)
class FramesText:
    """The pages' texts as one, and where each begins."""

    pages: Sequence[Page]
    text: str
    starts: Sequence[int]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> FramesText:
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

    def frame_of(self, offset: int) -> int:
        """Return the number of the frame that an offset lies in."""
        return max(index for index, start in enumerate(self.starts) if start <= offset)

    def place(self, offset: int) -> str:
        """Return the page and line of an offset, in words."""
        number = self.frame_of(offset)
        line = self.pages[number].text.count("\n", 0, offset - self.starts[number]) + 1
        return f"page {number + 1}, line {line}" if len(self.pages) > 1 else f"line {line}"


async def read_frame(reader: Reader, frame: Any) -> Page:
    """Read the text of a frame.

    Raises:
        FileUnsupportedError: it cannot be read well enough.
    """
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
