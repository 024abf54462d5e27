"""Unicode normalization forms, lowercase and combining marks (UAX #15; full lowercase without context rules)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..normalized import NormalizedString
from ..unicode.mapping import compose, decompose, lower
from ..unicode.sets import contains, pattern

__all__ = ["NormalizationForm", "lowercase", "strip_marks", "to_form"]

_MAPPINGS: dict[str, Callable[[str], tuple[str, list[int]]]] = {
    "NFD": partial(decompose, form="NFD"),
    "NFKD": partial(decompose, form="NFKD"),
    "NFC": partial(compose, form="NFC"),
    "NFKC": partial(compose, form="NFKC"),
}


def to_form(normalized: NormalizedString, form: str) -> None:
    """Normalize the text to NFC, NFD, NFKC or NFKD."""
    if normalized.text.isascii():
        return
    text, sources = _MAPPINGS[form](normalized.text)
    if text != normalized.text or sources != list(range(len(text))):
        normalized.gather(text, sources)


def strip_marks(normalized: NormalizedString) -> None:
    """Decompose, then drop every nonspacing mark, as BERT does."""
    if normalized.text.isascii():
        return
    to_form(normalized, "NFD")
    if pattern("MARK_NONSPACING").search(normalized.text):
        is_mark = contains("MARK_NONSPACING")
        normalized.keep([index for index, character in enumerate(normalized.text) if not is_mark(character)])


def lowercase(normalized: NormalizedString) -> None:
    """Lowercase code point by code point, so that no context (a final sigma) matters."""
    text = normalized.text
    if text.isascii():
        normalized.map(text.lower())
        return
    lowered = [lower(character) for character in text]
    joined = "".join(lowered)
    if len(joined) == len(text):
        normalized.map(joined)
    else:
        normalized.gather(joined, [index for index, part in enumerate(lowered) for _ in part])


class NormalizationForm:
    """NFC, NFD, NFKC or NFKD."""

    def __init__(self, form: str) -> None:
        self.form = form

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        to_form(normalized, self.form)
