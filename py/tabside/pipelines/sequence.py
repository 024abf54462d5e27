"""Base of the pipelines over whole sequences: a text or a pair gives one row of logits, within the token limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp
from typing import Any

from ..errors import InputError
from .base import ModelInput, TokenizerLike
from .softmax import softmax

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
    tokenizer: TokenizerLike, text: str, pair: str, max_length: int, tag: Any, *, cut_first: int = 1
) -> ModelInput[Any]:
    """Encode a pair, truncating one text if the pair is too long, and the other only if it is too long by itself.

    By default the second text is truncated, so that a query is kept whatever the document's length
    (`truncation="only_second"` in transformers). `cut_first=0` truncates the first (`only_first`).
    """
    encoding = tokenizer.encode(text, pair)
    surplus = len(encoding.ids) - max_length
    dropped: set[int] = set()
    for sequence in (cut_first, 1 - cut_first):
        own = [index for index, owner in enumerate(encoding.sequence_ids) if owner == sequence]
        # Keep at least one token of the text, so that the model receives a pair.
        count = min(max(surplus - len(dropped), 0), max(len(own) - 1, 0))
        dropped.update(own[len(own) - count :])
    kept = [index for index in range(len(encoding.ids)) if index not in dropped]
    return ModelInput([encoding.ids[i] for i in kept], [encoding.type_ids[i] for i in kept], tag)
