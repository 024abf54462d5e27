"""The part of Hugging Face `tokenizers`' interface that public examples use, in pure Python, with equal tokens."""

from __future__ import annotations

import os
from typing import Any

from .. import tokenizers
from ..auto import AutoTokenizer
from ..errors import InputError
from ..tab.blocking import wait_for
from ..tokenizers import AddedToken, Encoding

__all__ = ["AddedToken", "BertWordPieceTokenizer", "Encoding", "Tokenizer"]

__version__ = "0.23.3"


class Tokenizer(tokenizers.Tokenizer):
    """A tokenizer as in `tokenizers`; `from_pretrained` waits for the download."""

    @classmethod
    def from_pretrained(cls, identifier: str, **options: Any) -> tokenizers.Tokenizer:
        """Load a model's tokenizer from the hub, or from the browser's storage. Takes `revision`.

        Raises:
            RuntimeUnavailableError: Python cannot wait here.
            UnknownModelError, DownloadError, TokenizerError: as in `tabside.AutoTokenizer`.
        """
        revision = options.pop("revision", "main")
        options.pop("token", None)
        if options:
            raise InputError(f"from_pretrained does not take {', '.join(options)} here.")
        loading = AutoTokenizer.from_pretrained(identifier, revision=None if revision == "main" else revision)
        return wait_for(loading).backend_tokenizer


def BertWordPieceTokenizer(vocab: str | os.PathLike[str], *, lowercase: bool = True) -> tokenizers.Tokenizer:
    """Build BERT's tokenizer from a vocab.txt."""
    return tokenizers.Tokenizer.from_vocab(vocab, lowercase=lowercase)
