"""Text ranking with a cross-encoder, as in `sentence_transformers.CrossEncoder`: raw logits, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import InputError, SessionError, TabsideError
from .base import Forward, ModelInput, Pipeline
from .items import Items, OnError, Results, Source
from .sequence import activation, check_top_k, encode_pair
from .truncation import Cut

__all__ = ["TextRankingPipeline"]

Pair = Sequence[str]


class TextRankingPipeline(Pipeline):
    """Scores pairs of a query and a document; higher is better."""

    task = "text-ranking"

    async def __call__(
        self,
        query: str,
        documents: Items[str],
        *,
        top_k: int | None = None,
        return_documents: bool = False,
        function_to_apply: str = "none",
        truncation: str = "only_second",
        max_length: int | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> list[dict[str, Any]]:
        """Rank documents for a query.

        Returns `{corpus_id, score}`, and `text` with `return_documents`, best first; ties keep the documents' order.
        `score` is the raw logit, not a probability; `function_to_apply="sigmoid"` converts it (`softmax` for two
        labels). A document that is too long is truncated; the query is not, unless it exceeds the model's limit by
        itself. `truncation="longest_first"` truncates the longer of the two, as sentence-transformers does;
        `max_length` lowers the model's limit. `batch_size`: most pairs in one batch.

        `on_error(number, error)` is called for documents that failed; the ranking leaves them out.

        Raises:
            InputError: a parameter is out of range, or an input is not a string.
            BatchError: some documents failed and there is no `on_error`; its `results` rank the others.
            SessionError: the model failed.
        """
        check_top_k(top_k)
        if not isinstance(query, str):
            raise InputError("The query is not a text.")
        texts = await _gathered(documents)
        cut = Cut.of(truncation, max_length, None, self.max_length)
        results = await self._score([(query, text) for text in texts], function_to_apply, cut, batch_size, on_error)
        scores = [(index, score) for index, score in enumerate(results.values) if score is not None]
        ranked: list[dict[str, Any]] = [
            {"corpus_id": index, "score": score} for index, score in sorted(scores, key=lambda entry: -entry[1])[:top_k]
        ]
        if return_documents:
            for entry in ranked:
                entry["text"] = texts[entry["corpus_id"]]
        results.finish(ranked)
        return ranked

    rank = __call__

    async def predict(
        self,
        sentences: Items[Pair],
        *,
        function_to_apply: str = "none",
        truncation: str = "only_second",
        max_length: int | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> list[float]:
        """Score pairs in the caller's order. For a model of two labels the score is the logit of the second, the
        positive one.

        Raises the errors of a call. With `on_error` the score of a failed pair is None.
        """
        cut = Cut.of(truncation, max_length, None, self.max_length)
        return (await self._score(sentences, function_to_apply, cut, batch_size, on_error)).finish()

    async def logits(
        self,
        sentences: Items[Pair],
        *,
        truncation: str = "only_second",
        max_length: int | None = None,
        batch_size: int | None = None,
        on_error: OnError | None = None,
    ) -> list[list[float]]:
        """Return all logits of each pair, for models of any number of labels. Raises the errors of a call."""
        cut = Cut.of(truncation, max_length, None, self.max_length)

        def encode(number: int, pair: Pair) -> Iterator[ModelInput[None]]:
            return self._encode(number, pair, cut)

        results: Results[list[float]] = Results(on_error)
        async for outcome in self.attempt(
            sentences, encode, lambda output: output.data.tolist(), batch_size=batch_size
        ):
            if isinstance(outcome, TabsideError):
                results.fail(outcome)
            else:
                results.add(outcome[0])
        return results.finish()

    async def _score(
        self, pairs: Items[Pair], function_to_apply: str, cut: Cut, batch_size: int | None, on_error: OnError | None
    ) -> Results[float]:
        apply = activation(function_to_apply)

        def encode(number: int, pair: Pair) -> Iterator[ModelInput[None]]:
            return self._encode(number, pair, cut)

        def logits(output: Forward[None]) -> list[float]:
            if function_to_apply == "softmax" and len(output.data) == 1:
                raise InputError("A softmax over one label is 1 for every pair. Take none (raw logits) or sigmoid.")
            return _logits(output)

        results: Results[float] = Results(on_error)
        async for outcome in self.attempt(pairs, encode, logits, batch_size=batch_size):
            if isinstance(outcome, TabsideError):
                results.fail(outcome)
            else:
                results.add(apply(outcome[0])[-1])
        return results

    def _encode(self, number: int, pair: Pair, cut: Cut) -> Iterator[ModelInput[None]]:
        is_pair = isinstance(pair, tuple | list) and len(pair) == 2
        if not is_pair or not all(isinstance(text, str) for text in pair):
            raise InputError(f"Pair {number} is not two texts.")
        yield encode_pair(self.tokenizer, pair[0], pair[1], cut.limit, None, truncation=cut.strategy)


def _logits(output: Forward[None]) -> list[float]:
    if len(output.data) > 2:
        raise SessionError(f"A ranking model has one label or two; this one has {len(output.data)}.")
    return output.data.tolist()


async def _gathered(documents: Items[str]) -> list[str]:
    source = Source(documents)
    texts: list[str] = []
    while more := await source.take(1024):
        texts += more
    return texts
