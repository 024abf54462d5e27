"""Pre-tokenizers: cut a normalized text into the pieces that the model sees."""

from __future__ import annotations

from typing import Protocol

from ..config import Config, build
from ..pre_tokenized import PreTokenizedString

__all__ = ["PreTokenizer", "pre_tokenizer_from"]


class PreTokenizer(Protocol):
    """Cuts a text."""

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut the pieces further, in place."""


def _bert(config: Config) -> PreTokenizer:
    from .bert import BertPreTokenizer

    return BertPreTokenizer()


_BUILDERS = {"BertPreTokenizer": _bert}


def pre_tokenizer_from(config: object) -> PreTokenizer:
    """Build the pre-tokenizer that a tokenizer.json describes."""
    return build(config, _BUILDERS, "pre-tokenizer")
