"""`Classifier`: assigns custom labels to texts, computed from their embeddings. Uses NumPy."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..errors import ClassifierError, InputError
from ..model_files.manifest import MODEL_ID
from ..pipelines import pipeline
from ..pipelines.items import Items, OnError, Results
from ..pipelines.truncation import OnTruncated
from .definition import ClassifierDefinition, Embedder, Label, check_names
from .evaluation import Evaluation, cross_validate
from .logistic_regression import Weights, fit, probabilities

if TYPE_CHECKING:
    from ..pipelines.feature_extraction import FeatureExtractionPipeline

__all__ = ["Classifier"]

DEFAULT_C = 10.0
"""Vectors have length 1: with scikit-learn's 1.0 all scores would be close to each other."""
# Cosines are multiplied by this before the softmax: sentence-transformers' scale in training.
_COSINE_SCALE = 20.0
# Texts embedded together, between two reports of progress.
_AT_ONCE = 64
MOST_EXAMPLES = 20_000

OnProgress = Callable[[int, int], None]


class Classifier:
    """Labels texts by comparing their embeddings with each label's weights.

    Make one with `from_descriptions`, `from_examples` or `load`. `definition` is what its file holds.
    """

    def __init__(self, definition: ClassifierDefinition, embedder: FeatureExtractionPipeline) -> None:
        """Use a definition with the model that its weights are for.

        Raises:
            ClassifierError: the embedder has other weights, or pools in another way.
        """
        import numpy

        expected, model = definition.embedder, embedder.model
        if model is None or model.sha256 != expected.sha256 or embedder.pooling != expected.pooling:
            raise ClassifierError(
                f"This classifier was made with {expected.model} ({expected.dtype}, revision {expected.revision}); the "
                "loaded model has other weights. Load that one, or make the classifier anew.",
                field="embedder",
            )
        self.definition = definition
        self.embedder = embedder
        rows = numpy.array([label.weights for label in definition.labels], numpy.float64)
        self._weights = Weights(rows, numpy.array([label.intercept for label in definition.labels]))

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the labels."""
        return tuple(label.name for label in self.definition.labels)

    @property
    def evaluation(self) -> Evaluation | None:
        """The result of cross-validation. None for descriptions, or if a label has a single example."""
        return self.definition.evaluation

    @classmethod
    async def from_descriptions(
        cls,
        labels: Mapping[str, str] | Sequence[str],
        *,
        embedder: FeatureExtractionPipeline | str | None = None,
        **options: Any,
    ) -> Classifier:
        """Make a classifier from what each label means (zero-shot): a text gets the label with the nearest description.

        - `labels`: descriptions by label, or names alone, which are then their own descriptions.
        - `embedder`: a loaded feature-extraction pipeline, or a model's id, which is loaded with `options`.

        Scores are the softmax of 20 times the cosine of text and description.

        Raises:
            ClassifierError: fewer than two labels, or names that cannot be used.
            The errors of `tabside.pipeline`.
        """
        described = dict(labels) if isinstance(labels, Mapping) else dict.fromkeys(labels, "")
        if not isinstance(labels, Mapping) and len(described) != len(labels):
            raise ClassifierError("Two labels have the same name.", field="labels")
        check_names(list(described))
        if not all(isinstance(text, str) for text in described.values()):
            raise ClassifierError("A label's description is a text.", field="labels")
        pipe = await _loaded(embedder, options)
        vectors = await pipe.encode([text.strip() or name for name, text in described.items()], normalize=True)
        learned = tuple(
            Label(name, text, 0, 0.0, tuple(float(one) for one in _COSINE_SCALE * vector))
            for (name, text), vector in zip(described.items(), vectors, strict=True)
        )
        return cls(ClassifierDefinition("zero-shot", _embedder_of(pipe), learned), pipe)

    @classmethod
    async def from_examples(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        descriptions: Mapping[str, str] | None = None,
        C: float = DEFAULT_C,
        folds: int = 5,
        embedder: FeatureExtractionPipeline | str | None = None,
        on_truncated: OnTruncated | None = None,
        on_progress: OnProgress | None = None,
        **options: Any,
    ) -> Classifier:
        """Learn a classifier from texts and the label of each (few-shot): logistic regression on their embeddings.

        Its `evaluation` is measured by stratified cross-validation, over at most `folds` folds. Repeated examples
        count once.

        - `C`: the inverse strength of the L2 regularization, as in scikit-learn.
        - `descriptions`: notes by label, kept in the file; they change nothing.
        - `on_truncated(number, tokens, limit)`: of these examples only the beginning is read.
        - `embedder`, `options`: see `from_descriptions`.

        Raises:
            ClassifierError: fewer than two labels, a text without a label, or too many examples.
            The errors of `tabside.pipeline`.
        """
        unique = _checked_examples(texts, labels)
        if not (isinstance(C, int | float) and C > 0) or not isinstance(folds, int) or folds < 2:
            raise InputError("C must be over 0, and folds at least 2.")
        names = list(dict.fromkeys(label for _, label in unique))
        check_names(names)
        pipe = await _loaded(embedder, options)
        vectors = await _embed(pipe, [text for text, _ in unique], on_truncated, on_progress)
        targets = [names.index(label) for _, label in unique]
        evaluation = await cross_validate(vectors, targets, [text for text, _ in unique], names, C=C, folds=folds)
        weights = fit(vectors, targets, len(names), C=C)
        notes = descriptions or {}
        learned = tuple(
            Label(
                name,
                notes.get(name, ""),
                targets.count(number),
                float(weights.intercepts[number]),
                tuple(map(float, row)),
            )
            for number, (name, row) in enumerate(zip(names, weights.rows, strict=True))
        )
        return cls(ClassifierDefinition("few-shot", _embedder_of(pipe), learned, evaluation), pipe)

    @classmethod
    async def load(
        cls,
        source: str | os.PathLike[str] | Mapping[str, Any],
        *,
        embedder: FeatureExtractionPipeline | str | None = None,
        **options: Any,
    ) -> Classifier:
        """Load a classifier from its file, or from what its JSON holds, with the model that it names.

        Raises:
            ClassifierError: it is no classifier, of another version, or for other weights than the loaded ones.
            OSError: the file cannot be read.
            The errors of `tabside.pipeline`.
        """
        definition = ClassifierDefinition.from_plain(source) if isinstance(source, Mapping) else _read(source)
        if embedder is None:
            embedder, options = definition.embedder.model, {"dtype": definition.embedder.dtype, **options}
        return cls(definition, await _loaded(embedder, options))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the classifier's file. It holds labels, descriptions and weights, and no examples."""
        Path(path).write_text(self.to_json(), encoding="utf-8")

    def to_json(self) -> str:
        """Return the text of the classifier's file."""
        return self.definition.to_json()

    async def __call__(
        self,
        inputs: str | Items[str],
        *,
        top_k: int | None = 1,
        threshold: float | None = None,
        on_truncated: OnTruncated | None = None,
        on_error: OnError | None = None,
    ) -> list[Any]:
        """Label a text, or each of many. Results have the shapes of the text-classification pipeline.

        `[{label, score}, …]`, best first, for one text; for many a list of these, or with `top_k=1` and no `threshold`
        one `{label, score}` each. `top_k=None` means all labels.

        - `threshold`: drop labels with a lower score. Every text then gives a list, which may be empty.
        - `on_truncated(number, tokens, limit)`: of these texts only the beginning is read; without it there is a
          TruncationWarning.
        - `on_error(number, error)` is called for inputs that failed; their result is None.

        Raises:
            InputError: an argument is out of range, or an input is not a string.
            BatchError: some inputs failed and there is no `on_error`.
            SessionError: the model failed.
        """
        if top_k is not None and (not isinstance(top_k, int) or isinstance(top_k, bool) or top_k < 1):
            raise InputError("top_k must be at least 1, or None for all labels.")
        is_one = isinstance(inputs, str)
        results: Results[list[dict[str, Any]]] = Results(on_error)
        errors: dict[int, Any] = {}
        vectors = await self.embedder.encode(
            [inputs] if is_one else inputs,  # type: ignore[list-item]
            normalize=True,
            on_truncated=on_truncated,
            on_error=errors.__setitem__,
        )
        for number, scores in enumerate(probabilities(self._weights, vectors)):
            if number in errors:
                results.fail(errors[number])
            else:
                results.add(self._best(scores, top_k, threshold))
        found: list[Any] = results.values
        if top_k == 1 and threshold is None and not is_one:
            found = [best and best[0] for best in found]
        results.finish(found)
        return cast("list[Any]", found[0]) if is_one else found

    def _best(self, scores: Any, top_k: int | None, threshold: float | None) -> list[dict[str, Any]]:
        least = float("-inf") if threshold is None else threshold
        order = sorted(range(len(scores)), key=lambda number: -scores[number])
        kept = [number for number in order if scores[number] >= least][:top_k]
        return [{"label": self.labels[number], "score": float(scores[number])} for number in kept]


