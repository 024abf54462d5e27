"""A second opinion: another model reads each text as well, and its findings are added to the redactor's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from ..errors import Cancelled, InputError, TabsideError, UnscannedError
from ..reasons import Reason
from .detection import Detection
from .label_kinds import own_labels
from .model.decoding import for_model
from .view.lines import without_machine_lines

if TYPE_CHECKING:
    from .view.folding import FoldedText

__all__ = ["SecondOpinion"]

Task = Literal["token-classification", "zero-shot-ner"]

_ENTITY = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
DEFAULT_THRESHOLD = 0.5


class SecondOpinion:
    """A token classifier or a GLiNER model, with the entity that each of its labels stands for.

    Make one with `await SecondOpinion.load(model, labels)`, and pass it to `Redactor.create(models=[…])`. What it finds
    competes with the findings of the redactor's model and recognizers. It adds findings and may give one another
    entity; that it finds nothing drops none.
    """

    def __init__(
        self,
        pipeline: Any,
        labels: Mapping[str, str | None],
        *,
        threshold: float = DEFAULT_THRESHOLD,
        name: str = "second opinion",
    ) -> None:
        """Use a loaded pipeline. See `load`.

        Raises:
            InputError: a label of the model's has no entity, an entity's name cannot be used, or the threshold is out
                of range.
        """
        if not isinstance(threshold, int | float) or not 0 < threshold < 1:
            raise InputError("threshold must be a number between 0 and 1.")
        if pipeline.task not in ("token-classification", "zero-shot-ner"):
            raise InputError(f"A second opinion is a model for token-classification, not for {pipeline.task}.")
        kept = {label: entity for label, entity in labels.items() if entity is not None}
        for entity in kept.values():
            if not isinstance(entity, str) or not _ENTITY.fullmatch(entity):
                raise InputError("An entity is named in capitals, such as GIVEN_NAME.")
        if not kept:
            raise InputError("labels must give at least one label an entity.")
        self._is_zero_shot = pipeline.task == "zero-shot-ner"
        if not self._is_zero_shot:
            _check_labels(pipeline.labels, labels)
        self._pipeline = pipeline
        self._labels = kept
        self._threshold = float(threshold)
        self.name = name

    @classmethod
    async def load(
        cls,
        model: str,
        labels: Mapping[str, str | None],
        *,
        task: Task = "token-classification",
        threshold: float = DEFAULT_THRESHOLD,
        **load_options: Any,
    ) -> SecondOpinion:
        """Load a model.

        - `labels`: the entity of each of its labels, without `B-` and `I-`: `{"PER": "PERSON", "MISC": None}`. None
          leaves a label out; a label that is not named is an error. With `task="zero-shot-ner"` the labels are any
          words, which the model is asked for: `{"company": "ORGANIZATION"}`.
        - `threshold`: the least score of a finding.
        - `load_options` are those of `tabside.pipeline`.

        Raises:
            InputError: see the class.
            The errors of `tabside.pipeline`.
        """
        from ..pipelines import pipeline

        return cls(await pipeline(task, model, **load_options), labels, threshold=threshold, name=model)

    @property
    def entities(self) -> frozenset[str]:
        """The entities that it can find."""
        return frozenset(self._labels.values())

    async def find(self, view: FoldedText) -> list[Detection]:
        """Read a text, whatever its length.

        Raises:
            UnscannedError: the model failed.
        """
        text = for_model(without_machine_lines(view.text))
        if not any(ch.isalnum() for ch in text):
            return []
        try:
            if self._is_zero_shot:
                found = await self._pipeline(text, list(self._labels), threshold=self._threshold)
            else:
                found = await self._pipeline(text, aggregation_strategy="first")
        except Cancelled:
            raise
        except TabsideError as error:
            raise UnscannedError(
                f"{self.name} could not read the whole text: nothing is passed off as clean.", cause=error.code
            ) from error
        return [
            Detection(
                self._labels[one["entity_group"]],
                one["start"],
                one["end"],
                float(one["score"]),
                self.name,
                False,
                [Reason("model", one["entity_group"], float(one["score"]))],
            )
            for one in found
            if one["entity_group"] in self._labels and one["score"] >= self._threshold and one["end"] > one["start"]
        ]


def _check_labels(known: Any, labels: Mapping[str, str | None]) -> None:
    own = set(own_labels(known))
    if missing := sorted(own - set(labels)):
        raise InputError(
            f"labels must name an entity, or None, for each label of the model. Missing: {', '.join(missing)}."
        )
    if unknown := sorted(set(labels) - own):
        raise InputError(f"The model has no label {', '.join(unknown)}; it has: {', '.join(sorted(own))}.")
