"""Redact PDFs in place: `await redact_file(data, "letter.pdf", redactor, pdf=PdfOptions(boxes="plain"))`.

PDFium reads and changes the pages, pypdf everything else. Importing this package loads neither.
"""

from __future__ import annotations

from ..runtime.pdfium import Limits
from .options import PdfOptions

__all__ = ["Limits", "PdfOptions"]
