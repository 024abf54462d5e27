"""The calls on classifiers with custom labels: train one, use one, and read the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..errors import ClassifierError, TabsideError
from ..pipelines.items import batch_error
from .state import BridgeState
from .tasks import Answer

if TYPE_CHECKING:
    from ..classifiers import Classifier
    from ..pipelines.feature_extraction import FeatureExtractionPipeline

__all__ = ["classify_with", "read_rows", "train_classifier"]


async def train_classifier(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    """Make a classifier of labels: from their examples if `few-shot`, else from their descriptions."""
    from ..classifiers import Classifier

    labels: Sequence[Mapping[str, Any]] = params["labels"]
    descriptions = {label["name"]: label.get("description", "") for label in labels}
    if len(descriptions) != len(labels):
        raise ClassifierError("Two labels have the same name.", field="labels")
    truncated: list[int] = []
    report = bridge.phases(call_id)
    async with bridge.turn:
        embedder = cast("FeatureExtractionPipeline", await bridge.pipeline(params))
        if params["method"] == "zero-shot":
            made = await Classifier.from_descriptions(descriptions, embedder=embedder)
        else:
            pairs = [(text, label["name"]) for label in labels for text in label.get("examples", ())]
            if missing := sum(not label.get("examples") for label in labels):
                raise ClassifierError(f"{missing} of the labels have no examples.", field="examples")
            made = await Classifier.from_examples(
                [text for text, _ in pairs],
                [name for _, name in pairs],
                descriptions=descriptions,
                embedder=embedder,
                on_truncated=lambda number, _tokens, _limit: truncated.append(number),
                on_progress=lambda done, total: report(done, total, "examples"),
            )
    return {"classifier": made.definition.to_plain(), "truncated": len(truncated)}


async def classify_with(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> Answer:
    """Label texts by a classifier: its labels for each, and the numbers of the texts that were cut."""
    async with bridge.turn:
        classify = await _classifier(bridge, params)
        truncated: list[int] = []
        failed: dict[int, TabsideError] = {}
        inputs = params["inputs"]
        found = await classify(
            inputs,
            **params["options"],
            on_truncated=lambda number, _tokens, _limit: truncated.append(number),
            on_error=failed.__setitem__,
        )
    answer = Answer({"labels": found, "truncated": truncated})
    if failed:
        count = len(inputs) if isinstance(inputs, list) else 1
        raise failed[min(failed)] if len(failed) == count else batch_error(count, failed, answer)
    return answer


async def _classifier(bridge: BridgeState, params: Mapping[str, Any]) -> Classifier:
    """Return a classifier; the last one is kept, since a page labels many texts in several calls."""
    from ..classifiers import Classifier

    embedder = cast("FeatureExtractionPipeline", await bridge.pipeline(params))
    kept = bridge.classifier
    if kept is None or kept[0] != params["classifier"] or kept[1].embedder is not embedder:
        kept = params["classifier"], await Classifier.load(params["classifier"], embedder=embedder)
        bridge.classifier = kept
    return kept[1]


async def read_rows(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from ..files.rows import read_rows as read

    (data,) = bridge.files(call_id)
    rows = read(data, params["name"])
    return {"columns": list(rows.columns), "rows": [list(row) for row in rows.rows], "warnings": list(rows.warnings)}
