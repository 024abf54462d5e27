"""Tokenizers in pure Python that reproduce Hugging Face `tokenizers` exactly, tokens and offsets.

File format and class names follow `tokenizers`.
"""

from .added_vocabulary import AddedToken
from .encoding import Encoding
from .tokenizer import Tokenizer

__all__ = ["AddedToken", "Encoding", "Tokenizer"]
