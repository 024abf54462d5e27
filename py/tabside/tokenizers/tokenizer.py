"""The tokenizer: added tokens, normalizer, pre-tokenizer, model, post-processor and decoder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError, TokenizerError
from ..refusing import refusing
from .added_vocabulary import AddedToken, AddedVocabulary, special
from .decoders import Decoder
from .encoding import Direction, Encoding
from .models.model import Model
from .normalizers import Normalizer
from .padding import Padding, pad_encodings
from .pre_tokenized import PreTokenizedString
from .pre_tokenizers import PreTokenizer
from .processors import PostProcessor, default_process, post_process
from .serialization import TokenizerParts, parts_from_json, parts_from_vocabulary
from .truncation import Strategy, Truncation, truncate_encodings
from .word_cache import WordCache, word_cache_for
from .writing import to_json

__all__ = ["Tokenizer"]

Sequences = str | Sequence[str]


class Tokenizer:
    """Encodes texts as Hugging Face `tokenizers` does, from the same tokenizer.json, in pure Python.

    Offsets count code points of the text as given. The Rust library cannot take lone surrogates. Here, normalizers that
    clean the text drop them; elsewhere they are unknown characters.
    """

    def __init__(
        self,
        model: Model,
        normalizer: Normalizer | None = None,
        pre_tokenizer: PreTokenizer | None = None,
        post_processor: PostProcessor | None = None,
        decoder: Decoder | None = None,
    ) -> None:
        self.model = model
        self.normalizer = normalizer
        self.pre_tokenizer = pre_tokenizer
        self.post_processor = post_processor
        self.decoder = decoder
        self._added = AddedVocabulary()
        self._truncation: Truncation | None = None
        self._padding: Padding | None = None
        self._words: WordCache | None = word_cache_for(model, normalizer, pre_tokenizer)
        self._described: tuple[Mapping[str, Any], Sequence[object]] | None = None

    @classmethod
    def from_str(cls, json: str) -> Tokenizer:
        """Read a tokenizer.json from a string. Raises TokenizerError if it is invalid or uses unknown parts."""
        with refusing(lambda: TokenizerError("tokenizer.json is broken")):
            return cls._from_parts(parts_from_json(json))

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Tokenizer:
        """Read a tokenizer.json from a file."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TokenizerError(f"{Path(path).name} cannot be read: {type(error).__name__}") from None
        return cls.from_str(text)

    @classmethod
    def from_buffer(cls, buffer: bytes | bytearray | memoryview) -> Tokenizer:
        """Read a tokenizer.json from bytes in UTF-8."""
        with refusing(lambda: TokenizerError("tokenizer.json is not UTF-8")):
            text = bytes(buffer).decode("utf-8")
        return cls.from_str(text)

    @classmethod
    def from_pretrained(cls, identifier: str, **options: Any) -> Tokenizer:
        """Raise InputError: a model's tokenizer is loaded by `AutoTokenizer.from_pretrained`, which may download."""
        raise InputError("Load a model's tokenizer by its id with tabside.AutoTokenizer.from_pretrained.")

    @classmethod
    def from_vocab(cls, vocab: str | os.PathLike[str], *, lowercase: bool = True) -> Tokenizer:
        """Build BERT's tokenizer from a vocab.txt: a path, or its content (which contains line breaks)."""
        is_content = isinstance(vocab, str) and "\n" in vocab
        text = str(vocab) if is_content else _read(vocab)
        return cls._from_parts(parts_from_vocabulary(text, lowercase=lowercase))

    @classmethod
    def _from_parts(cls, parts: TokenizerParts) -> Tokenizer:
        tokenizer = cls(parts.model, parts.normalizer, parts.pre_tokenizer, parts.post_processor, parts.decoder)
        tokenizer.add_tokens(list(parts.added_tokens))
        if parts.truncation is not None:
            tokenizer.enable_truncation(**parts.truncation)
        if parts.padding is not None:
            tokenizer.enable_padding(**parts.padding)
        if parts.described is not None:
            tokenizer._described = parts.described, tokenizer._parts()
        return tokenizer

    @property
    def described(self) -> Mapping[str, Any]:
        """The content of tokenizer.json without the model's vocabulary and merges. Empty without a file."""
        return {} if self._described is None else self._described[0]

    def to_str(self, pretty: bool = False) -> str:
        """Return tokenizer.json, with the current added tokens, truncation and padding.

        Raises:
            TokenizerError: the parts were set by hand, so that no file describes them.
        """
        if self._described is None or any(
            now is not read for now, read in zip(self._parts(), self._described[1], strict=True)
        ):
            raise TokenizerError("Only a tokenizer whose parts all come from a file can be written.")
        return to_json(
            self._described[0], self.model, self._added.tokens, self._truncation, self._padding, pretty=pretty
        )

    def save(self, path: str | os.PathLike[str], pretty: bool = True) -> None:
        """Write tokenizer.json. Raises TokenizerError as `to_str`, and OSError."""
        Path(path).write_text(self.to_str(pretty), encoding="utf-8")

    def _parts(self) -> Sequence[object]:
        return self.model, self.normalizer, self.pre_tokenizer, self.post_processor, self.decoder

    def encode(
        self,
        sequence: Sequences,
        pair: Sequences | None = None,
        is_pretokenized: bool = False,
        add_special_tokens: bool = True,
    ) -> Encoding:
        """Encode a text or a pair of texts. With `is_pretokenized` a text is a list of words.

        The offsets of pre-tokenized input count from the start of each word.
        """
        encodings = [self._encode_sequence(sequence, 0, is_pretokenized)]
        if pair is not None:
            encodings.append(self._encode_sequence(pair, 1, is_pretokenized))
        return self._post_process(encodings, add_special_tokens)

    def encode_batch(
        self,
        input: Iterable[Any],
        is_pretokenized: bool = False,
        add_special_tokens: bool = True,
    ) -> list[Encoding]:
        """Encode many inputs; a tuple (or list) of two is a pair. If padding is on, all get the same length."""
        encodings = [self.encode(*_pair(item, is_pretokenized), is_pretokenized, add_special_tokens) for item in input]
        if self._padding is not None:
            pad_encodings(encodings, self._padding)
        return encodings

    def encode_batch_fast(
        self, input: Iterable[Any], is_pretokenized: bool = False, add_special_tokens: bool = True
    ) -> list[Encoding]:
        """Encode many inputs. The same as `encode_batch`: offsets are right here, where the Rust library has zeros."""
        return self.encode_batch(input, is_pretokenized, add_special_tokens)

    def post_process(
        self, encoding: Encoding, pair: Encoding | None = None, add_special_tokens: bool = True
    ) -> Encoding:
        """Truncate, add special tokens, and pad, for encodings made without special tokens."""
        encodings = [encoding] if pair is None else [encoding, pair]
        return self._post_process([Encoding.merge([one]) for one in encodings], add_special_tokens)

    def _encode_sequence(self, sequence: Sequences, type_id: int, is_pretokenized: bool) -> Encoding:
        if not is_pretokenized:
            if not isinstance(sequence, str):
                raise InputError("a text is expected; for a list of words set is_pretokenized=True")
            return self._encode_text(sequence, type_id, None)
        if isinstance(sequence, str):
            raise InputError("a list of words is expected where is_pretokenized is set")
        words = (self._encode_text(word, type_id, index) for index, word in enumerate(sequence))
        return Encoding.merge(words, growing_offsets=False)

    def _encode_text(self, text: str, type_id: int, word_index: int | None) -> Encoding:
        if self._words is not None and not self._added.matches_normalized:
            return self._words.encode(self._added.extract(text), type_id, word_index)
        normalize = None if self.normalizer is None else self.normalizer.normalize
        pre_tokenized = self._added.extract_and_normalize(text, normalize)
        if self.pre_tokenizer is not None:
            self.pre_tokenizer.pre_tokenize(pre_tokenized)
        return _to_encoding(pre_tokenized, self.model, type_id, word_index)

    def _post_process(self, encodings: list[Encoding], add_special_tokens: bool) -> Encoding:
        pair = encodings[1] if len(encodings) == 2 else None
        if self._truncation is not None:
            max_length = self._truncation.max_length
            if add_special_tokens:
                max_length -= self.num_special_tokens_to_add(pair is not None)
            if max_length < 0:
                raise TokenizerError("max_length leaves no room for the special tokens")
            truncate_encodings(encodings[0], pair, self._truncation, max_length)
        if self.post_processor is None:
            encoding = default_process(encodings)
        else:
            encoding = post_process(self.post_processor, encodings, add_special_tokens)
        if self._padding is not None:
            pad_encodings([encoding], self._padding)
        return encoding

    def decode(self, ids: Iterable[int], skip_special_tokens: bool = True) -> str:
        """Return the text of the ids. Unknown ids are left out."""
        tokens = []
        for token_id in ids:
            token = self.id_to_token(token_id)
            if token is not None and not (skip_special_tokens and token in self._added.special):
                tokens.append(token)
        return " ".join(tokens) if self.decoder is None else "".join(self.decoder.decode_chain(tokens))

    def decode_batch(self, sequences: Iterable[Iterable[int]], skip_special_tokens: bool = True) -> list[str]:
        """Decode many lists of ids."""
        return [self.decode(ids, skip_special_tokens) for ids in sequences]

    def token_to_id(self, token: str) -> int | None:
        """Return the id of the token, or None if there is no such token."""
        known = self._added.ids.get(token)
        return self.model.token_to_id(token) if known is None else known

    def id_to_token(self, id: int) -> str | None:
        """Return the token of the id, or None if there is no such id."""
        token = self._added.id_to_token(id)
        return self.model.id_to_token(id) if token is None else token

    def get_vocab(self, with_added_tokens: bool = True) -> dict[str, int]:
        """Return a copy of the vocabulary."""
        return {**self.model.get_vocab(), **(self._added.ids if with_added_tokens else {})}

    def get_vocab_size(self, with_added_tokens: bool = True) -> int:
        """Return the number of tokens."""
        size = self.model.get_vocab_size()
        if with_added_tokens:
            size += sum(self.model.token_to_id(token) is None for token in self._added.ids)
        return size

    def get_added_tokens_decoder(self) -> dict[int, AddedToken]:
        """Return the added tokens by id, in ascending order."""
        return dict(sorted(self._added.tokens.items()))

    def add_tokens(self, tokens: Iterable[AddedToken | str]) -> int:
        """Add tokens that are matched in the text. Return how many were new."""
        return self._add(AddedToken(token) if isinstance(token, str) else token for token in tokens)

    def add_special_tokens(self, tokens: Iterable[AddedToken | str]) -> int:
        """Add special tokens; return how many were new."""
        return self._add(special(token) for token in tokens)

    def _add(self, tokens: Iterable[AddedToken]) -> int:
        normalize = None if self.normalizer is None else self.normalizer.normalize
        return self._added.add_tokens(tokens, self.model, normalize)

    @property
    def encode_special_tokens(self) -> bool:
        """Whether special tokens in the text are encoded like other text. False by default."""
        return self._added.encode_special_tokens

    @encode_special_tokens.setter
    def encode_special_tokens(self, value: bool) -> None:
        self._added.encode_special_tokens = value

    def num_special_tokens_to_add(self, is_pair: bool) -> int:
        """Return how many special tokens are added to a single sequence, or to a pair."""
        return 0 if self.post_processor is None else self.post_processor.added_tokens(is_pair)

    @property
    def truncation(self) -> dict[str, Any] | None:
        """The truncation parameters, or None if truncation is off."""
        on = self._truncation
        if on is None:
            return None
        return {"max_length": on.max_length, "stride": on.stride, "strategy": on.strategy, "direction": on.direction}

    def enable_truncation(
        self,
        max_length: int,
        stride: int = 0,
        strategy: Strategy = "longest_first",
        direction: Direction = "right",
    ) -> None:
        """Truncate encodings to `max_length` tokens, special tokens included.

        Raises TokenizerError when `stride` does not fit in the length that the special tokens leave.
        """
        truncation = Truncation(max_length, stride, strategy, direction)
        if max_length - self.num_special_tokens_to_add(False) < stride:
            raise TokenizerError("stride is greater than max_length less the special tokens")
        self._truncation = truncation

    def no_truncation(self) -> None:
        """Turn truncation off."""
        self._truncation = None

    @property
    def padding(self) -> dict[str, Any] | None:
        """The padding parameters, or None if padding is off."""
        on = self._padding
        if on is None:
            return None
        return {
            "length": on.length,
            "pad_to_multiple_of": on.pad_to_multiple_of,
            "pad_id": on.pad_id,
            "pad_token": on.pad_token,
            "pad_type_id": on.pad_type_id,
            "direction": on.direction,
        }

    def enable_padding(
        self,
        direction: Direction = "right",
        pad_id: int = 0,
        pad_type_id: int = 0,
        pad_token: str = "[PAD]",
        length: int | None = None,
        pad_to_multiple_of: int | None = None,
    ) -> None:
        """Pad encodings to `length`, or to the longest of each batch."""
        self._padding = Padding(direction, pad_id, pad_type_id, pad_token, length, pad_to_multiple_of)

    def no_padding(self) -> None:
        """Turn padding off."""
        self._padding = None


