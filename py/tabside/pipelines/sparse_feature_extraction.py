"""Sparse embeddings (SPLADE, Formal et al. 2021): a weight for each token of the vocabulary. Uses NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import InputError, SessionError
from .base import Forward, ModelInput, Pipeline
from .items import Items, OnError, Results
from .sequence import check_top_k
from .truncation import Cut, OnTruncated, Truncations, cut_end

__all__ = ["SparseFeatureExtractionPipeline"]


class SparseFeatureExtractionPipeline(Pipeline):
    """Turns texts into weights of tokens, with a masked language model that was trained for it."""

    task = "sparse-feature-extraction"
    # Each token has as many logits as the vocabulary has tokens.
    token_budget = 256

    async def __call__(
        self,
        inputs: str | Items[str],
        *,
        max_active_dims: int | None = None,
        truncation: bool | str | None = None,
        max_length: int | None = None,
        batch_size: int | None = None,
        on_truncated: OnTruncated | None = None,
        on_error: OnError | None = None,
    ) -> Any:
        """Embed a text, or each of many. Returns `{token id: weight}`, the heaviest first.

        A weight is the largest of log(1 + max(0, logit)) over the text's tokens, as in sentence-transformers'
        SpladePooling. `max_active_dims` keeps that many. The rest is as for feature-extraction.

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        check_top_k(max_active_dims)
        cut = Cut.of(truncation, max_length, None, self.max_length)
        truncations = Truncations(on_truncated)

        def encode(number: int, text: str) -> Iterator[ModelInput[None]]:
            if not isinstance(text, str):
                raise InputError(f"Input {number} is not a text.")
            encoding = self.tokenizer.encode(text)
            cut.require(number, len(encoding.ids))
            if not cut.strategy or on_truncated is not None:
                truncations.note(number, len(encoding.ids), cut.limit)
            yield cut_end(encoding, cut.limit, None)

        def keep(output: Forward[None]) -> dict[int, float]:
            return _weights(output, max_active_dims)

        items: Items[str] = [inputs] if isinstance(inputs, str) else inputs
        results: Results[dict[int, float]] = Results(on_error)
        await results.collect(self.attempt(items, encode, keep, batch_size=batch_size), lambda outcome: outcome[0])
        truncations.finish(cut.limit)
        found = results.finish()
        return found[0] if isinstance(inputs, str) else found

    def decode(self, embedding: Mapping[int, float], top_k: int | None = None) -> list[tuple[str, float]]:
        """Return the tokens of an embedding with their weights, the heaviest first."""
        check_top_k(top_k)
        best = sorted(embedding.items(), key=lambda one: -one[1])[:top_k]
        return [(self.tokenizer.decode([token], skip_special_tokens=False), weight) for token, weight in best]

    @staticmethod
    def similarity(first: Mapping[int, float], second: Mapping[int, float]) -> float:
        """Return the dot product of two embeddings."""
        return sum(weight * second[token] for token, weight in first.items() if token in second)


def _weights(output: Forward[None], most: int | None) -> dict[int, float]:
    import numpy

    if len(output.shape) != 2:
        raise SessionError(f"A sparse model gives a logit a token of the vocabulary; this one gives {output.shape}.")
    logits = numpy.frombuffer(output.data, dtype=numpy.float32).reshape(output.shape)
    # The logarithm grows with its argument, so the largest logit has the largest weight.
    weights = numpy.log1p(numpy.maximum(logits.max(axis=0), 0))
    order = numpy.argsort(-weights, kind="stable")
    kept = order[: int((weights > 0).sum())][:most]
    return {int(token): float(weights[token]) for token in kept}
