"""GPT-2's byte-level pre-tokenizer and decoder, and the trimming of offsets."""

from __future__ import annotations

from functools import cache

from ..bytes_alphabet import bytes_of, to_alphabet
from ..config import Config, flag
from ..encoding import Encoding
from ..normalized import NormalizedString
from ..oniguruma import OnigurumaPattern
from ..pre_tokenized import PreTokenizedString, cut, matches_of
from ..unicode.sets import BLANKS

__all__ = ["ByteLevel", "trim_offsets"]

_BLANK = "Ġ"
_TRIMMED = BLANKS + _BLANK


@cache
def _gpt2() -> OnigurumaPattern:
    return OnigurumaPattern(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")


class ByteLevel:
    """Pre-tokenizer, post-processor and decoder in one class, as in the file format."""

    def __init__(self, add_prefix_space: bool = True, trim_offsets: bool = True, use_regex: bool = True) -> None:
        self.add_prefix_space = add_prefix_space
        self.trim_offsets = trim_offsets
        self.use_regex = use_regex

    @classmethod
    def from_config(cls, config: Config) -> ByteLevel:
        """Build from a tokenizer.json."""
        return cls(flag(config, "add_prefix_space"), flag(config, "trim_offsets"), flag(config, "use_regex", True))

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Split in place, and convert the pieces to the byte alphabet."""
        pre_tokenized.split(lambda _, piece: self._cut(piece))
        for piece, token_id in pre_tokenized.splits:
            if token_id is None:
                to_alphabet(piece)

    def _cut(self, piece: NormalizedString) -> list[NormalizedString]:
        if self.add_prefix_space and not piece.text.startswith(" "):
            piece.prepend(" ")
        if not self.use_regex:
            return [piece]
        matches = matches_of(_gpt2().spans(piece.text), len(piece.text))
        return [piece.slice(first, last) for first, last in cut(matches, "isolated")]

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens it adds: none."""
        return 0

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Trim the offsets, as a post-processor."""
        for index, encoding in enumerate(encodings):
            if self.trim_offsets:
                for part in (encoding, *encoding.overflowing):
                    trim_offsets(part, self.add_prefix_space)
            encoding.set_sequence_id(index)
        return encodings

    def decode_chain(self, tokens: list[str]) -> list[str]:
        """Decode the bytes as UTF-8, with U+FFFD for invalid ones."""
        return [b"".join(map(bytes_of, tokens)).decode("utf-8", "replace")]


def trim_offsets(encoding: Encoding, add_prefix_space: bool) -> None:
    """Exclude the spaces at a token's ends from its offsets, in place."""
    offsets = encoding.offsets
    for index, token in enumerate(encoding.tokens):
        leading = len(token) - len(token.lstrip(_TRIMMED))
        trailing = len(token) - len(token.rstrip(_TRIMMED))
        if not leading and not trailing:
            continue
        start, end = offsets[index]
        # A single space at the start of the text is the prepended one: it covers no code point.
        if add_prefix_space and leading == 1 and (index == 0 or start == 0):
            leading = 0
        start = min(start + leading, end)
        if trailing and end >= trailing:
            end = max(end - trailing, start)
        offsets[index] = (start, end)
