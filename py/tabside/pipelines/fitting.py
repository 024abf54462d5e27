"""Decide whether a model's outputs fit a task, for models whose files do not name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..runtime.base import TensorSpec

__all__ = ["fits", "is_open", "labels_of"]

_VECTORS = ("last_hidden_state", "token_embeddings", "sentence_embedding", "embeddings")
# Of `logits`.
_RANKS = {
    "text-classification": 2, "zero-shot-classification": 2, "text-ranking": 2, "token-classification": 3,
    "fill-mask": 3, "sparse-feature-extraction": 3,
}  # fmt: skip
UNNAMED = "a task that its config does not name"


def is_open(task: str, known: Sequence[str]) -> bool:
    """Whether a guessed task may be another one: an encoder's, a decoder's, or none at all."""
    return task in known or task in (UNNAMED, "text-generation")


def fits(task: str, outputs: Sequence[TensorSpec], config: Mapping[str, Any]) -> bool:
    """Return whether a model with these outputs can do a task.

    >>> fits("token-classification", [TensorSpec("logits", "float32", (None, None, 9))], {})
    True
    >>> fits("feature-extraction", [TensorSpec("logits", "float32", (None, 2))], {})
    False
    """
    shapes = {spec.name: spec.shape for spec in outputs}
    if task in ("feature-extraction", "sentence-similarity"):
        return any(name in shapes for name in _VECTORS)
    if task == "question-answering":
        return {"start_logits", "end_logits"} <= set(shapes)
    rank = len(shapes.get("logits", ()))
    if task == "text-ranking" and is_decoder(config):
        return rank == 3
    return rank == _RANKS.get(task)


def is_decoder(config: Mapping[str, Any]) -> bool:
    """Whether the model predicts the next token, and not a label."""
    return any(str(name).endswith("ForCausalLM") for name in config.get("architectures") or ())


def labels_of(
    labels: Sequence[str] | None, outputs: Sequence[TensorSpec], config: Mapping[str, Any]
) -> Sequence[str] | None:
    """Return the labels, numbered as in transformers where the config names none and the graph has more or fewer.

    >>> labels_of(("LABEL_0", "LABEL_1"), [TensorSpec("logits", "float32", (None, 1))], {})
    ('LABEL_0',)
    """
    width = next((spec.shape[-1] for spec in outputs if spec.name == "logits" and spec.shape), None)
    if "id2label" in config or not isinstance(width, int) or width > 1000:
        return labels
    return tuple(f"LABEL_{number}" for number in range(width))
