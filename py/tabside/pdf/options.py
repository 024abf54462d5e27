"""Options of PDF redaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..runtime.pdfium import Limits

if TYPE_CHECKING:
    from ..ocr.reader import Reader

__all__ = ["PdfOptions"]


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """Options of PDF redaction.

    - `boxes`: `label` draws the replacement (a placeholder, say) on the box, `plain` draws none.
    - `width`: `value` covers a value alone; its width betrays how long it was. `line` removes and covers whole lines.
    - `notes`: `flatten` makes notes with an appearance a part of the page, `remove` drops them. Form fields are always
      flattened.
    - `password`: opens an encrypted file. With `encryption="keep"` the result is encrypted with it (AES-256; needs
      `tabside[encrypt]`), otherwise it is not encrypted.
    - `ocr`: read pages with pictures (`tabside.ocr`), and paint over what is found in them. `scans` reads only the
      pages that show text as a picture, as the page in a browser does; with False a file with such pages is refused.
      `reader` is used for it; when None, one is loaded.
    - `ocr_dpi`: the resolution at which pages are drawn to be read.
    """

    boxes: Literal["label", "plain"] = "label"
    width: Literal["value", "line"] = "value"
    notes: Literal["flatten", "remove"] = "flatten"
    password: str = field(default="", repr=False)
    encryption: Literal["remove", "keep"] = "remove"
    ocr: bool | Literal["scans"] = False
    reader: Reader | None = field(default=None, repr=False)
    ocr_dpi: int = 200
    limits: Limits = field(default_factory=Limits)
