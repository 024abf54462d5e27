"""Groups of documents that share model batches: windows sorted by length, cut by a token budget.

The result for a document does not depend on its neighbors. Weights that quantize activations per batch
(int8) run one window at a time in any case; there a group saves only the repeated reading of equal documents.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from ...errors import Cancelled, TabsideError
from ...redaction.model.decoding import for_model
from ...redaction.redactor import OnProgress
from ...redaction.view.folding import fold
from ...types import TokenPrediction

__all__ = ["GroupClassifier", "groups_of"]

GROUP_CHARS = 1 << 16
"""The model's output takes about 250 bytes per character until the document is done: 16 MB per group."""
GROUP_DOCUMENTS = 256


def groups_of(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts in order, in groups of bounded size. A long text is a group of its own."""
    group: list[str] = []
    chars = 0
    for text in texts:
        if group and (chars + len(text) > GROUP_CHARS or len(group) == GROUP_DOCUMENTS):
            yield group
            group, chars = [], 0
        group.append(text)
        chars += len(text)
    if group:
        yield group


class GroupClassifier:
    """A token classifier that reads a group of documents at once, and then answers for each."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self._answers: dict[str, list[TokenPrediction]] = {}

    @property
    def labels(self) -> Sequence[str]:
        labels: Sequence[str] = self._pipeline.labels
        return labels

    async def read(self, texts: Sequence[str]) -> None:
        """Read documents as the redactor will request them. After a failure each is read alone on request."""
        self._answers = {}
        if len(texts) == 1:
            return
        wanted = list(dict.fromkeys(for_model(fold(text).text) for text in texts))
        answers: dict[str, list[TokenPrediction]] = {text: [] for text in wanted}
        try:
            async for number, prediction in self._pipeline.predict_many(wanted):
                answers[wanted[number]].append(prediction)
        except Cancelled:
            raise
        except TabsideError:
            return
        self._answers = answers

    async def predict_tokens(
        self, text: str, *, windows: Any = None, on_progress: OnProgress | None = None
    ) -> AsyncIterator[TokenPrediction]:
        """Yield the stored predictions of a document, or read it now."""
        answers = self._answers.get(text)
        if answers is None:
            async for prediction in self._pipeline.predict_tokens(text, windows=windows, on_progress=on_progress):
                yield prediction
            return
        for prediction in answers:
            yield prediction
