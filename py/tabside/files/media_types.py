"""Media types of the supported files, by file extension."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MEDIA_TYPES"]

MEDIA_TYPES: Mapping[str, str] = {
    "txt": "text/plain",
    "text": "text/plain",
    "log": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "rst": "text/x-rst",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "geojson": "application/json",
    "jsonl": "application/jsonl",
    "ndjson": "application/jsonl",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "eml": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}
