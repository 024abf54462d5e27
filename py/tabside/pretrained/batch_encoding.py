"""The result of calling a tokenizer, as transformers' `BatchEncoding`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import InputError
from ..tokenizers import Encoding

__all__ = ["BatchEncoding"]


class BatchEncoding(dict[str, Any]):
    """Lists or arrays by name: `batch["input_ids"]` or `batch.input_ids`. `batch[0]` is the first `Encoding`.

    `model(**batch)` passes the model's inputs.
    """

    def __init__(self, values: Mapping[str, Any], encodings: Sequence[Encoding] = ()) -> None:
        super().__init__(values)
        self.encodings = list(encodings)

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the encoding has no {name}; it has {', '.join(self)}") from None

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, int):
            return self.encodings[key]
        if isinstance(key, slice):
            return {name: values[key] for name, values in self.items()}
        return super().__getitem__(key)

    @property
    def data(self) -> dict[str, Any]:
        """The values by name."""
        return dict(self)

    @property
    def is_fast(self) -> bool:
        """Whether offsets and words are known. Always True."""
        return True

    @property
    def n_sequences(self) -> int | None:
        """Number of sequences per input: 1, or 2 for pairs."""
        return self.encodings[0].n_sequences if self.encodings else None

    def tokens(self, batch_index: int = 0) -> list[str]:
        """Return the tokens of an input."""
        return self.encodings[batch_index].tokens

    def word_ids(self, batch_index: int = 0) -> list[int | None]:
        """Return the word of each token of an input."""
        return self.encodings[batch_index].word_ids

    def sequence_ids(self, batch_index: int = 0) -> list[int | None]:
        """Return the sequence of each token of an input, None for special tokens."""
        return self.encodings[batch_index].sequence_ids

    def token_to_sequence(self, batch_or_token_index: int, token_index: int | None = None) -> int | None:
        """Return the sequence of a token."""
        encoding, token = self._at(batch_or_token_index, token_index)
        return encoding.token_to_sequence(token)

    def token_to_word(self, batch_or_token_index: int, token_index: int | None = None) -> int | None:
        """Return the word of a token."""
        encoding, token = self._at(batch_or_token_index, token_index)
        return encoding.token_to_word(token)

    def token_to_chars(self, batch_or_token_index: int, token_index: int | None = None) -> tuple[int, int] | None:
        """Return the code points that a token covers."""
        encoding, token = self._at(batch_or_token_index, token_index)
        return encoding.token_to_chars(token)

    def word_to_tokens(
        self, batch_or_word_index: int, word_index: int | None = None, sequence_index: int = 0
    ) -> tuple[int, int] | None:
        """Return the first and past-the-last token of a word."""
        encoding, word = self._at(batch_or_word_index, word_index)
        return encoding.word_to_tokens(word, sequence_index)

    def word_to_chars(
        self, batch_or_word_index: int, word_index: int | None = None, sequence_index: int = 0
    ) -> tuple[int, int] | None:
        """Return the code points that a word covers."""
        encoding, word = self._at(batch_or_word_index, word_index)
        return encoding.word_to_chars(word, sequence_index)

    def char_to_token(
        self, batch_or_char_index: int, char_index: int | None = None, sequence_index: int = 0
    ) -> int | None:
        """Return the token that covers a code point."""
        encoding, char = self._at(batch_or_char_index, char_index)
        return encoding.char_to_token(char, sequence_index)

    def char_to_word(
        self, batch_or_char_index: int, char_index: int | None = None, sequence_index: int = 0
    ) -> int | None:
        """Return the word that covers a code point."""
        encoding, char = self._at(batch_or_char_index, char_index)
        return encoding.char_to_word(char, sequence_index)

    def convert_to_tensors(self, tensor_type: str | None = None, prepend_batch_axis: bool = False) -> BatchEncoding:
        """Turn the lists into NumPy arrays (`np`), in place. Return self.

        Raises:
            InputError: the type is another one, or the rows differ in length.
        """
        if tensor_type is None:
            return self
        if str(tensor_type) not in ("np", "numpy"):
            raise InputError('return_tensors must be "np" or None: tabside has NumPy arrays, and no other tensors.')
        import numpy

        for name, values in self.items():
            rows = [values] if prepend_batch_axis else values
            if rows and isinstance(rows[0], list) and len({len(row) for row in rows}) > 1:
                raise InputError("The texts have different numbers of tokens. Set padding=True, and truncation=True.")
            self[name] = numpy.array(rows, dtype=numpy.int64)
        return self

    def to(self, device: Any, **options: Any) -> BatchEncoding:
        """Return self for the device `cpu`. Raises InputError for others: arrays are in main memory."""
        if str(device) != "cpu" or options:
            raise InputError("The arrays of an encoding are in main memory; leave out .to(device).")
        return self

    def _at(self, first: int, second: int | None) -> tuple[Encoding, int]:
        """Return the encoding and the index in it. With one number it is the index, of the first input."""
        return (self.encodings[0], first) if second is None else (self.encodings[first], second)
