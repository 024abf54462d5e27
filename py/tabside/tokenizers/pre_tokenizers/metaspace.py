"""SentencePiece's treatment of spaces: a visible character that starts the following word."""

from __future__ import annotations

import re
from typing import Literal

from ...errors import TokenizerError
from ..config import Config, flag, text
from ..normalized import NormalizedString
from ..pre_tokenized import PreTokenizedString

__all__ = ["Metaspace", "PrependScheme"]

PrependScheme = Literal["always", "first", "never"]


class Metaspace:
    """Metaspace pre-tokenizer and decoder. `first` prepends only at the very start of the text."""

    def __init__(self, replacement: str = "▁", prepend_scheme: PrependScheme = "always", split: bool = True) -> None:
        if len(replacement) != 1 or prepend_scheme not in ("always", "first", "never"):
            raise TokenizerError("Metaspace: the replacement or the prepend scheme is not one")
        self.replacement = replacement
        self.prepend_scheme = prepend_scheme
        self.is_split = split
        escaped = re.escape(replacement)
        self._words = re.compile(f"{escaped}[^{escaped}]*|[^{escaped}]+")

    @classmethod
    def from_config(cls, config: Config) -> Metaspace:
        """Build from a tokenizer.json. Old files have `add_prefix_space` instead of `prepend_scheme`."""
        scheme = text(config, "prepend_scheme", "always")
        if config.get("add_prefix_space") is False and scheme != "never":
            raise TokenizerError("Metaspace: add_prefix_space does not match prepend_scheme")
        split = True if config.get("split") is None else flag(config, "split")
        return cls(text(config, "replacement"), scheme, split)  # type: ignore[arg-type]

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: self._cut(piece))

    def _cut(self, piece: NormalizedString) -> list[NormalizedString]:
        piece.map(piece.text.replace(" ", self.replacement))
        prepends = self.prepend_scheme == "always" or (self.prepend_scheme == "first" and piece.start == 0)
        if prepends and not piece.text.startswith(self.replacement):
            piece.prepend(self.replacement)
        if not self.is_split:
            return [piece]
        return [piece.slice(match.start(), match.end()) for match in self._words.finditer(piece.text)]

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Restore the spaces and drop the prepended one.

        >>> Metaspace().decode_chain(["▁Hey", "▁you"])
        ['Hey', ' you']
        """
        first = "" if self.prepend_scheme != "never" else " "
        return [token.replace(self.replacement, " " if index else first) for index, token in enumerate(tokens)]
