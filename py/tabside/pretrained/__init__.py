"""transformers' interface to a tokenizer: calls that return arrays, special tokens, chat templates. No I/O."""

from __future__ import annotations

from .batch_encoding import BatchEncoding
from .tokenizer import PretrainedTokenizer

__all__ = ["BatchEncoding", "PretrainedTokenizer"]
