"""SentencePiece's precompiled charsmap: a Darts double-array trie of replacements."""

from __future__ import annotations

import base64
import binascii
import re
import sys
from array import array
from functools import cache

from ...errors import TokenizerError
from ..alignment import sources_of
from ..config import Config, text
from ..limits import check_growth
from ..normalized import NormalizedString
from ..unicode.graphemes import graphemes
from ..unicode.utf8 import utf8

__all__ = ["Precompiled"]

_LONGEST_GRAPHEME_BYTES = 5
"""Longer grapheme clusters are looked up code point by code point only."""


class Precompiled:
    """Replaces grapheme clusters, or single code points, according to the map."""

    def __init__(self, charsmap: bytes) -> None:
        if len(charsmap) < 4:
            raise TokenizerError("Precompiled: the charsmap is too short")
        size = int.from_bytes(charsmap[:4], "little")
        if len(charsmap) < 4 + size or size % 4:
            raise TokenizerError("Precompiled: the charsmap is cut off")
        self._units = array("I", charsmap[4 : 4 + size])
        if sys.byteorder == "big":
            self._units.byteswap()
        self._replacements = charsmap[4 + size :]
        self._find = cache(self._look_up)
        self._changing = cache(self._changing_ascii)

    @classmethod
    def from_config(cls, config: Config) -> Precompiled:
        """Build from a tokenizer.json."""
        try:
            return cls(base64.b64decode(text(config, "precompiled_charsmap"), validate=True))
        except binascii.Error as error:
            raise TokenizerError("Precompiled: the charsmap is not base64") from error

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        text = normalized.text
        if text.isascii() and not self._changing().search(text):
            return
        parts: list[str] = []
        changes: list[int] = []
        modified = False
        for cluster in graphemes(text):
            whole = self._find(cluster) if len(utf8(cluster)) <= _LONGEST_GRAPHEME_BYTES else None
            for part in (cluster,) if whole is not None else cluster:
                replacement = self._find(part)
                if replacement is None:
                    parts.append(part)
                    changes.append(0)
                else:
                    modified = True
                    parts.append(replacement)
                    _record(changes, len(part), len(replacement))
                    check_growth(normalized.end - normalized.start, len(changes))
        if modified:
            normalized.gather("".join(parts), sources_of(changes, len(text)))

    def _changing_ascii(self) -> re.Pattern[str]:
        """Return the regex of the ASCII characters that the map changes, and of CR LF, which is one cluster."""
        known = [chr(number) for number in range(128) if self._find(chr(number)) is not None]
        return re.compile("|".join(map(re.escape, ["\r\n", *known])))

    def _look_up(self, piece: str) -> str | None:
        """Return the replacement of the shortest prefix of `piece` in the map."""
        units = self._units
        if not units:
            return None
        position = _offset(units[0])
        for byte in utf8(piece):
            position ^= byte
            if byte == 0 or position >= len(units):
                return None
            unit = units[position]
            if unit & 0x800000FF != byte:
                return None
            position ^= _offset(unit)
            if unit >> 8 & 1:
                start = units[position] & 0x7FFFFFFF
                end = self._replacements.find(b"\0", start)
                return self._replacements[start : end if end >= 0 else None].decode("utf-8", "replace")
        return None


def _record(changes: list[int], old: int, new: int) -> None:
    """Append the changes made by replacing `old` code points by `new` ones."""
    changes += [0] * new
    surplus = new - old
    if surplus > 0:
        changes[-surplus:] = [1] * surplus
    elif surplus < 0 and changes:
        changes[-1] += surplus


def _offset(unit: int) -> int:
    return (unit >> 10) << ((unit & 0x200) >> 6)
