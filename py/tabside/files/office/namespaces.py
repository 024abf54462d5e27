"""Namespaces of Office Open XML (ECMA-376, transitional and strict) and of its extensions, by short names."""

from __future__ import annotations

from .plain_tags import PlainTags

__all__ = ["DATA", "ODF", "ODF_TEXT", "VENDOR", "Scope", "family_of"]

_OPEN, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
VENDOR = "vendor"
"""The short name of all other namespaces of Office: extensions that hold settings, geometry and ids."""
DATA = ""
"""The short name of all other namespaces, and of no namespace: custom data."""
ODF, ODF_TEXT = "odf", "odf-text"
"""The short names of the namespaces of OpenDocument, and of that of its paragraphs."""

_FAMILIES = {
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": ODF_TEXT,
    "http://www.w3.org/1999/xlink": VENDOR,
    f"{_OPEN}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_MICROSOFT}word/2003/wordml": "w",
    f"{_OPEN}spreadsheetml/2006/main": "x",
    f"{_STRICT}spreadsheetml/main": "x",
    f"{_OPEN}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OPEN}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_MICROSOFT}drawing/2014/chartex": "cx",
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OPEN}officeDocument/2006/extended-properties": "ep",
    f"{_STRICT}officeDocument/extendedProperties": "ep",
    f"{_OPEN}officeDocument/2006/custom-properties": "cup",
    f"{_STRICT}officeDocument/customProperties": "cup",
    f"{_OPEN}officeDocument/2006/docPropsVTypes": "vt",
    f"{_STRICT}officeDocument/docPropsVTypes": "vt",
    f"{_OPEN}package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": VENDOR,
    "http://purl.org/dc/dcmitype/": VENDOR,
    f"{_OPEN}officeDocument/2006/bibliography": DATA,
    f"{_MICROSOFT}excel/2006/main": "xm",
    f"{_MICROSOFT}spreadsheetml/2018/threadedcomments": "tc",
    f"{_MICROSOFT}drawing/2012/chart": "c15",
    f"{_MICROSOFT}spreadsheetml/2017/richdata": "rich",
    f"{_MICROSOFT}spreadsheetml/2017/richdata2": "rich",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:excel": "vx",
    "http://www.w3.org/2003/InkML": VENDOR,
    "http://www.w3.org/2001/XMLSchema-instance": VENDOR,
}
_VENDORS = (_OPEN, _STRICT, _MICROSOFT, "urn:schemas-microsoft-com:", "http://schemas.microsoft.com/ink")
_ODF = (
    "urn:oasis:names:tc:opendocument:",
    "urn:org:documentfoundation:names:",
    "urn:openoffice:names:",
    "http://openoffice.org/",
)
# SharePoint's forms of what people fill in.
_OF_DATA = (f"{_MICROSOFT}2006/metadata", f"{_MICROSOFT}infopath", f"{_MICROSOFT}2006/documentManagement")


def family_of(uri: str) -> str:
    """Return the short name of a namespace.

    >>> family_of("http://purl.oclc.org/ooxml/wordprocessingml/main"), family_of("urn:example")
    ('w', '')
    """
    known = _FAMILIES.get(uri)
    if known is not None:
        return known
    if uri.startswith(_ODF):
        return ODF
    return VENDOR if uri.startswith(_VENDORS) and not uri.startswith(_OF_DATA) else DATA


# Names of elements that are looked up only once: a part may have millions of elements and few names.
_MOST_KNOWN = 1_000


class _Declared:
    """The short names of namespaces by prefix, and what is known of names of elements among them."""

    def __init__(self, families: dict[str, str]) -> None:
        self.families = families
        self.known: dict[str, tuple[str, str]] = {}
        self.plain_tags = PlainTags()


class Scope:
    """The namespace prefixes declared at the reader's position, by open element."""

    def __init__(self) -> None:
        self._open = [_Declared({"xml": VENDOR})]

    def enter(self, declared: dict[str, str]) -> None:
        """Open an element with these declarations: prefix, empty for the default, to URI."""
        around = self._open[-1]
        if declared:
            new = {prefix: family_of(uri) for prefix, uri in declared.items()}
            around = _Declared({**around.families, **new})
        self._open.append(around)

    def leave(self) -> None:
        self._open.pop()

    @property
    def plain_tags(self) -> PlainTags:
        """Shapes of tags that are passed over where these declarations hold."""
        return self._open[-1].plain_tags

    def family(self, name: str) -> str:
        """Return the short name of the namespace of an element's name; of an unknown prefix that of data."""
        prefix, colon, _ = name.partition(":")
        return self._open[-1].families.get(prefix if colon else "", DATA)

    def family_and_local(self, name: str) -> tuple[str, str]:
        """Return `family(name)`, and the name without its prefix."""
        known = self._open[-1].known
        said = known.get(name)
        if said is None:
            said = (self.family(name), name.rpartition(":")[2])
            if len(known) < _MOST_KNOWN:
                known[name] = said
        return said
