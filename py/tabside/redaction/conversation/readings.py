"""Cache findings by text, so that a repeated text is not scanned again."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Sequence

from ...types import Finding

__all__ = ["Readings"]

_PER_ENTRY = 200
_PER_FINDING = 400


class Readings:
    """A bounded cache from texts to findings. Contains no text: keys are salted digests, findings are offsets.

    `limit_bytes` is an estimate of the entries' memory. The least recently used entries are evicted first.
    """

    def __init__(self, limit_bytes: int = 8_000_000) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._salt = os.urandom(16)
        self._entries: OrderedDict[bytes, Sequence[Finding]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, text: str) -> Sequence[Finding] | None:
        """Return the cached findings of a text, or None."""
        key = self._key(text)
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, text: str, findings: Sequence[Finding]) -> None:
        """Store the findings of a text."""
        key = self._key(text)
        self._size -= _cost(self._entries.pop(key, None))
        self._entries[key] = tuple(findings)
        self._size += _cost(findings)
        while self._size > self._limit and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self._size -= _cost(dropped)

    def _key(self, text: str) -> bytes:
        # 128 bits, keyed, so that nobody can construct colliding texts.
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=16).digest()


def _cost(findings: Sequence[Finding] | None) -> int:
    return 0 if findings is None else _PER_ENTRY + _PER_FINDING * len(findings)
