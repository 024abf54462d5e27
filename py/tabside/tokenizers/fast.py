"""Hugging Face's Rust `tokenizers` behind the interface of `tabside.Tokenizer`. CPython only."""

from __future__ import annotations

from typing import Any

from ..errors import RuntimeUnavailableError, TokenizerError
from .tokenizer import Tokenizer

__all__ = ["FastTokenizer"]


class FastTokenizer:
    """Encodes and decodes in Rust, with the same results as `tabside.Tokenizer`.

    Inputs that the library cannot take (lone surrogates, values that are not strings) go to the Python tokenizer, so
    results and errors are the same. All other calls and properties are the library's own.
    """

    def __init__(self, text: str) -> None:
        """Read the content of a tokenizer.json.

        Raises:
            RuntimeUnavailableError: the library is not installed.
            TokenizerError: it cannot read the file.
        """
        try:
            import tokenizers
        except ImportError as error:
            raise RuntimeUnavailableError("use_fast needs the library: pip install tokenizers.") from error
        self._text = text
        self._plain: Tokenizer | None = None
        try:
            self._fast: Any = tokenizers.Tokenizer.from_str(text)
        except Exception as error:
            # The library raises plain Exception.
            raise TokenizerError("The library tokenizers cannot read this tokenizer.json.") from error

    def encode(self, sequence: Any, pair: Any = None, *args: Any, **options: Any) -> Any:
        """Encode a text, or a pair, as `tabside.Tokenizer.encode` does."""
        try:
            return self._fast.encode(sequence, pair, *args, **options)
        except (TypeError, UnicodeEncodeError):
            return self._in_python().encode(sequence, pair, *args, **options)

    def encode_batch(self, input: Any, *args: Any, **options: Any) -> list[Any]:
        """Encode many inputs, as `tabside.Tokenizer.encode_batch` does, on all cores."""
        items = list(input)
        try:
            found: list[Any] = self._fast.encode_batch(items, *args, **options)
        except (TypeError, UnicodeEncodeError):
            return list(self._in_python().encode_batch(items, *args, **options))
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fast, name)

    def _in_python(self) -> Tokenizer:
        """Return the equivalent Python tokenizer, with the current truncation and padding."""
        if self._plain is None:
            self._plain = Tokenizer.from_str(self._text)
        truncation, padding = self._fast.truncation, self._fast.padding
        self._plain.no_truncation()
        self._plain.no_padding()
        if truncation is not None:
            self._plain.enable_truncation(**truncation)
        if padding is not None:
            self._plain.enable_padding(**padding)
        return self._plain
