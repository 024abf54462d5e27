"""Sentence similarity: one text beside many, as a list of numbers."""

from __future__ import annotations

from typing import Any

from .feature_extraction import FeatureExtractionPipeline
from .items import Items

__all__ = ["SentenceSimilarityPipeline"]


class SentenceSimilarityPipeline(FeatureExtractionPipeline):
    """Says how alike a text is to each of others, with an embedding model."""

    task = "sentence-similarity"

    async def __call__(self, source_sentence: str, sentences: Items[str], **options: Any) -> list[float]:  # type: ignore[override]
        """Return one number a sentence, in order, by the model's measure: cosine by default, so at most 1.

        `options` are those of `encode`; `on_error` and `on_truncated` hear of `sentences`, by their numbers.
        """
        own = {name: option for name, option in options.items() if not name.startswith("on_")}
        source = await self.encode(source_sentence, **own)
        others = await self.encode(sentences, **options)
        return [float(value) for value in self.similarity(source, others)[0]] if len(others) else []
