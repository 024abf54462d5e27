"""tabside as a recognizer of Presidio's `AnalyzerEngine`.

engine.registry.add_recognizer(TabsideRecognizer())
"""

from __future__ import annotations

from typing import Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult

from ..sync import Redactor
from .presidio_names import SUPPORTED, own_entities, presidio_results

__all__ = ["TabsideRecognizer"]


class TabsideRecognizer(EntityRecognizer):  # type: ignore[misc, unused-ignore]
    """Finds personal data with tabside's model and recognizers, under Presidio's names."""

    def __init__(
        self,
        supported_entities: list[str] | None = None,
        supported_language: str = "en",
        redactor: Any = None,
        **redactor_options: Any,
    ) -> None:
        """Take a blocking redactor, or the options to make one with (`policy`, `threshold`, `model`)."""
        self._redactor = redactor
        self._options = redactor_options
        super().__init__(
            supported_entities=supported_entities or list(SUPPORTED),
            name="TabsideRecognizer",
            supported_language=supported_language,
        )

    def load(self) -> None:
        """Load the model."""
        if self._redactor is None:
            self._redactor = Redactor.create(**self._options)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[Any]:
        """Return what is found of the entities.

        Raises:
            UnscannedError: a part of the text could not be scanned.
        """
        asked = [entity for entity in entities or self.supported_entities if entity in SUPPORTED]
        if not asked:
            return []
        wanted = [one for one in own_entities(asked) or [] if one in self._redactor.entities]
        findings = self._redactor.analyze(text, entities=wanted)
        by_start = {finding.start: finding for finding in findings}
        return [
            RecognizerResult(
                result.entity_type,
                result.start,
                result.end,
                result.score,
                analysis_explanation=AnalysisExplanation(
                    recognizer=self.name,
                    original_score=result.score,
                    textual_explanation=by_start[result.start].explanation,
                ),
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                },
            )
            for result in presidio_results(findings, text)
        ]
