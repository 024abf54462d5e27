"""XML of any kind: texts and attributes. Text that Word 2003 and others split into runs is read as one."""

from __future__ import annotations

from ...errors import FileError, FileUnsupportedError
from ..document import Document
from ..office.xml_part import XmlPart
from .html import open_html

__all__ = ["open_xml"]


class _AnyXml(XmlPart):
    """A file of XML in which all texts and attributes are somebody's."""

    def _read(self) -> None:
        self.is_custom = True
        super()._read()


def open_xml(data: bytes, media_type: str) -> Document:
    """Read XML; what is not well formed, or declares entities, is read as markup with the rules of HTML."""
    try:
        part = _AnyXml("text.svg", data)
    except (FileError, FileUnsupportedError):
        return open_html(data, media_type)
    return Document(part.segments, part.rebuild, media_type, part.warnings, names=part.names)
