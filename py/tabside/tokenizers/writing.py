"""Write a tokenizer as tokenizer.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import TokenizerError
from .added_vocabulary import AddedToken
from .models.model import Model
from .padding import Padding
from .truncation import Truncation

__all__ = ["bulk_of", "to_json", "without_bulk"]

_BULK = ("vocab", "merges")
_STRATEGIES = {"longest_first": "LongestFirst", "only_first": "OnlyFirst", "only_second": "OnlySecond"}


def without_bulk(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tokenizer.json without the model's vocabulary and merges, which the model itself has."""
    model = {key: value for key, value in config["model"].items() if key not in _BULK}
    return {**config, "model": model}


def bulk_of(model: Model) -> dict[str, Any]:
    """Return the vocabulary of a model, and its merges in order, as tokenizer.json has them."""
    vocab = getattr(model, "vocab", None)
    if vocab is None:
        raise TokenizerError("This tokenizer's model cannot be written.")
    bulk: dict[str, Any] = {"vocab": [list(entry) for entry in vocab] if isinstance(vocab, list) else dict(vocab)}
    merges = getattr(model, "merges", None)
    return bulk if merges is None else {**bulk, "merges": [list(pair) for pair in merges()]}


def to_json(
    described: Mapping[str, Any],
    model: Model,
    added: Mapping[int, AddedToken],
    truncation: Truncation | None,
    padding: Padding | None,
    *,
    pretty: bool,
) -> str:
    """Return tokenizer.json: `described` without bulk, with the current added tokens, truncation and padding."""
    content = {
        "version": "1.0",
        "truncation": None if truncation is None else _truncation(truncation),
        "padding": None if padding is None else _padding(padding),
        "added_tokens": [_added(number, token) for number, token in sorted(added.items())],
        **{part: described.get(part) for part in ("normalizer", "pre_tokenizer", "post_processor", "decoder")},
        "model": {**described["model"], **bulk_of(model)},
    }
    separators = (",", ": ") if pretty else (",", ":")
    return json.dumps(content, ensure_ascii=False, indent=2 if pretty else None, separators=separators)


def _added(number: int, token: AddedToken) -> dict[str, Any]:
    return {
        "id": number, "content": token.content, "single_word": token.single_word, "lstrip": token.lstrip,
        "rstrip": token.rstrip, "normalized": token.normalized, "special": token.special,
    }  # fmt: skip


def _truncation(on: Truncation) -> dict[str, Any]:
    return {
        "direction": on.direction.capitalize(), "max_length": on.max_length, "strategy": _STRATEGIES[on.strategy],
        "stride": on.stride,
    }  # fmt: skip


def _padding(on: Padding) -> dict[str, Any]:
    return {
        "strategy": "BatchLongest" if on.length is None else {"Fixed": on.length},
        "direction": on.direction.capitalize(), "pad_to_multiple_of": on.pad_to_multiple_of, "pad_id": on.pad_id,
        "pad_type_id": on.pad_type_id, "pad_token": on.pad_token,
    }  # fmt: skip
