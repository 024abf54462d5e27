"""Pre-tokenizers: split a normalized text into the pieces that the model tokenizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..config import Config, build, get
from ..pre_tokenized import PreTokenizedString

__all__ = ["PreTokenizer", "pre_tokenizer_from"]


class PreTokenizer(Protocol):
    """Splits a text."""

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Split the pieces further, in place."""


class Sequence:
    """Applies several pre-tokenizers in order."""

    def __init__(self, pre_tokenizers: list[PreTokenizer]) -> None:
        self.pre_tokenizers = pre_tokenizers

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Split in place."""
        for pre_tokenizer in self.pre_tokenizers:
            pre_tokenizer.pre_tokenize(pre_tokenized)


def _bert(config: Config) -> PreTokenizer:
    from .bert import BertPreTokenizer

    return BertPreTokenizer()


def _byte_level(config: Config) -> PreTokenizer:
    from .byte_level import ByteLevel

    return ByteLevel.from_config(config)


def _metaspace(config: Config) -> PreTokenizer:
    from .metaspace import Metaspace

    return Metaspace.from_config(config)


def _split(config: Config) -> PreTokenizer:
    from .split import Split

    return Split.from_config(config)


def _scripts(config: Config) -> PreTokenizer:
    from .unicode_scripts import UnicodeScripts

    return UnicodeScripts()


def _sequence(config: Config) -> PreTokenizer:
    return Sequence([pre_tokenizer_from(part) for part in get(config, "pretokenizers", list)])


def _words(config: Config) -> PreTokenizer:
    from . import words

    match config["type"]:
        case "WhitespaceSplit":
            return words.WhitespaceSplit()
        case "CharDelimiterSplit":
            return words.CharDelimiterSplit.from_config(config)
        case "Punctuation":
            return words.Punctuation.from_config(config)
        case "Digits":
            return words.Digits.from_config(config)
        case "FixedLength":
            return words.FixedLength.from_config(config)
    return words.Whitespace()


_WORDS = ("Whitespace", "WhitespaceSplit", "CharDelimiterSplit", "Punctuation", "Digits", "FixedLength")
_BUILDERS: dict[str, Callable[[Config], PreTokenizer]] = {
    "BertPreTokenizer": _bert,
    "ByteLevel": _byte_level,
    "Metaspace": _metaspace,
    "Split": _split,
    "UnicodeScripts": _scripts,
    "Sequence": _sequence,
    **dict.fromkeys(_WORDS, _words),
}


def pre_tokenizer_from(config: object) -> PreTokenizer:
    """Build the pre-tokenizer that a tokenizer.json describes."""
    return build(config, _BUILDERS, "pre-tokenizer")
