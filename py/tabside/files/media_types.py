"""Media types of the supported files, by file extension."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FLAT", "INSTEAD", "IN_PAGE", "MEDIA_TYPES", "OPENDOCUMENT", "PACKED", "PLAIN"]

OPENDOCUMENT = ("odt", "ott", "ods", "ots", "odp", "otp")
FLAT = ("fodt", "fods", "fodp")
"""OpenDocument in a single file of XML."""
PACKED = ("docx", "xlsx", "pptx", "dotx", "xltx", "potx", "ppsx", *OPENDOCUMENT, "epub", "pdf")
"""Formats with more in them than text."""
PLAIN = ("text/plain", "text/markdown", "text/x-rst")
"""Media types of texts without a structure."""

MEDIA_TYPES: Mapping[str, str] = {
    "txt": "text/plain",
    "text": "text/plain",
    "log": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "rst": "text/x-rst",
    "ini": "text/plain",
    "cfg": "text/plain",
    "conf": "text/plain",
    "env": "text/plain",
    "properties": "text/plain",
    "sql": "text/plain",
    "tex": "text/plain",
    "srt": "text/plain",
    "vtt": "text/plain",
    "toml": "application/toml",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "geojson": "application/json",
    "jsonl": "application/jsonl",
    "ndjson": "application/jsonl",
    "ipynb": "application/x-ipynb+json",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "eml": "message/rfc822",
    "mht": "multipart/related",
    "mhtml": "multipart/related",
    "mbox": "application/mbox",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    "xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "potx": "application/vnd.openxmlformats-officedocument.presentationml.template",
    "ppsx": "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
    "odt": "application/vnd.oasis.opendocument.text",
    "ott": "application/vnd.oasis.opendocument.text-template",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ots": "application/vnd.oasis.opendocument.spreadsheet-template",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "otp": "application/vnd.oasis.opendocument.presentation-template",
    "fodt": "application/vnd.oasis.opendocument.text-flat-xml",
    "fods": "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
    "fodp": "application/vnd.oasis.opendocument.presentation-flat-xml",
    "epub": "application/epub+zip",
    "css": "text/css",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}

INSTEAD: Mapping[str, str] = {
    "doc": "Save it as .docx.",
    "xls": "Save it as .xlsx.",
    "ppt": "Save it as .pptx.",
    "msg": "Save it as .eml.",
    "rtf": "Save it as .docx.",
    "docm": "It may hold macros: save it as .docx.",
    "dotm": "It may hold macros: save it as .docx.",
    "xlsm": "It may hold macros: save it as .xlsx.",
    "xltm": "It may hold macros: save it as .xlsx.",
    "potm": "It may hold macros: save it as .pptx.",
    "ppsm": "It may hold macros: save it as .pptx.",
    "odg": "Save it as .pdf.",
    "wpd": "Save it as .docx.",
    "vsdx": "Save it as .pdf.",
    "xps": "Save it as .pdf.",
    "xlsb": "Save it as .xlsx.",
    "pptm": "It may hold macros: save it as .pptx.",
    "pages": "Save it as .docx.",
    "numbers": "Save it as .xlsx.",
    "key": "Save it as .pptx.",
    "zip": "Unpack it, and take the files in it.",
    "gz": "Unpack it, and take the file in it.",
    "tar": "Unpack it, and take the files in it.",
    "7z": "Unpack it, and take the files in it.",
    "rar": "Unpack it, and take the files in it.",
    "gif": "Save it as .png.",
    "bmp": "Save it as .png.",
    "heic": "Save it as .jpg.",
    "heif": "Save it as .jpg.",
    "avif": "Save it as .png.",
}
"""Extensions of formats that cannot be read, and what to do instead."""

IN_PAGE: Mapping[str, str] = {
    "tif": "Browsers cannot open TIFF. Save it as .png, and add that.",
    "tiff": "Browsers cannot open TIFF. Save it as .png, and add that.",
}
"""Extensions of formats that the page refuses, and the command line reads."""
