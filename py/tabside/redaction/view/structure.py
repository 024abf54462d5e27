"""Guess whether a text may be JSON, YAML or a table, without parsing it.

If it may be, the file readers parse it. Otherwise it is read as plain text, without loading them.
"""

from __future__ import annotations

import re

__all__ = ["FORMATS", "likely_format"]

FORMATS = ("auto", "text", "json", "yaml", "csv", "toml")
"""The formats that a pasted text is read in."""

_DELIMITERS = ",;\t|"
_FIELD = re.compile(r"(?:---|(?:- )?[A-Za-z_$][\w$./-]{0,39}:(?: [^\n]*)?)\Z")
_INNER = re.compile(r"(?m)^(?: {1,16}[A-Za-z_$][\w$./-]{0,39}:(?: |$)| {0,16}- )")


def likely_format(text: str) -> str:
    """Return `json`, `yaml`, `csv` or `text`.

    >>> likely_format('{"a": 1}'), likely_format("Dear Ann,\\nhow are you?"), likely_format("name,city\\nAnn,Oslo")
    ('json', 'text', 'csv')
    """
    stripped = text.strip()
    if stripped[:1] + stripped[-1:] in ("{}", "[]"):
        return "json"
    first, _, rest = stripped.partition("\n")
    second = rest.partition("\n")[0]
    if second and any(first.count(mark) >= 1 and second.count(mark) >= first.count(mark) for mark in _DELIMITERS):
        return "csv"
    if rest and _FIELD.match(first) and _INNER.search(rest):
        return "yaml"
    return "text"
