"""The calls of an engine process: plain data and bytes in, plain data and bytes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ..types import Finding, Reason

if TYPE_CHECKING:
    from ..redaction.redactor import Redactor

__all__ = ["CALLS", "EngineState", "finding_of", "plain_finding"]

Answer = tuple[Any, bytes]


@dataclass(slots=True)
class EngineState:
    """The state of an engine process: its redactor, and a pipeline for each task requested so far."""

    redactor: Redactor | None = None
    model: str | None = None
    pipelines: dict[tuple[str, str | None], Any] = field(default_factory=dict)

    async def loaded_redactor(self) -> Redactor:
        """Return the redactor created by `start`."""
        if self.redactor is None:
            from ..redaction.redactor import Redactor

            self.redactor = await Redactor.create()
        return self.redactor

    async def pipeline(self, task: str, model: str | None) -> Any:
        """Return the pipeline of a task, loaded on first use."""
        key = (task, model)
        if key not in self.pipelines:
            from ..pipelines import pipeline

            self.pipelines[key] = await pipeline(task, model)
        return self.pipelines[key]


def plain_finding(finding: Finding) -> list[Any]:
    """Return a finding as plain data; `finding_of` reads it."""
    reasons = [[reason.kind, reason.detail, reason.score] for reason in finding.reasons]
    return [finding.entity, finding.start, finding.end, finding.score, finding.source, finding.replacement, reasons]


def finding_of(plain: Sequence[Any]) -> Finding:
    """Build a finding from `plain_finding`'s data."""
    entity, start, end, score, source, replacement, reasons = plain
    return Finding(entity, start, end, score, source, replacement, tuple(Reason(*reason) for reason in reasons))


async def start(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Load the model and the policy, so that the next call answers at once."""
    from ..redaction.redactor import DEFAULT_MODEL, Redactor

    state.redactor = await Redactor.create(
        params.get("model") or DEFAULT_MODEL, policy=params.get("policy"), threshold=params.get("threshold")
    )
    await state.redactor.analyze("Warm up: Ann Smith, ann@example.org.")
    return sorted(state.redactor.entities), b""


async def analyze(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Find personal data in a text."""
    redactor = await state.loaded_redactor()
    findings = await redactor.analyze(
        params["text"], entities=params.get("entities"), threshold=params.get("threshold"), policy=params.get("policy")
    )
    return [plain_finding(finding) for finding in findings], b""


async def explain(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Explain a stretch of a text."""
    redactor = await state.loaded_redactor()
    explanation = await redactor.explain(params["text"], params["start"], params["end"])
    near = [asdict(one) for one in explanation.near]
    words = [asdict(one) for one in explanation.words]
    return {
        "findings": [_named(finding) for finding in explanation.findings],
        "words": words,
        "near": near,
    }, b""


async def redact_file(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Redact a file; the bytes are the file's content."""
    from ..files import redact_file as redact

    done = await redact(blob, params["name"], await state.loaded_redactor(), operator=params.get("operator"))
    return {
        "name": done.name,
        "media_type": done.media_type,
        "warnings": list(done.warnings),
        "findings": [{"place": one.place, **_named(one.finding)} for one in done.findings],
        "mapping": done.mapping.to_dict(),
    }, done.data


async def restore_file(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Restore the originals in a redacted file."""
    from ..files import restore_file as restore
    from ..redaction.operators.placeholders import PlaceholderMap

    done = restore(blob, params["name"], PlaceholderMap.from_dict(params["mapping"]), partial=True)
    return {"name": done.name, "media_type": done.media_type, "warnings": list(done.warnings)}, done.data


async def classify(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Label texts."""
    pipeline = await state.pipeline("text-classification", params.get("model"))
    return await pipeline(params["texts"], top_k=params.get("top_k")), b""


async def embed(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Turn texts into vectors."""
    pipeline = await state.pipeline("feature-extraction", params.get("model"))
    vectors = await pipeline.encode(params["texts"])
    return [[float(number) for number in row] for row in vectors], b""


async def rank(state: EngineState, params: Mapping[str, Any], blob: bytes) -> Answer:
    """Order documents by how well they answer a query."""
    pipeline = await state.pipeline("text-ranking", params.get("model"))
    ranked = await pipeline.rank(params["query"], params["documents"], top_k=params.get("top_k"))
    return [{name: _number(value) for name, value in one.items()} for one in ranked], b""


CALLS: Mapping[str, Callable[[EngineState, Mapping[str, Any], bytes], Awaitable[Answer]]] = {
    "start": start,
    "analyze": analyze,
    "explain": explain,
    "redact_file": redact_file,
    "restore_file": restore_file,
    "classify": classify,
    "embed": embed,
    "rank": rank,
}


def _named(finding: Finding) -> dict[str, Any]:
    plain = asdict(finding)
    return {**plain, "reasons": [asdict(reason) for reason in finding.reasons], "explanation": finding.explanation}


def _number(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
