"""Redact files in place: `await redact_file(data, "letter.docx", redactor)`; and restore them.

Importing this package loads no reader. `packages_for(name)` lists the packages a file needs besides tabside itself.
"""

from __future__ import annotations

from .audit import AuditReport, audit_file, audit_text
from .media_types import MEDIA_TYPES
from .opening import packages_for
from .page_access import open_pages
from .redaction import redact_file
from .restoration import FileRestoration, decrypt_file, restore_file
from .result import FileCarrier, FileFinding, FileRedaction
from .verification import FileLeak, verify_file

__all__ = [
    "MEDIA_TYPES",
    "AuditReport",
    "FileCarrier",
    "FileFinding",
    "FileLeak",
    "FileRedaction",
    "FileRestoration",
    "audit_file",
    "audit_text",
    "decrypt_file",
    "open_pages",
    "packages_for",
    "redact_file",
    "restore_file",
    "verify_file",
]
