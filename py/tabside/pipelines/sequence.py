"""Base of the pipelines over whole sequences: a text or a pair gives one row of logits, within the token limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp
from typing import Any

from ..errors import InputError
from ..runtime.softmax import softmax
from .base import ModelInput, TokenizerLike

__all__ = ["ACTIVATIONS", "activation", "check_top_k", "default_activation", "encode_pair"]


def _sigmoid(logits: Sequence[float]) -> list[float]:
    # Use the form that cannot overflow, which differs on each side of zero.
    return [1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x)) for x in logits]


ACTIVATIONS: Mapping[str, Callable[[Sequence[float]], list[float]]] = {
    "none": list,
    "sigmoid": _sigmoid,
    "softmax": softmax,
}


def check_top_k(top_k: int | None) -> None:
    """Raise InputError unless it is an integer of at least 1, or None for all."""
    if top_k is not None and (isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1):
        raise InputError("top_k must be a number of at least 1, or None for all.")


def activation(name: str | None) -> Callable[[Sequence[float]], list[float]]:
    """Return the activation function of that name. Raises InputError."""
    if name is None or name not in ACTIVATIONS:
        raise InputError(f"function_to_apply must be one of {', '.join(ACTIVATIONS)}, default.")
    return ACTIVATIONS[name]


def default_activation(config: Mapping[str, Any], labels: int) -> str:
    """Choose the activation as transformers does: by name, else by the problem type, else by the number of labels."""
    if config.get("function_to_apply") is not None:
        return str(config["function_to_apply"])
    problem = config.get("problem_type")
    if problem == "regression":
        return "none"
    if problem == "multi_label_classification" or labels == 1:
        return "sigmoid"
    return "softmax"


def encode_pair(
    tokenizer: TokenizerLike, text: str, pair: str, max_length: int, tag: Any, *, truncation: str = "only_second"
) -> ModelInput[Any]:
    """Encode a pair, truncating one text if the pair is too long, and the other only if it is too long by itself.

    By default the second text is truncated, so that a query is kept whatever the document's length. `only_first`
    truncates the first, and `longest_first` the longer one, as sentence-transformers does.
    """
    encoding = tokenizer.encode(text, pair)
    owners = encoding.sequence_ids
    own = [[index for index, owner in enumerate(owners) if owner == sequence] for sequence in (0, 1)]
    room = max_length - (len(owners) - len(own[0]) - len(own[1]))
    lengths = _kept(len(own[0]), len(own[1]), max(room, 2), truncation)
    dropped = {index for indices, length in zip(own, lengths, strict=True) for index in indices[length:]}
    kept = [index for index in range(len(owners)) if index not in dropped]
    return ModelInput([encoding.ids[i] for i in kept], [encoding.type_ids[i] for i in kept], tag)


def _kept(first: int, second: int, room: int, truncation: str) -> tuple[int, int]:
    """Return how many tokens of each text stay. At least one does, so that the model receives a pair.

    >>> _kept(10, 30, 20, "only_second"), _kept(10, 30, 20, "only_first"), _kept(10, 30, 21, "longest_first")
    ((10, 10), (1, 19), (10, 11))
    >>> _kept(30, 30, 21, "longest_first")
    (10, 11)
    """
    if first + second <= room:
        return first, second
    if truncation == "longest_first":
        # As in Hugging Face tokenizers.
        short = min(first, second)
        long = room - short if short * 2 <= room else 0
        if not long:
            short, long = room // 2, room // 2 + room % 2
        return (long, short) if first > second else (short, long)
    kept = [first, second]
    for sequence in (0, 1) if truncation == "only_first" else (1, 0):
        kept[sequence] = min(kept[sequence], max(room - kept[1 - sequence], 1))
    return kept[0], kept[1]
