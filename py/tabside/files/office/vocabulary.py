"""The texts in Office Open XML: elements by namespace (ECMA-376 and Office's extensions), attributes by name.

Whatever is not listed here is passed through byte for byte: geometry, references, formats, ids, dates of the format.
Pairs are of an element and an attribute, where the attribute's name alone says little.
"""

from __future__ import annotations

import re

__all__ = [
    "APART", "ATTRIBUTES", "BREAKS", "COPIES", "DELETED", "HEADERS", "LABELS", "MENTIONS", "NAMED", "OWN_TEXT", "PAIRS",
    "PARAGRAPHS", "PERSON_ATTRIBUTES", "PERSON_ELEMENTS", "PERSON_PAIRS", "REFERENCES", "REFERRING", "SHEET_NAMES",
    "SPACED", "TEXTS", "VALUE_ELEMENTS", "may_be_words",
]  # fmt: skip

TEXTS = {
    "w": frozenset(("t", "delText", "instrText", "delInstrText")),
    "m": frozenset(("t",)),
    "a": frozenset(("t",)),
    "p": frozenset(("text",)),
    "c": frozenset(("v", "name", "separator")),
    "c15": frozenset(("separator",)),
    "cx": frozenset(("v", "pt", "separator")),
    "x": frozenset(("t", "v", "author")),
    "tc": frozenset(("text",)),
    "rich": frozenset(("v",)),
    "ep": frozenset(("Template", "Manager", "Company", "HyperlinkBase")),
    "vt": frozenset(("lpstr", "lpwstr", "bstr")),
    "cp": frozenset(("keywords", "category", "contentStatus", "lastModifiedBy")),
    "dc": frozenset(("title", "subject", "creator", "description", "identifier", "publisher", "contributor", "source",
                     "relation", "rights", "coverage")),
}  # fmt: skip
"""Elements with user-written text, by the short names of namespaces. In custom data these are all elements."""

REFERENCES = {
    "x": frozenset(("f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula",
                    "totalsRowFormula", "oldFormula")),
    "xm": frozenset(("f",)),
    "c": frozenset(("f",)),
    "c15": frozenset(("f", "sqref")),
    "cx": frozenset(("f",)),
    "vx": frozenset(("FmlaMacro", "FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx", "FmlaPict")),
}  # fmt: skip
"""Elements that hold a formula or a reference to cells: only what it has in quotes is text."""

