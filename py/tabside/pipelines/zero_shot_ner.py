"""Entities by labels chosen at run time, with GLiNER's span models (Zaratiana et al. 2024,
https://github.com/urchade/GLiNER).

The model reads the labels before the text, and scores each span of up to `max_width` words for each label.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

from ..errors import InputError, ManifestError, SessionError, TabsideError
from ..runtime.base import Tensor
from .base import Parts, Pipeline
from .items import Items, OnError, Results, Source

__all__ = ["ZeroShotNerPipeline"]

# GLiNER's splitter of words.
_WORDS = re.compile(r"\w+(?:[-_]\w+)*|\S")
_INPUTS = {"input_ids", "attention_mask", "words_mask", "text_lengths", "span_idx", "span_mask"}


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """A claim of the model, in code points of the text."""

    start: int
    end: int
    label: int
    score: float

    def conflicts(self, other: _Span, *, flat: bool, multi_label: bool) -> bool:
        """Whether both cannot be entities of one result."""
        if (self.start, self.end) == (other.start, other.end):
            return not multi_label or self.label == other.label
        if self.end <= other.start or other.end <= self.start:
            return False
        is_nested = (self.start - other.start) * (self.end - other.end) <= 0
        return flat or not is_nested


class ZeroShotNerPipeline(Pipeline):
    """Finds entities of any kind that has a name."""

    task = "zero-shot-ner"

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        known: Mapping[str, Any] = parts.options.get("gliner", {})
        if {spec.name for spec in parts.session.inputs} != _INPUTS:
            raise ManifestError("Only GLiNER's span models can be read: this one has other inputs.")
        if known.get("words_splitter_type", "whitespace") != "whitespace":
            raise ManifestError(f"The splitter {known['words_splitter_type']} is not supported, only whitespace.")
        self.max_width = int(known.get("max_width", 12))
        self.max_words = max(int(known.get("max_len", 384)), 2 * self.max_width)
        self._entity_token = str(known.get("ent_token", "<<ENT>>"))
        self._end_token = str(known.get("sep_token", "<<SEP>>"))

    async def __call__(
        self,
        inputs: str | Items[str],
        candidate_labels: str | Sequence[str],
        *,
        threshold: float = 0.5,
        flat_ner: bool = True,
        multi_label: bool = False,
        on_error: OnError | None = None,
    ) -> Any:
        """Find entities of `candidate_labels` (a list, or a comma-separated string) in a text, or in each of many.

        Returns, per text, `[{entity_group, score, word, start, end}, …]` in text order; offsets count code points. A
        text over the model's limit is read in windows that overlap by the longest entity.

        - `threshold`: the least probability of an entity.
        - `flat_ner`: entities never overlap; otherwise one may lie within another.
        - `multi_label`: the same words may have several labels.
        - `on_error(number, error)` is called for inputs that failed; their result is None.

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        labels = _labels(candidate_labels)
        if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 < threshold < 1:
            raise InputError("threshold must be a number between 0 and 1.")
        source = Source([inputs] if isinstance(inputs, str) else inputs)
        results: Results[list[dict[str, Any]]] = Results(on_error)
        while taken := await source.take(1):
            (text,) = taken
            try:
                if not isinstance(text, str):
                    raise InputError(f"Input {len(results.values)} is not a text.")
                spans = [span for words in self._windows(text) for span in await self._spans(words, labels, threshold)]
                kept = _chosen(spans, flat=flat_ner, multi_label=multi_label)
                results.add([_entity(text, span, labels) for span in kept])
            except TabsideError as error:
                results.fail(error)
        found = results.finish()
        return found[0] if isinstance(inputs, str) else found

    def _windows(self, text: str) -> Iterator[list[_Word]]:
        words = [_Word(found[0], found.start(), found.end()) for found in _WORDS.finditer(text)]
        step = self.max_words - self.max_width
        for start in range(0, len(words), step):
            yield words[start : start + self.max_words]
            if start + self.max_words >= len(words):
                return

    async def _spans(self, words: Sequence[_Word], labels: Sequence[str], threshold: float) -> list[_Span]:
        """Return the spans over the threshold in one window."""
        prompt = [part for label in labels for part in (self._entity_token, label)] + [self._end_token]
        encoding: Any = self._tokenizer.encode([*prompt, *(word.text for word in words)], is_pretokenized=True)
        owners = [None if one is None or one < len(prompt) else one - len(prompt) for one in encoding.word_ids]
        # A word without tokens (control characters, say) is not read.
        read = sorted({one for one in owners if one is not None})
        if not read:
            return []
        numbers = {one: number for number, one in enumerate(read, 1)}
        mask, before = [], None
        for owner in owners:
            mask.append(0 if owner is None or owner == before else numbers[owner])
            before = owner
        output = (await self.session.run(self._inputs(encoding.ids, mask, len(read))))["logits"]
        expected = (1, len(read), self.max_width, len(labels))
        if tuple(output.shape) != expected:
            raise SessionError(f"The model answered {tuple(output.shape)}, and not {expected}.")
        return list(_over(output, [words[one] for one in read], log(threshold / (1 - threshold))))

    @property
    def _tokenizer(self) -> Any:
        return self.tokenizer

    def _inputs(self, ids: Sequence[int], mask: Sequence[int], words: int) -> dict[str, Tensor]:
        spans = [(start, start + width) for start in range(words) for width in range(self.max_width)]
        tokens = (1, len(ids))
        return {
            "input_ids": Tensor("int64", tokens, array("q", ids)),
            "attention_mask": Tensor("int64", tokens, array("q", [1] * len(ids))),
            "words_mask": Tensor("int64", tokens, array("q", mask)),
            "text_lengths": Tensor("int64", (1, 1), array("q", [words])),
            "span_idx": Tensor("int64", (1, len(spans), 2), array("q", [place for span in spans for place in span])),
            "span_mask": Tensor("bool", (1, len(spans)), array("B", [int(end < words) for _, end in spans])),
        }


def _over(output: Tensor, words: Sequence[_Word], least: float) -> Iterator[_Span]:
    """Yield the spans whose logit is over `least`."""
    _, count, width, classes = output.shape
    for at, logit in enumerate(output.data):
        if logit <= least:
            continue
        place, label = divmod(at, classes)
        start, more = divmod(place, width)
        if start + more < count:
            score = 1 / (1 + exp(-max(logit, -700.0)))
            yield _Span(words[start].start, words[start + more].end, label, score)


def _chosen(spans: Sequence[_Span], *, flat: bool, multi_label: bool) -> list[_Span]:
    """Return the best spans that do not conflict, in text order."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda one: -one.score):
        if not any(span.conflicts(other, flat=flat, multi_label=multi_label) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: (one.start, one.end))


def _entity(text: str, span: _Span, labels: Sequence[str]) -> dict[str, Any]:
    return {
        "entity_group": labels[span.label],
        "score": span.score,
        "word": text[span.start : span.end],
        "start": span.start,
        "end": span.end,
    }


def _labels(candidates: str | Sequence[str]) -> list[str]:
    given = [label.strip() for label in candidates.split(",")] if isinstance(candidates, str) else list(candidates)
    labels = list(dict.fromkeys(label for label in given if label))
    if not labels or not all(isinstance(label, str) for label in labels):
        raise InputError("candidate_labels must name at least one label.")
    return labels
