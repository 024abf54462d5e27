"""BERT's and RoBERTa's post-processors: fixed special tokens around the sequences."""

from __future__ import annotations

from ...errors import TokenizerError
from ..config import Config, flag, get
from ..encoding import Encoding
from ..limits import token_id
from ..pre_tokenizers.byte_level import trim_offsets

__all__ = ["BertProcessing", "RobertaProcessing"]

Token = tuple[str, int]


class BertProcessing:
    """`[CLS] A [SEP] B [SEP]`."""

    def __init__(self, sep: Token, cls: Token) -> None:
        self.sep = sep
        self.cls = cls

    @classmethod
    def from_config(cls, config: Config) -> BertProcessing:
        """Build from a tokenizer.json."""
        return cls(_token(config, "sep"), _token(config, "cls"))

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens it adds."""
        return 3 if is_pair else 2

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Put the special tokens around the encodings."""
        if not add_special_tokens:
            return encodings
        first = _surrounded(encodings[0], 0, self.cls, self.sep, 0)
        return [first, *(_surrounded(pair, 1, None, self.sep, 1) for pair in encodings[1:])]


class RobertaProcessing:
    """`<s> A </s></s> B </s>`, all of type 0."""

    def __init__(self, sep: Token, cls: Token, trim_offsets: bool = True, add_prefix_space: bool = True) -> None:
        self.sep = sep
        self.cls = cls
        self.trim_offsets = trim_offsets
        self.add_prefix_space = add_prefix_space

    @classmethod
    def from_config(cls, config: Config) -> RobertaProcessing:
        """Build from a tokenizer.json."""
        return cls(
            _token(config, "sep"),
            _token(config, "cls"),
            flag(config, "trim_offsets"),
            flag(config, "add_prefix_space"),
        )

    def added_tokens(self, is_pair: bool) -> int:
        """Return how many tokens it adds."""
        return 4 if is_pair else 2

    def process_encodings(self, encodings: list[Encoding], add_special_tokens: bool) -> list[Encoding]:
        """Trim the offsets and add the special tokens."""
        for encoding in encodings:
            if self.trim_offsets:
                for part in (encoding, *encoding.overflowing):
                    trim_offsets(part, self.add_prefix_space)
            encoding.type_ids = [0] * len(encoding)
        if not add_special_tokens:
            return encodings
        for encoding in encodings:
            for part in encoding.overflowing:
                part.type_ids = [0] * len(part)
        first = _surrounded(encodings[0], 0, self.cls, self.sep, 0)
        return [first, *(_surrounded(pair, 1, self.sep, self.sep, 0) for pair in encodings[1:])]


def _surrounded(encoding: Encoding, sequence_id: int, before: Token | None, after: Token, type_id: int) -> Encoding:
    """Return the encoding, and its overflowing parts, between special tokens."""
    overflowing, encoding.overflowing = encoding.overflowing, []
    # Unlike in a template, tokens in the middle are marked as not special, whatever they were.
    encoding.special_tokens_mask = [0] * len(encoding)
    encoding.attention_mask = [1] * len(encoding)
    encoding._sequence_ranges = {sequence_id: (0, len(encoding))}
    parts = [Encoding([after[1]], [after[0]], type_id=type_id, special=True)]
    parts.insert(0, encoding)
    if before is not None:
        parts.insert(0, Encoding([before[1]], [before[0]], type_id=0, special=True))
    surrounded = Encoding.merge(parts, growing_offsets=False)
    surrounded.overflowing = [_surrounded(part, sequence_id, before, after, type_id) for part in overflowing]
    return surrounded


def _token(config: Config, key: str) -> Token:
    pair = get(config, key, list)
    if len(pair) != 2 or not isinstance(pair[0], str):
        raise TokenizerError(f"tokenizer.json: '{key}' of {config.get('type')} is not a token with its id")
    return pair[0], token_id(pair[1], f"the id of '{key}'")
