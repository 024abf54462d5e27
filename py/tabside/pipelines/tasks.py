"""The table of tasks: the pipeline of each, and its default model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ALIASES", "TASKS", "Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """A task: the module of its pipeline (imported on first use), and the model tasks it accepts.

    `needs_numpy`: its results are NumPy arrays, or it computes with them.
    """

    module: str
    name: str
    models: tuple[str, ...]
    default_model: str | None = None
    needs_numpy: bool = False


# Classification, ranking and zero-shot classification use the same head: one logit per label for the whole text.
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
    "sparse-feature-extraction": Task(
        "sparse_feature_extraction", "SparseFeatureExtractionPipeline", ("fill-mask",), None, True
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
    "zero-shot-ner": Task("zero_shot_ner", "ZeroShotNerPipeline", ("zero-shot-ner",)),
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
