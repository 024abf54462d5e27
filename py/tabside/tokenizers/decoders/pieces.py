"""Decoders that process tokens one by one."""

from __future__ import annotations

import itertools
import re

from ..config import Config, flag, integer, text
from .wordpiece import clean_up

__all__ = ["CTC", "BPEDecoder", "ByteFallback", "Fuse", "Strip"]

_BYTE = re.compile(r"<0x(?:[0-9A-Fa-f]{2}|\+[0-9A-Fa-f])>")


class BPEDecoder:
    """Replaces the end-of-word suffix by a space."""

    def __init__(self, suffix: str = "</w>") -> None:
        self.suffix = suffix

    @classmethod
    def from_config(cls, config: Config) -> BPEDecoder:
        """Build from a tokenizer.json."""
        return cls(text(config, "suffix"))

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text.

        >>> BPEDecoder().decode_chain(["so</w>", "be", "it</w>"])
        ['so ', 'be', 'it']
        """
        last = len(tokens) - 1
        return [token.replace(self.suffix, "" if index == last else " ") for index, token in enumerate(tokens)]


class CTC:
    """Joins repeated tokens, drops the padding, and replaces the delimiter by a space."""

    def __init__(self, pad_token: str = "<pad>", word_delimiter_token: str = "|", cleanup: bool = True) -> None:
        self.pad_token = pad_token
        self.word_delimiter_token = word_delimiter_token
        self.cleanup = cleanup

    @classmethod
    def from_config(cls, config: Config) -> CTC:
        """Build from a tokenizer.json."""
        return cls(text(config, "pad_token"), text(config, "word_delimiter_token"), flag(config, "cleanup"))

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text."""
        parts = []
        for token, _ in itertools.groupby(tokens):
            part = token.replace(self.pad_token, "")
            if self.cleanup:
                part = clean_up(part).replace(self.word_delimiter_token, " ")
            if part:
                parts.append(part)
        return parts


class Fuse:
    """Joins all tokens into one."""

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return a single part."""
        return ["".join(tokens)]


class Strip:
    """Removes up to `start` leading and `stop` trailing `content` characters from each token."""

    def __init__(self, content: str, start: int, stop: int) -> None:
        self.content = content
        self.start = start
        self.stop = stop

    @classmethod
    def from_config(cls, config: Config) -> Strip:
        """Build from a tokenizer.json."""
        return cls(text(config, "content"), integer(config, "start"), integer(config, "stop"))

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text."""
        return [self._stripped(token) for token in tokens]

    def _stripped(self, token: str) -> str:
        leading = len(token) - len(token.lstrip(self.content))
        trailing = len(token) - len(token.rstrip(self.content))
        return token[min(leading, self.start) : max(len(token) - min(trailing, self.stop), 0)]


class ByteFallback:
    """Decodes runs of `<0x..>` tokens as UTF-8. Each token of an invalid run becomes U+FFFD."""

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Return the parts of the text.

        >>> ByteFallback().decode_chain(["<0xC3>", "<0xA9>", "a", "<0xC3>"])
        ['é', 'a', '�']
        """
        parts: list[str] = []
        pending = bytearray()
        for token in tokens:
            if _BYTE.fullmatch(token):
                pending.append(int(token[3:5], 16))
                continue
            parts += _text_of(pending)
            pending.clear()
            parts.append(token)
        return parts + _text_of(pending)


def _text_of(pending: bytearray) -> list[str]:
    if not pending:
        return []
    try:
        return [pending.decode("utf-8")]
    except UnicodeDecodeError:
        return ["�"] * len(pending)