PARAGRAPHS = frozenset(("p", "h", "si", "is", "text"))
"""Elements whose text is read as one, whatever runs it is cut into."""
SPACED = frozenset(("w", "x", "m"))
"""Namespaces in which space at the edges of a text counts only where `xml:space` says so."""
DELETED = frozenset(("delText", "delInstrText"))
APART = frozenset(("instrText", "delInstrText"))
BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
OWN_TEXT = frozenset(("ins", "moveTo"))
HEADERS = frozenset(("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
LABELS = frozenset(("HeadingPairs",))
"""Elements around texts that only name what follows."""
COPIES = frozenset(
    ("TitlesOfParts", "strCache", "strLit", "numCache", "numLit", "multiLvlStrCache", "dlblFieldTableCache",
     "dlblRangeCache", "sharedItems", "externalBook", "strDim", "numDim", "sheetDataSet")
)  # fmt: skip
"""Elements around texts that repeat the content of cells."""

# Names of persons, by attribute, with the element if the attribute's name alone is ambiguous.
PERSON_ELEMENTS = frozenset(("creator", "lastModifiedBy", "Manager", "author", "Author", "contributor"))
PERSON_ATTRIBUTES = frozenset(("author", "initials", "userName", "lastModifiedBy", "refreshedBy"))
PERSON_PAIRS = frozenset(
    (("cmAuthor", "name"), ("author", "name"), ("userInfo", "name"), ("scenario", "user"), ("person", "displayName"),
     ("presenceInfo", "userId"), ("person", "userId"), ("author", "userId"), ("permStart", "ed"), ("chgData", "name"),
     ("Attribution", "userId"), ("mention", "mentionpersonId"))
)  # fmt: skip
ATTRIBUTES = frozenset(
    ("descr", "title", "display", "tooltip", "displayName", "userId", "instr", "alt", "string", "alias", "prompt",
     "promptTitle", "error", "errorTitle", "caption", "displayText", "description", "comment", "help", "statusBar",
     "href", "totalsRowLabel", "connection", "command", "sourceFile", "grandTotalCaption", "rowHeaderCaption",
     "colHeaderCaption", "dataCaption", "errorCaption", "missingCaption", "oldName", "mdx", "odcFile", "ddeTopic",
     "screenTip", "screentip", "supertip", "label")
)  # fmt: skip
# Elements whose attribute of that name is a text that somebody wrote.
PAIRS = frozenset(
    (("listItem", "value"), ("property", "name"), ("docPr", "name"), ("cNvPr", "name"), ("tableColumn", "name"),
     ("cacheField", "name"), ("dataField", "name"), ("pivotField", "name"), ("connection", "name"), ("cfRule", "text"),
     ("scenario", "name"), ("section", "name"), ("custShow", "name"), ("webPr", "url"), ("webPr", "post"),
     ("item", "n"),
     ("customWorkbookView", "name"), ("s", "c"), ("n", "c"), ("d", "c"), ("b", "c"), ("e", "c"), ("m", "c"),
     ("member", "name"), ("groupMember", "uniqueName"), ("protectedRange", "name"), ("queryTable", "name"),
     ("volType", "main"), ("oleItem", "name"), ("ddeItem", "name"), ("property", "value"), ("smartTagPr", "val"))
)  # fmt: skip
# Elements whose `v` or `val` is a text: in a pivot table's cache, in variables, fields and mail merges of a document.
VALUE_ELEMENTS = frozenset(
    ("s", "docVar", "alias", "tag", "default", "listEntry", "helpText", "statusText", "attr", "connectString", "query",
     "udl", "mailSubject", "tblCaption", "tblDescription", "filter", "customFilter", "inputCells", "strVal", "strLit",
     "lvlText")
)  # fmt: skip
# Names that nobody refers to by, or all in the same words: what was found elsewhere is replaced in them.
MENTIONS = frozenset(
    (("cellStyle", "name"), ("tableStyle", "styleName"), ("tblStyle", "styleName"), ("cSld", "name"), ("theme", "name"),
     ("clrScheme", "name"), ("fontScheme", "name"), ("fmtScheme", "name"), ("caption", "name"), ("slicer", "name"),
     ("slicer", "cache"), ("slicerCacheDefinition", "name"), ("slicerCacheDefinition", "sourceName"),
     ("cacheHierarchy", "uniqueName"), ("dimension", "uniqueName"), ("measureGroup", "name"), ("kpi", "uniqueName"),
     ("timeline", "name"), ("timeline", "cache"), ("timelineCacheDefinition", "name"),
     ("timelineCacheDefinition", "sourceName"), ("numFmt", "formatCode"), ("formatCode", ""), ("style", "name"),
     ("name", "val"), ("aliases", "val"), ("supplementalGrouping", "name"), ("chgData", "userId"),
     ("style", "styleId"), ("pStyle", "val"), ("rStyle", "val"), ("tblStyle", "val"), ("basedOn", "val"),
     ("next", "val"), ("link", "val"), ("numStyleLink", "val"), ("styleLink", "val"))
)  # fmt: skip
# Names that other parts refer to: they stay.
NAMED = frozenset(
    (("bookmarkStart", "name"), ("definedName", "name"), ("table", "name"), ("table", "displayName"),
     ("docVar", "name"),
     ("pivotTableDefinition", "name"), ("tableStyle", "name"), ("tag", "name"))
)  # fmt: skip
SHEET_NAMES = frozenset((("sheet", "name"), ("sheetName", "val")))
"""Elements and attributes that define the names of sheets."""
REFERRING = frozenset((("worksheetSource", "sheet"), ("rangeSet", "sheet"), ("sheetNameRef", "name")))
"""Elements and attributes that refer to sheets by name."""
# What lies between two words is looked for first: it is rare, and a search for letters stops at each of them.
_WORDS = re.compile(r"(?<=[^\W\d_]{2})[ ,\u00a0]{1,2}[^\W\d_]{2}")
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9_]*_[0-9]")


def may_be_words(value: str) -> bool:
    """Whether a value of an attribute that is on no list here has words, or a placeholder, in it.

    >>> [may_be_words(value) for value in ("Ann Smith", "sum @0 0 #1", "w14 wp14", "centerGroup")]
    [True, False, False, False]
    """
    return _WORDS.search(value) is not None or ("[" in value and _PLACEHOLDER.search(value) is not None)
