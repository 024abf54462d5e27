"""The requests of `tabside serve`, as described on its OpenAPI page."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnalyzeRequest",
    "AnonymizeRequest",
    "ClassifyRequest",
    "DeanonymizeRequest",
    "EmbedRequest",
    "ExplainRequest",
    "RankRequest",
    "RedactRequest",
    "RestoreRequest",
    "ResultModel",
]


class _Request(BaseModel):
    """A request. Unknown fields are ignored, as by Presidio; the repr shows no text."""

    model_config = ConfigDict(hide_input_in_errors=True)


class ResultModel(_Request):
    """A result of the analyzer."""

    entity_type: str
    start: int
    end: int
    score: float = 1.0


class AnalyzeRequest(_Request):
    """Presidio's request; `text` may be a list."""

    text: str | list[str] = Field(repr=False)
    language: str = "en"
    entities: list[str] | None = None
    score_threshold: float | None = Field(None, ge=0, le=1)
    allow_list: list[str] | None = Field(None, repr=False)
    ad_hoc_recognizers: list[Any] | None = None
    return_decision_process: bool = False
    correlation_id: str | None = None


class AnonymizeRequest(_Request):
    """Presidio's request: results of /analyze, and operators by entity or `DEFAULT`."""

    text: str = Field(repr=False)
    analyzer_results: list[ResultModel]
    anonymizers: dict[str, dict[str, Any]] = Field(default_factory=dict, repr=False)


class DeanonymizeRequest(_Request):
    """Presidio's request: items of /anonymize, and operators by entity or `DEFAULT`."""

    text: str = Field(repr=False)
    anonymizer_results: list[ResultModel]
    deanonymizers: dict[str, dict[str, Any]] = Field(default_factory=dict, repr=False)


class RedactRequest(_Request):
    """Texts that belong together get one mapping; `mapping` continues an earlier one."""

    text: str | list[str] = Field(repr=False)
    mapping: dict[str, Any] | None = Field(None, repr=False)


class RestoreRequest(_Request):
    """A text, and the mapping from /redact."""

    text: str = Field(repr=False)
    mapping: dict[str, Any] = Field(repr=False)
    strict: bool = False


class ExplainRequest(_Request):
    """A stretch of a text, in code points."""

    text: str = Field(repr=False)
    start: int
    end: int


class ClassifyRequest(_Request):
    """Texts to label."""

    texts: list[str] = Field(repr=False, max_length=1000)
    model: str | None = None
    top_k: int | None = None


class EmbedRequest(_Request):
    """Texts to turn into vectors."""

    texts: list[str] = Field(repr=False, max_length=1000)
    model: str | None = None


class RankRequest(_Request):
    """Documents to order by how well they answer a query."""

    query: str = Field(repr=False)
    documents: list[str] = Field(repr=False, max_length=1000)
    model: str | None = None
    top_k: int | None = None
