"""Text ranking with a cross-encoder, as in `sentence_transformers.CrossEncoder`: raw logits, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import InputError, SessionError
from .base import Forward, ModelInput, Parts, Pipeline
from .fitting import is_decoder
from .items import Items, OnError, Results, Source
from .sequence import activation, check_top_k, encode_pair
from .truncation import Cut
from .yes_no import INSTRUCTION, YesNo

__all__ = ["TextRankingPipeline"]

Pair = Sequence[str]


class TextRankingPipeline(Pipeline):
    """Scores pairs of a query and a document; higher is better."""

    task = "text-ranking"

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._yes_no = YesNo(parts.tokenizer) if is_decoder(parts.config) else None

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
        instruction: str = INSTRUCTION,
        on_error: OnError | None = None,
    ) -> list[dict[str, Any]]:
        """Rank documents for a query.

        Returns `{corpus_id, score}`, and `text` with `return_documents`, best first; ties keep the documents' order.
        `score` is the raw logit, not a probability; `function_to_apply="sigmoid"` converts it (`softmax` for two
        labels). A document that is too long is truncated; the query is not, unless it exceeds the model's limit by
        itself. `truncation="longest_first"` truncates the longer of the two, as sentence-transformers does;
        `max_length` lowers the model's limit. `batch_size`: most pairs in one batch. A decoder that answers yes or no
        (Qwen3-Reranker) is told `instruction`; its score is the logit of yes less that of no.

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
        results = await self._score(
            [(query, text) for text in texts], function_to_apply, cut, batch_size, instruction, on_error
        )
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
        instruction: str = INSTRUCTION,
        on_error: OnError | None = None,
    ) -> list[float]:
        """Score pairs in the caller's order. For a model of two labels the score is the logit of the second, the
        positive one.

        Raises the errors of a call. With `on_error` the score of a failed pair is None.
        """
        cut = Cut.of(truncation, max_length, None, self.max_length)
        return (await self._score(sentences, function_to_apply, cut, batch_size, instruction, on_error)).finish()

    async def logits(
        self,
        sentences: Items[Pair],
        *,
        truncation: str = "only_second",
        max_length: int | None = None,
        batch_size: int | None = None,
        instruction: str = INSTRUCTION,
        on_error: OnError | None = None,
    ) -> list[list[float]]:
        """Return all logits of each pair, for models of any number of labels. Raises the errors of a call."""
        cut = Cut.of(truncation, max_length, None, self.max_length)

        def encode(number: int, pair: Pair) -> Iterator[ModelInput[None]]:
            return self._encode(number, pair, cut, instruction)

        results: Results[list[float]] = Results(on_error)
        outcomes = self.attempt(sentences, encode, self._row, batch_size=batch_size)
        await results.collect(outcomes, lambda outcome: outcome[0])
        return results.finish()

    async def _score(
        self,
        pairs: Items[Pair],
        function_to_apply: str,
        cut: Cut,
        batch_size: int | None,
        instruction: str,
        on_error: OnError | None,
    ) -> Results[float]:
        apply = activation(function_to_apply)

        def encode(number: int, pair: Pair) -> Iterator[ModelInput[None]]:
            return self._encode(number, pair, cut, instruction)

        def logits(output: Forward[None]) -> list[float]:
            if function_to_apply == "softmax" and len(output.data) == 1:
                raise InputError("A softmax over one label is 1 for every pair. Take none (raw logits) or sigmoid.")
            return self._row(output, most=2)

        results: Results[float] = Results(on_error)
        outcomes = self.attempt(pairs, encode, logits, batch_size=batch_size)
        await results.collect(outcomes, lambda outcome: apply(outcome[0])[-1])
        return results

    def _encode(self, number: int, pair: Pair, cut: Cut, instruction: str) -> Iterator[ModelInput[None]]:
        is_pair = isinstance(pair, tuple | list) and len(pair) == 2
        if not is_pair or not all(isinstance(text, str) for text in pair):
            raise InputError(f"Pair {number} is not two texts.")
        if self._yes_no is not None:
            yield self._yes_no.encode(pair[0], pair[1], instruction, cut.limit)
            return
        yield encode_pair(self.tokenizer, pair[0], pair[1], cut.limit, None, truncation=cut.strategy)

    def _row(self, output: Forward[None], most: int | None = None) -> list[float]:
        """Return the logits of a pair."""
        if self._yes_no is not None:
            return self._yes_no.score(output.data, output.shape[-1])
        if most is not None and len(output.data) > most:
            raise SessionError(f"A ranking model has one label or two; this one has {len(output.data)}.")
        return output.data.tolist()


async def _gathered(documents: Items[str]) -> list[str]:
    source = Source(documents)
    texts: list[str] = []
    while more := await source.take(1024):
        texts += more
    return texts
