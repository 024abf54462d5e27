"""Sentence similarity: compare one text with many and return a list of numbers."""

from __future__ import annotations

from typing import Any

from .feature_extraction import FeatureExtractionPipeline
from .items import Items

__all__ = ["SentenceSimilarityPipeline"]


class SentenceSimilarityPipeline(FeatureExtractionPipeline):
    """Measures how similar a text is to others, with an embedding model."""

    task = "sentence-similarity"

    async def __call__(self, source_sentence: str, sentences: Items[str], **options: Any) -> list[float]:  # type: ignore[override]
        """Return one similarity per sentence, in order, by the model's measure (default: cosine, at most 1).

        `options` are those of `encode`. `on_error` and `on_truncated` are called with the numbers of `sentences`.
        """
        own = {name: option for name, option in options.items() if not name.startswith("on_")}
        source = await self.encode(source_sentence, **own)
        others = await self.encode(sentences, **options)
        return [float(value) for value in self.similarity(source, others)[0]] if len(others) else []
