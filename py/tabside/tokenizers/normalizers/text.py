"""Normalizers for case, whitespace, prefixes, replacements and bytes."""

from __future__ import annotations

import re

from ..bytes_alphabet import to_alphabet
from ..config import Config, flag, text
from ..limits import check_replacement
from ..normalized import NormalizedString
from ..oniguruma import OnigurumaPattern
from ..pattern_config import pattern_from
from ..unicode.sets import WHITESPACE, contains, pattern
from .unicode import lowercase

__all__ = ["Append", "ByteLevel", "Lowercase", "Nmt", "Prepend", "Replace", "Strip", "StripAccents"]

_LEADING = re.compile(f"[{WHITESPACE}]*")
_TRAILING = re.compile(f"[{WHITESPACE}]*\\Z")
_NMT_DROPPED = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]")
_NMT_BLANKS = dict.fromkeys(
    (9, 10, 12, 13, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD), " "
)


class Lowercase:
    """Converts to full lowercase, without context."""

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        lowercase(normalized)


class Strip:
    """Removes whitespace at the ends."""

    def __init__(self, strip_left: bool = True, strip_right: bool = True) -> None:
        self.strip_left = strip_left
        self.strip_right = strip_right

    @classmethod
    def from_config(cls, config: Config) -> Strip:
        """Build from a tokenizer.json."""
        return cls(flag(config, "strip_left"), flag(config, "strip_right"))

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        text = normalized.text
        first, last = 0, len(text)
        if self.strip_left and (leading := _LEADING.match(text)):
            first = leading.end()
        if self.strip_right and (trailing := _TRAILING.search(text, first)):
            last = trailing.start()
        normalized.keep(range(first, last))


class StripAccents:
    """Removes combining marks of every kind. It does not decompose."""

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        text = normalized.text
        if not text.isascii() and pattern("COMBINING_MARK").search(text):
            is_mark = contains("COMBINING_MARK")
            normalized.keep([index for index, character in enumerate(text) if not is_mark(character)])


class Prepend:
    """Prepends a string to every text that is not empty."""

    def __init__(self, prepend: str) -> None:
        self.prepend = prepend

    @classmethod
    def from_config(cls, config: Config) -> Prepend:
        """Build from a tokenizer.json."""
        return cls(text(config, "prepend"))

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        normalized.prepend(self.prepend)


class Append:
    """Appends a string to every text that is not empty."""

    def __init__(self, append: str) -> None:
        self.append = append

    @classmethod
    def from_config(cls, config: Config) -> Append:
        """Build from a tokenizer.json."""
        return cls(text(config, "append"))

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        normalized.append(self.append)


class Replace:
    """Replaces every match by `content`."""

    def __init__(self, matched: OnigurumaPattern, content: str) -> None:
        self.pattern = matched
        self.content = content

    @classmethod
    def from_config(cls, config: Config) -> Replace:
        """Build from a tokenizer.json."""
        return cls(pattern_from(config), text(config, "content"))

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        normalized.replace(self.pattern.spans(normalized.text), self.content)

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Replace in each token, as a decoder."""
        decoded = []
        for token in tokens:
            parts, position = [], 0
            spans = self.pattern.spans(token)
            check_replacement(len(token), len(spans) * len(self.content))
            for start, end in spans:
                parts += [token[position:start], self.content]
                position = end
            decoded.append("".join(parts) + token[position:])
        return decoded


class Nmt:
    """The clean-up of machine translation: removes control characters and replaces unusual spaces by plain ones."""

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        text = normalized.text
        if _NMT_DROPPED.search(text):
            normalized.keep([index for index, character in enumerate(text) if not _NMT_DROPPED.match(character)])
        normalized.map(normalized.text.translate(_NMT_BLANKS))


class ByteLevel:
    """Replaces every UTF-8 byte by a printable character."""

    def normalize(self, normalized: NormalizedString) -> None:
        """Normalize in place."""
        to_alphabet(normalized)
