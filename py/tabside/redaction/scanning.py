"""Scan a text with every recognizer and the model, and map the results from the folded view to the original."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import Cancelled, TabsideError, UnscannedError
from ..types import Finding
from .detection import Detection
from .model.decoding import ModelDecoder, Word, for_model
from .model.name_evidence import weigh
from .operators.placeholders import PLACEHOLDER, TAG
from .reasons import reasons_of
from .recognizers import Registry
from .settling.overlaps import resolve
from .view.folding import FoldedText
from .view.lines import without_machine_lines

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ..types import TokenPrediction

__all__ = ["OnProgress", "TokenClassifier", "in_original", "predict", "recognize"]

PAUSE_EVERY_S = 0.02

OnProgress = Callable[[int, int], None]


class TokenClassifier(Protocol):
    """The redactor's requirements of a token-classification pipeline."""

    @property
    def labels(self) -> Sequence[str]: ...

    def predict_tokens(
        self, text: str, *, windows: Any = None, on_progress: OnProgress | None = None
    ) -> AsyncIterator[TokenPrediction]: ...


async def recognize(registry: Registry, view: FoldedText) -> list[Detection]:
    """Run every recognizer of a registry."""
    detections: list[Detection] = []
    paused_s = monotonic()
    for recognizer in registry.recognizers:
        detections.extend(recognizer.find(view.text))
        # Allows a cancellation. In a tab a pause costs most of a millisecond, so short texts have none.
        if monotonic() - paused_s > PAUSE_EVERY_S:
            await asyncio.sleep(0)
            paused_s = monotonic()
    return detections


async def predict(pipeline: TokenClassifier, view: FoldedText, on_progress: OnProgress | None) -> list[Word]:
    """Run the model on the whole view, verify that it read everything, and weigh the evidence for names.

    Raises:
        UnscannedError: the model failed, or skipped letters or digits.
    """
    decoder = ModelDecoder(pipeline.labels)
    text = for_model(without_machine_lines(view.text))
    if not _has_words(text):
        return []
    total = len(view.original)

    def report(done: int, _total: int) -> None:
        if on_progress is not None:
            on_progress(total if done >= len(view.text) else view.to_original(done, done)[0], total)

    read_to = 0
    try:
        async for token in pipeline.predict_tokens(text, on_progress=report):
            start, end = token.start, token.end
            if start > read_to and text[read_to:start] != " " and _has_words(text[read_to:start]):
                raise UnscannedError("A part of the text did not reach the model: nothing is passed off as clean.")
            if end > read_to:
                read_to = end
            decoder.add(token)
    except (Cancelled, UnscannedError):
        raise
    except TabsideError as error:
        raise UnscannedError(
            "The model could not read the whole text: nothing is passed off as clean.", cause=error.code
        ) from error
    if _has_words(text[read_to:]):
        raise UnscannedError("The end of the text did not reach the model: nothing is passed off as clean.")
    return weigh(decoder.finish(), view.text)


def in_original(detections: Iterable[Detection], view: FoldedText, known: frozenset[str]) -> list[Finding]:
    """Convert detections in the view to findings in the original. Placeholders of earlier runs are left alone.

    `known` are the entities that our placeholders can have.
    """
    original = [found.at(*view.to_original(found.start, found.end)) for found in detections]
    if view.text != view.original:
        original = resolve(original, view.original)
    ours = [match.span() for match in PLACEHOLDER.finditer(view.original) if _is_ours(match, known)]
    if ":enc1:" in view.original:
        from .operators.encryption import encrypted_spans

        ours = sorted([*ours, *encrypted_spans(view.original)])
    return [
        Finding(found.entity, found.start, found.end, round(found.score, 4), found.source, None, reasons_of(found))
        for found in _outside(original, ours)
    ]


def _is_ours(match: re.Match[str], known: frozenset[str]) -> bool:
    """Whether a placeholder-shaped part can contain nothing private: a known entity, few digits and letters."""
    entity, _, tag = match[1].rpartition("_")
    is_known = match[1] in known or (entity in known and TAG.fullmatch(tag) is not None)
    return is_known and len(match[2]) <= 4 and len(match[3]) <= 2


def _has_words(text: str) -> bool:
    return any(ch.isalnum() for ch in text)


def _outside(detections: Iterable[Detection], spans: Sequence[tuple[int, int]]) -> list[Detection]:
    """Drop detections inside one of the spans, ignoring brackets. Both are sorted."""
    kept: list[Detection] = []
    index = 0
    for found in detections:
        while index < len(spans) and spans[index][1] <= found.start:
            index += 1
        inside = index < len(spans) and spans[index][0] <= found.start and found.end <= spans[index][1]
        if not inside:
            kept.append(found)
    return kept
