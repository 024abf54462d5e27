"""Zero-shot classification as in transformers: natural language inference with labels chosen at run time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import InputError, SessionError
from ..runtime.softmax import softmax
from .base import Forward, ModelInput, Parts, Pipeline
from .items import Items, OnError, Results
from .sequence import encode_pair
from .truncation import OnTruncated, Truncations

__all__ = ["ZeroShotClassificationPipeline"]


class ZeroShotClassificationPipeline(Pipeline):
    """Scores how well each of the given labels fits a text."""

    task = "zero-shot-classification"

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.labels = parts.label_names()
        starts = [label.lower().startswith("entail") for label in self.labels]
        # As in transformers: unless the model names them, entailment is last and contradiction first, or the reverse.
        self.entailment_id = starts.index(True) if True in starts else len(self.labels) - 1
        self.contradiction_id = len(self.labels) - 1 if self.entailment_id == 0 else 0

    async def __call__(
        self,
        sequences: str | Items[str],
        candidate_labels: str | Sequence[str],
        *,
        hypothesis_template: str = "This example is {}.",
        multi_label: bool = False,
        on_truncated: OnTruncated | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Score `candidate_labels` (a list, or a comma-separated string) for a text, or for each of many.

        Returns `{sequence, labels, scores}`, best first, for one text, and a list of them for many. The scores of one
        text sum to 1. With `multi_label` each label is scored on its own, entailment against contradiction.

        - `hypothesis_template` contains `{}` in the place of the label.
        - `on_truncated(number, tokens, limit)` is called for texts whose end was cut off; without it a
          TruncationWarning is issued. The hypothesis is never truncated.
        - `batch_size`: most inputs of the model in one batch; results do not depend on it.
        - `on_error(number, error)` is called for inputs that failed; their result is None.

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        labels = _labels(candidate_labels)
        if not isinstance(hypothesis_template, str) or hypothesis_template.format("") == hypothesis_template:
            raise InputError("hypothesis_template must hold {} where the label goes.")
        hypotheses = [hypothesis_template.format(label) for label in labels]
        truncations = Truncations(on_truncated)
        texts: list[str] = []

        def encode(number: int, text: str) -> Iterator[ModelInput[None]]:
            texts.append(text)
            if not isinstance(text, str):
                raise InputError(f"Input {number} is not a text.")
            lengths = [len(self.tokenizer.encode(text, hypothesis).ids) for hypothesis in hypotheses]
            truncations.note(number, max(lengths), self.max_length)
            for hypothesis in hypotheses:
                yield encode_pair(self.tokenizer, text, hypothesis, self.max_length, None, truncation="only_first")

        def ranked(outcome: list[list[float]]) -> dict[str, Any]:
            scores = self._scores(outcome, multi_label)
            order = sorted(range(len(labels)), key=lambda index: -scores[index])
            return {
                "sequence": texts[len(results.values)],
                "labels": [labels[index] for index in order],
                "scores": [scores[index] for index in order],
            }

        items: Items[str] = [sequences] if isinstance(sequences, str) else sequences
        results: Results[dict[str, Any]] = Results(on_error)
        await results.collect(self.attempt(items, encode, self._logits, batch_size=batch_size), ranked)
        truncations.finish(self.max_length)
        found = results.finish()
        return found[0] if isinstance(sequences, str) else found

    def _logits(self, output: Forward[None]) -> list[float]:
        if len(output.data) != len(self.labels) or len(self.labels) < 2:
            raise SessionError(f"The model gave {len(output.data)} logits for {len(self.labels)} labels.")
        return output.data.tolist()

    def _scores(self, logits: Sequence[Sequence[float]], multi_label: bool) -> list[float]:
        if multi_label or len(logits) == 1:
            pairs = ((row[self.contradiction_id], row[self.entailment_id]) for row in logits)
            return [softmax(pair)[1] for pair in pairs]
        return softmax([row[self.entailment_id] for row in logits])


def _labels(candidates: str | Sequence[str]) -> list[str]:
    labels = [label.strip() for label in candidates.split(",")] if isinstance(candidates, str) else list(candidates)
    labels = [label for label in labels if label]
    if not labels or not all(isinstance(label, str) for label in labels):
        raise InputError("candidate_labels must name at least one label.")
    return labels
