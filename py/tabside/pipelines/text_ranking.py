"""Text ranking with a cross-encoder, as `sentence_transformers.CrossEncoder` does it: raw logits, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..errors import InputError, SessionError
from .base import ModelInput, Pipeline
from .sequence import activation, encode_pair

__all__ = ["TextRankingPipeline"]


class TextRankingPipeline(Pipeline):
    """Scores pairs of a query and a document; higher is better."""

    task = "text-ranking"

    async def __call__(
        self,
        query: str,
        documents: Iterable[str],
        *,
        top_k: int | None = None,
        return_documents: bool = False,
        function_to_apply: str = "none",
    ) -> list[dict[str, Any]]:
        """Rank documents for a query.

        Returns `{corpus_id, score}`, and `text` with `return_documents`, best first; ties keep the documents' order.
        `score` is the raw logit, not a probability; `function_to_apply="sigmoid"` makes it one. A document that is too
        long is cut at its end; the query never is.

        Raises:
            InputError: a parameter is out of its range, or an input is not a text.
            SessionError: the model failed.
        """
        if top_k is not None and (isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1):
            raise InputError("top_k must be a number of at least 1, or None for all.")
        texts = list(documents)
        scores = await self.predict([(query, text) for text in texts], function_to_apply=function_to_apply)
        order = sorted(range(len(texts)), key=lambda index: -scores[index])[:top_k]
        ranked: list[dict[str, Any]] = [{"corpus_id": index, "score": scores[index]} for index in order]
        if return_documents:
            for entry in ranked:
                entry["text"] = texts[entry["corpus_id"]]
        return ranked

    rank = __call__

    async def predict(self, pairs: Iterable[tuple[str, str]], *, function_to_apply: str = "none") -> list[float]:
        """Score pairs, in the caller's order. A model of two labels gives the logit of the second, the positive one."""
        apply = activation(function_to_apply)
        return [_positive(apply(output.data)) async for output in self.forward(self._inputs(pairs))]

    def _inputs(self, pairs: Iterable[tuple[str, str]]) -> Iterator[ModelInput[None]]:
        for number, pair in enumerate(pairs):
            if len(pair) != 2 or not all(isinstance(text, str) for text in pair):
                raise InputError(f"Pair {number} is not two texts.")
            yield encode_pair(self.tokenizer, *pair, self.max_length, None)


def _positive(values: Sequence[float]) -> float:
    if len(values) > 2:
        raise SessionError(f"A ranking model has one label or two; this one has {len(values)}.")
    return values[-1]
