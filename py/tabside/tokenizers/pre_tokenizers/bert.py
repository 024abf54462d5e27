"""BERT's pre-tokenizer: split at whitespace and isolate each punctuation mark."""

from __future__ import annotations

import re
from functools import cache

from ..normalized import NormalizedString
from ..pre_tokenized import PreTokenizedString
from ..unicode.sets import WHITESPACE, char_class, ranges

__all__ = ["BertPreTokenizer"]

_ASCII_WORDS = re.compile(r"[0-9A-Za-z\x00-\x08\x0e-\x1f\x7f]+|[!-/:-@\[-`{-~]")


@cache
def _words() -> re.Pattern[str]:
    punctuation = char_class(ranges("BERT_PUNCTUATION"))
    return re.compile(f"[^{WHITESPACE}{punctuation}]+|[{punctuation}]")


class BertPreTokenizer:
    """Splits at whitespace, which it drops, and isolates punctuation."""

    def pre_tokenize(self, pre_tokenized: PreTokenizedString) -> None:
        """Cut in place."""
        pre_tokenized.split(lambda _, piece: _cut(piece))


def _cut(piece: NormalizedString) -> list[NormalizedString]:
    words = _ASCII_WORDS if piece.text.isascii() else _words()
    return [piece.slice(match.start(), match.end()) for match in words.finditer(piece.text)]
