"""Which pipeline serves which task, and the model that each takes when none is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ALIASES", "TASKS", "Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """Where a task's pipeline lives (imported when it is first asked for), and which models, by their task, it runs.

    `needs_numpy`: it answers with NumPy's arrays, or reckons with them.
    """

    module: str
    name: str
    models: tuple[str, ...]
    default_model: str | None = None
    needs_numpy: bool = False


# Classifying, ranking and zero-shot classification take the same head: one number a label for the whole text.
_EMBEDDER = "sentence-transformers/all-MiniLM-L6-v2"

TASKS: Mapping[str, Task] = {
    "feature-extraction": Task(
        "feature_extraction", "FeatureExtractionPipeline", ("feature-extraction",), _EMBEDDER, True
    ),
    "fill-mask": Task("fill_mask", "FillMaskPipeline", ("fill-mask",)),
    "question-answering": Task("question_answering", "QuestionAnsweringPipeline", ("question-answering",)),
    "sentence-similarity": Task(
        "sentence_similarity", "SentenceSimilarityPipeline", ("feature-extraction",), _EMBEDDER, True
    ),
    "text-classification": Task(
        "text_classification",
        "TextClassificationPipeline",
        ("text-classification", "text-ranking", "zero-shot-classification"),
        "stackone/minilm-multihead-v5",
    ),
    "text-ranking": Task(
        "text_ranking",
        "TextRankingPipeline",
        ("text-ranking", "text-classification"),
        "cross-encoder/ms-marco-MiniLM-L12-v2",
    ),
    "token-classification": Task(
        "token_classification", "TokenClassificationPipeline", ("token-classification",), "nationaldesignstudio/rampart"
    ),
    "zero-shot-classification": Task(
        "zero_shot_classification",
        "ZeroShotClassificationPipeline",
        ("zero-shot-classification", "text-classification"),
    ),
}

ALIASES: Mapping[str, str] = {
    "embeddings": "feature-extraction",
    "ner": "token-classification",
    "sentiment-analysis": "text-classification",
}
