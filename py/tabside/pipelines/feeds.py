"""Build a model's inputs for a batch: ids, masks, and the inputs of decoders, adapters and static embeddings."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import SessionError
from ..runtime.base import TYPECODES, Tensor, TensorSpec

__all__ = ["is_static", "make_feeds"]

_PAST = "past_key_values."
Member = Any
"""A `ModelInput`."""


def make_feeds(
    specs: Sequence[TensorSpec], members: Sequence[Member], pad_id: int, config: Mapping[str, Any]
) -> dict[str, Tensor]:
    """Return the tensors of one batch, padded at the end to its longest input.

    Decoders get positions and an empty past (`past_key_values.*`); nothing is generated, so there never is one.
    `task_id` chooses one of the model's adapters (jina-embeddings-v3). A static model (`offsets`) reads all ids in one
    row.

    Raises:
        SessionError: the model asks for an input that no pipeline makes.
    """
    if is_static(specs):
        return _static(specs, members)
    length = max(len(member.ids) for member in members)
    makers: Mapping[str, Callable[[Member, int], list[int]]] = {
        "input_ids": lambda member, padding: [*member.ids, *[pad_id] * padding],
        "attention_mask": lambda member, padding: [1] * len(member.ids) + [0] * padding,
        "token_type_ids": lambda member, padding: [*member.type_ids, *[0] * padding],
        "position_ids": lambda member, padding: [*range(len(member.ids)), *[0] * padding],
    }
    feeds = {}
    for spec in specs:
        if spec.name.startswith(_PAST):
            feeds[spec.name] = _empty_past(spec, len(members), config)
        elif spec.name == "use_cache_branch":
            feeds[spec.name] = Tensor("bool", (1,), array("B", [0]))
        elif spec.name == "task_id":
            feeds[spec.name] = _task(spec, members)
        elif spec.name in makers:
            # Some graphs take the mask as it is multiplied, or compared.
            is_mask = spec.name == "attention_mask" and spec.dtype in ("float32", "float64", "bool")
            data = array(TYPECODES[spec.dtype] if is_mask else _typecode(spec))
            for member in members:
                data.extend(makers[spec.name](member, length - len(member.ids)))
            feeds[spec.name] = Tensor(spec.dtype, (len(members), length), data)
        else:
            raise SessionError(f"The model asks for an input {spec.name}, which no pipeline knows how to make.")
    return feeds


def is_static(specs: Sequence[TensorSpec]) -> bool:
    """Whether the model looks tokens up and averages them (model2vec), with texts by their offsets."""
    return {spec.name for spec in specs} == {"input_ids", "offsets"}


def _static(specs: Sequence[TensorSpec], members: Sequence[Member]) -> dict[str, Tensor]:
    starts, at = [], 0
    for member in members:
        starts.append(at)
        at += len(member.ids)
    values = {"input_ids": [one for member in members for one in member.ids], "offsets": starts}
    return {
        spec.name: Tensor(spec.dtype, (len(values[spec.name]),), array(_typecode(spec), values[spec.name]))
        for spec in specs
    }


def _task(spec: TensorSpec, members: Sequence[Member]) -> Tensor:
    tasks = {member.task_id for member in members}
    if len(tasks) != 1 or None in tasks:
        raise SessionError("The model has an adapter for each task: name one with task=.")
    return Tensor(spec.dtype, (1,) if spec.shape else (), array(_typecode(spec), tasks))


def _empty_past(spec: TensorSpec, count: int, config: Mapping[str, Any]) -> Tensor:
    """Return keys or values [batch, heads, 0, head size] of a past of no tokens."""
    if len(spec.shape) != 4 or spec.dtype not in ("float32", "float16"):
        raise SessionError(f"The model asks for {spec.name} in a form that no pipeline makes.")
    attention = config.get("num_attention_heads")
    heads = spec.shape[1] if isinstance(spec.shape[1], int) else config.get("num_key_value_heads") or attention
    size = spec.shape[3] if isinstance(spec.shape[3], int) else config.get("head_dim")
    if not isinstance(size, int) and isinstance(config.get("hidden_size"), int) and isinstance(attention, int):
        size = config["hidden_size"] // attention
    if not isinstance(heads, int) or not isinstance(size, int):
        raise SessionError(f"The model asks for {spec.name}, and neither it nor its config says of what size.")
    return Tensor(spec.dtype, (count, heads, 0, size), array(TYPECODES[spec.dtype]))


def _typecode(spec: TensorSpec) -> str:
    if spec.dtype not in ("int64", "int32"):
        raise SessionError(f"The model wants {spec.name} as {spec.dtype}; pipelines give int64 or int32.")
    return TYPECODES[spec.dtype]
