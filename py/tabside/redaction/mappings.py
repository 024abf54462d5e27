"""Remember the mappings of a redactor's redactions, and find the one that belongs to a text.

Placeholders count from 1 in each redaction, so `[GIVEN_NAME_1]` alone does not say whose it is. A text as it was
redacted is found by its digest. An edited text is restored only where a single mapping is in question.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from ..errors import RestoreError
from .operators.placeholders import PlaceholderMap

__all__ = ["Mappings"]

# Personal data is kept no longer than it is likely to be needed: so many mappings, and placeholders in all of them.
_MOST_MAPPINGS = 256
_MOST_PLACEHOLDERS = 100_000
# Without the digests of what is forgotten, a text could pass for a later one of the same words.
_MOST_DIGESTS = 100_000


class Mappings:
    """The mappings of one redactor. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # A mapping, or None where it was forgotten, or texts of one wording stand for different originals.
        self._by_text: OrderedDict[bytes, PlaceholderMap | None] = OrderedDict()
        self._kept: OrderedDict[bytes, int] = OrderedDict()
        self._only: PlaceholderMap | None = None
        self._is_only = True
        self._is_complete = True

    def add(self, redacted: str, mapping: PlaceholderMap) -> None:
        """Remember the mapping of a redacted text."""
        digest = _digest(redacted)
        with self._lock:
            if digest in self._by_text:
                before = self._by_text[digest]
                if before is None or not _agree(redacted, before, mapping):
                    self._by_text[digest] = None
                    self._kept.pop(digest, None)
            else:
                self._by_text[digest] = mapping
                self._kept[digest] = len(mapping.originals) + len(mapping.surrogates)
            self._join(mapping)
            self._forget()

    def of(self, text: str) -> PlaceholderMap:
        """Return the one mapping that belongs to a text.

        Raises:
            RestoreError: there is none, or more than one may be meant.
        """
        digest = _digest(text)
        with self._lock:
            if not self._by_text:
                raise RestoreError("There is nothing to restore from: redact a text first, or pass its mapping.")
            if self._is_complete and digest in self._by_text:
                found = self._by_text[digest]
            else:
                found = self._only if self._is_only and self._is_complete else None
                digest = b""
        if found is None:
            raise RestoreError(
                "Several redactions use the same placeholders, and nothing says which of them this text is from. "
                "Pass the mapping of its redaction."
            )
        if not digest and found.restoration(text, partial=True).unknown:
            raise RestoreError(
                "This text has placeholders that were not given out here. Pass the mapping of its redaction."
            )
        return found

    def _join(self, mapping: PlaceholderMap) -> None:
        """Keep one mapping for edited texts as long as each continues the earlier ones."""
        if self._only is None or _continues(mapping, self._only):
            self._only = mapping
        elif not _continues(self._only, mapping):
            self._is_only = False

    def _forget(self) -> None:
        while len(self._kept) > 1 and (
            len(self._kept) > _MOST_MAPPINGS or sum(self._kept.values()) > _MOST_PLACEHOLDERS
        ):
            digest, _ = self._kept.popitem(last=False)
            self._by_text[digest] = None
            self._is_only = False
        if not self._is_only:
            self._only = None
        if len(self._by_text) > _MOST_DIGESTS:
            self._is_complete = False
            self._by_text = OrderedDict({b"": None})
            self._kept.clear()


def _digest(text: str) -> bytes:
    """Return what a text is found by, also when copying changed its line ends."""
    return hashlib.sha256("\n".join(text.strip().splitlines()).encode("utf-8", "surrogatepass")).digest()


def _agree(redacted: str, one: PlaceholderMap, other: PlaceholderMap) -> bool:
    return one.restore(redacted, partial=True) == other.restore(redacted, partial=True) and one.lossy == other.lossy


def _continues(mapping: PlaceholderMap, earlier: PlaceholderMap) -> bool:
    """Whether a mapping knows all that an earlier one knew."""
    return (
        earlier.originals.items() <= mapping.originals.items()
        and earlier.surrogates.items() <= mapping.surrogates.items()
        and earlier.lossy.items() <= mapping.lossy.items()
    )