def _read(path: str | os.PathLike[str]) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TokenizerError(f"{Path(path).name} cannot be read: {type(error).__name__}") from None


def _pair(item: Any, is_pretokenized: bool) -> tuple[Any, Any]:
    """Return an input of encode_batch as (sequence, pair)."""
    if isinstance(item, tuple | list) and len(item) == 2:
        first, second = item
        if is_pretokenized != isinstance(first, str) and is_pretokenized != isinstance(second, str):
            return first, second
    return item, None


def _to_encoding(pre_tokenized: PreTokenizedString, model: Model, type_id: int, word_index: int | None) -> Encoding:
    """Tokenize each piece and convert the tokens' offsets to those of the original."""
    ids: list[int] = []
    tokens: list[str] = []
    offsets: list[tuple[int, int]] = []
    word_ids: list[int | None] = []
    for index, (piece, token_id) in enumerate(pre_tokenized.splits):
        word = index if word_index is None else word_index
        if token_id is not None:
            ids.append(token_id)
            tokens.append(piece.text)
            offsets.append(piece.original_offsets(0, len(piece.text)))
            word_ids.append(word)
            continue
        piece_ids, piece_tokens, piece_offsets = model.tokenize(piece.text)
        ids += piece_ids
        tokens += piece_tokens
        if piece.starts is None:
            shift = piece.start
            offsets += [(start + shift, end + shift) for start, end in piece_offsets]
        else:
            offsets += [piece.original_offsets(start, end) for start, end in piece_offsets]
        word_ids += [word] * len(piece_ids)
    return Encoding(ids, tokens, offsets, word_ids, type_id)
