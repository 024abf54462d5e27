"""Elements and attributes of Office Open XML (ECMA-376) that contain people's text, by their local names.

Pairs are of an element and an attribute, if the attribute's name alone is ambiguous.
"""

from __future__ import annotations

__all__ = [
    "APART",
    "ATTRIBUTES",
    "BREAKS",
    "DELETED",
    "HEADERS",
    "NAMED",
    "OWN_TEXT",
    "PAIRS",
    "PARAGRAPHS",
    "PERSON_ATTRIBUTES",
    "PERSON_ELEMENTS",
    "PERSON_PAIRS",
    "REFERENCES",
    "SHEETS",
    "VALUE_ELEMENTS",
]

# Elements whose text is read as a unit, across runs.
PARAGRAPHS = frozenset(("p", "si", "is", "text"))
DELETED = frozenset(("delText", "delInstrText"))
APART = frozenset(("instrText", "delInstrText"))
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Names of persons, by attribute, with the element if the attribute's name alone is ambiguous.
PERSON_ELEMENTS = frozenset(("creator", "lastModifiedBy", "Manager", "author", "Author"))
PERSON_ATTRIBUTES = frozenset(("author", "initials", "userName", "lastModifiedBy", "refreshedBy"))
PERSON_PAIRS = frozenset(
    (("cmAuthor", "name"), ("author", "name"), ("userInfo", "name"), ("scenario", "user"), ("person", "displayName"),
     ("presenceInfo", "userId"), ("person", "userId"), ("author", "userId"))
)  # fmt: skip
ATTRIBUTES = frozenset(
    ("descr", "title", "display", "tooltip", "displayName", "userId", "instr", "alt", "string", "alias",
     "prompt", "promptTitle", "error", "errorTitle", "caption", "displayText", "description", "comment",
     "help", "statusBar", "href", "totalsRowLabel", "connection", "command", "sourceFile", "grandTotalCaption",
     "rowHeaderCaption", "colHeaderCaption")
)  # fmt: skip
# Elements whose attribute of that name is a text that somebody wrote.
PAIRS = frozenset(
    (("listItem", "value"), ("property", "name"), ("docPr", "name"), ("cNvPr", "name"), ("tableColumn", "name"),
     ("cacheField", "name"), ("dataField", "name"), ("pivotField", "name"), ("connection", "name"), ("cfRule", "text"),
     ("scenario", "name"), ("section", "name"), ("custShow", "name"), ("webPr", "url"),
     ("item", "n"), ("customWorkbookView", "name"))
)  # fmt: skip
# Elements whose `v` or `val` is a text: in a pivot table's cache, in variables, fields and mail merges of a document.
VALUE_ELEMENTS = frozenset(
    ("s", "docVar", "alias", "tag", "default", "listEntry", "helpText", "statusText", "attr", "connectString", "query",
     "udl", "mailSubject", "tblCaption", "tblDescription", "filter", "customFilter", "inputCells")
)  # fmt: skip
# Names that other parts refer to: they stay.
NAMED = frozenset((("bookmarkStart", "name"), ("definedName", "name"), ("table", "name"), ("table", "displayName")))
OWN_TEXT = frozenset(("ins", "moveTo"))
HEADERS = frozenset(("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
# References to cells, outside the cells themselves.
REFERENCES = frozenset(("f", "definedName"))
SHEETS = frozenset((("sheet", "name"), ("sheetName", "val"), ("worksheetSource", "sheet"), ("rangeSet", "sheet")))
