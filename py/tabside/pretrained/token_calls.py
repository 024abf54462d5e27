"""transformers' calls about tokens, ids and special tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import InputError
from ..tokenizers import Encoding, Tokenizer
from .settings import SPECIAL_TOKENS, TokenizerSettings

__all__ = ["TokenCalls"]


class TokenCalls:
    """Conversions between tokens, ids and text, and the special tokens by name (`pad_token`, `pad_token_id`)."""

    def __init__(self, backend: Tokenizer, settings: TokenizerSettings) -> None:
        self.backend_tokenizer = backend
        self.special_tokens_map: dict[str, str] = dict(settings.special_tokens)
        self.extra_special_tokens = list(settings.extra_special_tokens)
        self._input_names = settings.model_input_names

    def tokenize(self, text: str, pair: str | None = None, add_special_tokens: bool = False) -> list[str]:
        """Return the tokens of a text."""
        encoding: Encoding = self.backend_tokenizer.encode(text, pair, add_special_tokens=add_special_tokens)
        return encoding.tokens

    def convert_tokens_to_ids(self, tokens: str | Iterable[str]) -> Any:
        """Return the id of a token, or of each of many; the unknown token's for those that are not known."""
        if isinstance(tokens, str):
            known = self.backend_tokenizer.token_to_id(tokens)
            return self.unk_token_id if known is None else known
        return [self.convert_tokens_to_ids(token) for token in tokens]

    def convert_ids_to_tokens(self, ids: int | Iterable[int], skip_special_tokens: bool = False) -> Any:
        """Return the token of an id, or of each of many."""
        if isinstance(ids, int):
            return self.backend_tokenizer.id_to_token(ids)
        special = set(self.all_special_ids) if skip_special_tokens else ()
        return [self.backend_tokenizer.id_to_token(int(one)) for one in ids if one not in special]

    def convert_tokens_to_string(self, tokens: Sequence[str]) -> str:
        """Join tokens to a text, as the decoder does."""
        return self.backend_tokenizer.decode(self.convert_tokens_to_ids(list(tokens)), skip_special_tokens=False)

    def decode(self, token_ids: Any, skip_special_tokens: bool = False) -> Any:
        """Return the text of ids, or of each of several lists of ids. Special tokens stay, as in transformers."""
        ids = token_ids.tolist() if hasattr(token_ids, "tolist") else token_ids
        ids = [ids] if isinstance(ids, int) else list(ids)
        if ids and isinstance(ids[0], list | tuple):
            return self.batch_decode(ids, skip_special_tokens)
        return self.backend_tokenizer.decode(ids, skip_special_tokens)

    def batch_decode(self, sequences: Iterable[Any], skip_special_tokens: bool = False) -> list[str]:
        """Return the text of each of several lists of ids."""
        return [self.decode(ids, skip_special_tokens) for ids in sequences]

    def num_special_tokens_to_add(self, pair: bool = False) -> int:
        """Return how many special tokens are added to a text, or to a pair."""
        return self.backend_tokenizer.num_special_tokens_to_add(pair)

    def get_special_tokens_mask(self, token_ids: Iterable[int]) -> list[int]:
        """Return 1 for each special token, else 0."""
        special = set(self.all_special_ids)
        return [int(one in special) for one in token_ids]

    @property
    def model_input_names(self) -> list[str]:
        """The inputs that the model reads."""
        if self._input_names is None:
            pair = self.backend_tokenizer.encode("a", "a")
            types = ["token_type_ids"] if any(pair.type_ids) else []
            self._input_names = ["input_ids", *types, "attention_mask"]
        return list(self._input_names)

    @property
    def vocab_size(self) -> int:
        """The number of tokens without added ones."""
        return self.backend_tokenizer.get_vocab_size(with_added_tokens=False)

    def __len__(self) -> int:
        return self.backend_tokenizer.get_vocab_size()

    @property
    def is_fast(self) -> bool:
        """Whether offsets and words are known. Always True."""
        return True

    @property
    def all_special_tokens(self) -> list[str]:
        """The contents of all special tokens."""
        return list(dict.fromkeys([*self.special_tokens_map.values(), *self.extra_special_tokens]))

    @property
    def all_special_ids(self) -> list[int]:
        """The ids of all special tokens."""
        return [self.convert_tokens_to_ids(token) for token in self.all_special_tokens]

    def __getattr__(self, name: str) -> Any:
        """`pad_token`, `pad_token_id` and the like; everything else is the tokenizer's own."""
        if name.startswith("_") or name in ("backend_tokenizer", "special_tokens_map"):
            raise AttributeError(name)
        role = name.removesuffix("_id")
        if role in SPECIAL_TOKENS:
            content = self.special_tokens_map.get(role)
            return content if content is None or role == name else self.backend_tokenizer.token_to_id(content)
        return getattr(self.backend_tokenizer, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in SPECIAL_TOKENS:
            self.special_tokens_map[name] = str(value)
        else:
            object.__setattr__(self, name, value)

    def padding_id(self) -> int:
        """Return the padding token's id. Raises InputError if the model has none."""
        content = self.special_tokens_map.get("pad_token")
        known = None if content is None else self.backend_tokenizer.token_to_id(content)
        if known is None:
            raise InputError("This tokenizer has no padding token: set tokenizer.pad_token, for instance to eos_token.")
        return known
