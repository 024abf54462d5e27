"""Tokenizers, exact to the token and the offset, in Python alone.

The format and the names are those of Hugging Face `tokenizers`.
"""

from .added_vocabulary import AddedToken
from .encoding import Encoding
from .tokenizer import Tokenizer

__all__ = ["AddedToken", "Encoding", "Tokenizer"]
