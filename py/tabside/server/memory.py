"""The proxy's memory between requests: mappings of answers that are continued upstream, and signed texts."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict

from ..errors import RestoreError
from ..redaction.operators.placeholders import PlaceholderMap

__all__ = ["AnswerMemory"]


class AnswerMemory:
    """Bounded and in memory only: mappings contain personal data, and end with the process."""

    def __init__(self, limit: int = 2000) -> None:
        self._limit = limit
        self._mappings: OrderedDict[str, PlaceholderMap] = OrderedDict()
        self._signed: OrderedDict[bytes, None] = OrderedDict()
        self._salt = os.urandom(16)

    def keep(self, response_id: str, mapping: PlaceholderMap) -> None:
        """Remember the mapping of an answer."""
        self._mappings[response_id] = mapping
        self._mappings.move_to_end(response_id)
        while len(self._mappings) > self._limit:
            self._mappings.popitem(last=False)

    def mapping_of(self, response_id: str) -> PlaceholderMap:
        """Return the mapping of an answer that a request continues.

        Raises:
            RestoreError: it is no longer known, so upstream's part could not be restored.
        """
        mapping = self._mappings.get(response_id)
        if mapping is None:
            raise RestoreError("The answer that this request goes on from is not known here, so nothing was sent.")
        return mapping

    def sign(self, text: str) -> None:
        """Remember a text that upstream wrote and signed."""
        self._signed[self._digest(text)] = None
        while len(self._signed) > self._limit:
            self._signed.popitem(last=False)

    def is_signed(self, text: str) -> bool:
        """Whether upstream wrote and signed a text."""
        return self._digest(text) in self._signed

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=16).digest()
