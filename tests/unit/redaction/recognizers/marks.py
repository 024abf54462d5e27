"""Texts with marked findings, as shown in tables of expected results."""

from __future__ import annotations

from collections.abc import Iterable

from tabside.redaction.recognizers import Recognizer, Registry
from tabside.redaction.settling.overlaps import resolve
from tabside.redaction.view.folding import fold

BY_DEFAULT = Registry.default().by_default().recognizers


def marked(text: str, recognizers: Iterable[Recognizer] = BY_DEFAULT) -> str:
    """Return the text with its findings as `«ENTITY: value»`."""
    view = fold(text)
    found = resolve([hit for recognizer in recognizers for hit in recognizer.find(view.text)], view.text)
    for hit in reversed(found):
        start, end = view.to_original(hit.start, hit.end)
        text = f"{text[:start]}«{hit.entity}: {text[start:end]}»{text[end:]}"
    return text


def framed(expected: str, recognizer: Recognizer) -> str:
    """Return the text of the framed string `expected`, with frames around one recognizer's matches: `«value»`."""
    text = fold(expected.replace("«", "").replace("»", "")).text
    for hit in reversed(list(recognizer.find(text))):
        text = f"{text[: hit.start]}«{text[hit.start : hit.end]}»{text[hit.end :]}"
    return text
