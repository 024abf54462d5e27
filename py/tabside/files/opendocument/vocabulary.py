"""The texts in OpenDocument (OASIS ODF 1.3): elements by namespace, attributes by name."""

from __future__ import annotations

__all__ = [
    "ATTRIBUTES",
    "BREAKS",
    "NAMES",
    "NO_TEXTS",
    "NUMBERS",
    "PERSONS",
    "REFERENCES",
    "STYLED",
    "STYLES",
    "TEXTS",
    "VALUES",
]

TEXTS = frozenset(
    ("title", "desc", "keyword", "user-defined", "header-decl", "footer-decl", "date-time-decl", "editing-instruction")
)
"""Elements outside paragraphs that contain user-written text."""
PERSONS = frozenset(("initial-creator", "printed-by", "creator-initials", "sender-initials", "creator"))
NO_TEXTS = frozenset(("binary-data", "creation-date", "date", "print-date", "editing-duration", "editing-cycles",
                      "generator", "p-data"))  # fmt: skip
BREAKS = {"s": " ", "tab": "\t", "line-break": "\n", "soft-page-break": ""}
NUMBERS = frozenset(("note-citation", "page-number", "page-count", "sequence", "number", "chapter"))
"""Elements inside of paragraphs whose text is counted, and not written."""
ATTRIBUTES = frozenset(
    ("title", "description", "label", "current-value", "string-value", "author", "alternative-text", "help-message",
     "annote", "booktitle", "editor", "institution", "journal", "organizations", "publisher", "school", "note",
     "custom1", "custom2", "custom3", "custom4", "custom5", "address", "href", "placeholder", "current-selection",
     "prefix", "suffix", "num-prefix", "num-suffix", "user-name", "help-text", "hint", "caption", "command")
)  # fmt: skip
"""Attributes of any of its namespaces that people write."""
VALUES = frozenset(
    ("label", "option", "item", "text", "textarea", "formatted-text", "combobox", "hidden", "button", "checkbox",
     "radio", "image", "generic-control", "property")
)  # fmt: skip
"""Elements whose attribute `value` people write: lists to choose from, controls of forms."""
STYLES = frozenset(
    ("style", "master-page", "page-layout", "list-style", "presentation-page-layout", "gradient", "hatch", "fill-image",
     "marker", "stroke-dash", "opacity", "table-template", "number-style", "date-style", "time-style", "currency-style",
     "percentage-style", "text-style", "boolean-style", "layer")
)  # fmt: skip
"""Elements whose name, and all attributes that refer to it, change alike."""
STYLED = ("style-name", "master-page-name", "page-layout-name", "-page-name", "layer")
"""Endings of attributes that refer to such an element."""
NAMES = frozenset(("name", "display-name", "ref-name", "database-name", "table-name"))
"""Names of parts of the file: they stay, and a warning says so where they hold what was found."""
REFERENCES = frozenset(
    ("formula", "condition", "cell-range-address", "base-cell-address", "target-range-address", "cell-address",
     "print-ranges", "source-cell-range-addresses", "values-cell-range-address", "label-cell-address",
     "end-cell-address", "source-cell-range", "notify-on-update-of-ranges", "scenario-ranges",
     "cell-range", "table-range", "linked-cell", "list-source", "expression")
)  # fmt: skip
"""Attributes with formulas and references to cells: names of sheets in them follow the sheets."""
