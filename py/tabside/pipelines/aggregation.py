"""Group labelled tokens into entities, following `transformers.TokenClassificationPipeline` step by step.

The steps have their names from transformers (Apache-2.0), so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["AggregationStrategy", "TokenEntity", "aggregate"]

AggregationStrategy = Literal["none", "simple", "first", "average", "max"]
STRATEGIES: tuple[AggregationStrategy, ...] = ("none", "simple", "first", "average", "max")

Join = Callable[[list[str]], str]


@dataclass(frozen=True, slots=True)
class TokenEntity:
    """A token before its label is chosen. `index` counts the tokens of the input, special tokens included."""

    word: str
    scores: Sequence[float]
    start: int
    end: int
    index: int
    is_subword: bool


@dataclass(frozen=True, slots=True)
class _Labelled:
    label: str
    score: float
    word: str
    start: int
    end: int


def aggregate(
    tokens: Sequence[TokenEntity],
    strategy: AggregationStrategy,
    id2label: Sequence[str],
    join: Join,
    ignore_labels: Iterable[str],
) -> list[dict[str, Any]]:
    """Return entities in text order: one per token for `none`, else groups. Labels in `ignore_labels` are left out.

    `join` turns tokens into a text, as the tokenizer's decoder does.
    """
    ignored = frozenset(ignore_labels)
    if strategy == "none":
        return [
            {"entity": label, "score": score, "index": token.index, "word": token.word, "start": token.start,
             "end": token.end}
            for token in tokens
            for label, score in [_best(token.scores, id2label)]
            if label not in ignored
        ]  # fmt: skip
    if strategy == "simple":
        labelled = [_labelled(token, token.scores, id2label) for token in tokens]
    else:
        labelled = [_aggregate_word(word, strategy, id2label, join) for word in _words(tokens)]
    groups = (_group_sub_entities(group, join) for group in _group_entities(labelled, _scheme(id2label)))
    return [group for group in groups if group["entity_group"] not in ignored]


def _best(scores: Sequence[float], id2label: Sequence[str]) -> tuple[str, float]:
    score = max(scores)
    return id2label[scores.index(score)], score


def _labelled(token: TokenEntity, scores: Sequence[float], id2label: Sequence[str]) -> _Labelled:
    label, score = _best(scores, id2label)
    return _Labelled(label, score, token.word, token.start, token.end)


def _words(tokens: Iterable[TokenEntity]) -> Iterator[list[TokenEntity]]:
    word: list[TokenEntity] = []
    for token in tokens:
        if word and not token.is_subword:
            yield word
            word = []
        word.append(token)
    if word:
        yield word


def _aggregate_word(
    tokens: Sequence[TokenEntity], strategy: AggregationStrategy, id2label: Sequence[str], join: Join
) -> _Labelled:
    scores: Sequence[float]
    if strategy == "first":
        scores = tokens[0].scores
    elif strategy == "max":
        scores = max(tokens, key=lambda token: max(token.scores)).scores
    else:
        scores = [sum(column) / len(tokens) for column in zip(*(token.scores for token in tokens), strict=True)]
    label, score = _best(scores, id2label)
    return _Labelled(label, score, join([token.word for token in tokens]), tokens[0].start, tokens[-1].end)


@dataclass(frozen=True, slots=True)
class _Scheme:
    """The prefixes of labels: those that start a group, and those that end one."""

    starts: tuple[str, ...] = ("B-",)
    ends: tuple[str, ...] = ()
    inside: tuple[str, ...] = ("B-", "I-")


def _scheme(id2label: Sequence[str]) -> _Scheme:
    """Return BIOES (`S-`: one token, `E-`: the last one) or BILOU (`U-`, `L-`) if the labels are such, else BIO."""
    prefixes = {label[:2] for label in id2label}
    for single, last in (("S-", "E-"), ("U-", "L-")):
        if "B-" in prefixes and {single, last} <= prefixes:
            return _Scheme(("B-", single), (last, single), ("B-", "I-", last, single))
    return _Scheme()


def _group_entities(labelled: Iterable[_Labelled], scheme: _Scheme) -> Iterator[list[_Labelled]]:
    """Join neighbors of one entity type. A `B-` label starts a new group; a label without prefix continues one."""
    group: list[_Labelled] = []
    for entity in labelled:
        if group:
            before = group[-1].label
            is_other = _tag(entity.label, scheme) != _tag(before, scheme)
            if is_other or entity.label.startswith(scheme.starts) or before.startswith(scheme.ends):
                yield group
                group = []
        group.append(entity)
    if group:
        yield group


def _tag(label: str, scheme: _Scheme) -> str:
    return label[2:] if label.startswith(scheme.inside) else label


def _group_sub_entities(group: Sequence[_Labelled], join: Join) -> dict[str, Any]:
    return {
        "entity_group": group[0].label.split("-", 1)[-1],
        "score": sum(entity.score for entity in group) / len(group),
        "word": join([entity.word for entity in group]),
        "start": group[0].start,
        "end": group[-1].end,
    }
