"""Options of PDF redaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ..runtime.pdfium import Limits
from .engine_document import Picture

__all__ = ["PdfOptions", "ReadWord", "TextReader"]


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word recognized in an image: its box in pixels (left, top, right, bottom), and a probability."""

    text: str = field(repr=False)
    box: tuple[float, float, float, float]
    confidence: float = 1.0


class TextReader(Protocol):
    """Optical character recognition: returns the words of an image (rows from the top), in any order."""

    def __call__(self, picture: Picture) -> Awaitable[Sequence[ReadWord]]:
        """Read an image."""
        ...


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """Options of PDF redaction.

    - `boxes`: `label` draws the replacement (for example a placeholder) on the box, `plain` draws nothing.
    - `width`: `value` covers only the value, and so reveals its length. `line` removes and covers whole lines.
    - `notes`: `flatten` makes notes with an appearance a part of the page, `remove` drops them. Form fields are always
      flattened.
    - `password`: opens an encrypted file. The result is not encrypted.
    - `ocr`: reads scanned pages. Without it a file with such pages is refused.
    - `ocr_dpi`: the resolution at which pages are rendered for it.
    """

    boxes: Literal["label", "plain"] = "label"
    width: Literal["value", "line"] = "value"
    notes: Literal["flatten", "remove"] = "flatten"
    password: str = field(default="", repr=False)
    ocr: TextReader | None = None
    ocr_dpi: int = 200
    limits: Limits = field(default_factory=Limits)


Progress = Callable[[int, int], None]