async def _loaded(
    embedder: FeatureExtractionPipeline | str | None, options: Mapping[str, Any]
) -> FeatureExtractionPipeline:
    if embedder is None or isinstance(embedder, str):
        return cast("FeatureExtractionPipeline", await pipeline("feature-extraction", embedder, **options))
    return embedder


def _read(path: str | os.PathLike[str]) -> ClassifierDefinition:
    return ClassifierDefinition.from_json(Path(path).read_bytes())


def _embedder_of(pipe: FeatureExtractionPipeline) -> Embedder:
    model = pipe.model
    if model is None:
        raise InputError("The embedder has no file, so that a classifier cannot name it.")
    name = model.model_id.partition("@")[0]
    # The path of a folder is nobody else's business, and means nothing elsewhere.
    named = name if MODEL_ID.fullmatch(name) else "local/model"
    return Embedder(named, pipe.revision, model.dtype or "", model.sha256, pipe.pooling)


def _checked_examples(texts: Sequence[str], labels: Sequence[str]) -> list[tuple[str, str]]:
    """Return the different pairs of a text and its label."""
    if len(texts) != len(labels):
        raise ClassifierError(f"There are {len(texts)} texts for {len(labels)} labels.", field="examples")
    for number, text in enumerate(texts):
        if not isinstance(text, str) or not text.strip():
            raise ClassifierError(f"Example {number + 1} is no text, or empty.", field="examples")
    unique = list(dict.fromkeys((text.strip(), label) for text, label in zip(texts, labels, strict=True)))
    if len(unique) > MOST_EXAMPLES:
        raise ClassifierError(f"There are more than {MOST_EXAMPLES:,} examples; take fewer.", field="examples")
    return unique


async def _embed(
    pipe: FeatureExtractionPipeline,
    texts: Sequence[str],
    on_truncated: OnTruncated | None,
    on_progress: OnProgress | None,
) -> Any:
    import numpy

    parts = []
    for start in range(0, len(texts), _AT_ONCE):

        def shifted(number: int, tokens: int, limit: int, start: int = start) -> None:
            if on_truncated is not None:
                on_truncated(start + number, tokens, limit)

        parts.append(
            await pipe.encode(
                texts[start : start + _AT_ONCE],
                normalize=True,
                on_truncated=None if on_truncated is None else shifted,
            )
        )
        if on_progress is not None:
            on_progress(min(start + _AT_ONCE, len(texts)), len(texts))
    return numpy.concatenate(parts)
