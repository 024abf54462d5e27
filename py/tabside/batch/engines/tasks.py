"""Tasks on texts: redact, classify, embed. Each takes many texts and returns columns or an error for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from ...errors import Cancelled, InputError, TabsideError, UnscannedError
from ...pipelines import pipeline
from ...redaction.operators.operators import parse_operator
from ...redaction.redactor import Redactor
from ...redaction.view.unread_scripts import notices_of
from ...runtime.native import NativeSession
from ..job import Job
from ..pseudonyms import Pseudonyms, apply
from .document_groups import GroupClassifier, groups_of

__all__ = ["TRUNCATED", "BatchTask", "Classify", "Embed", "Redact", "Result", "count_findings", "create_task"]

Result = Mapping[str, Any] | TabsideError
T = TypeVar("T")

TRUNCATED = "batch.truncated"
"""A text is longer than the model reads; its end is not in its vector."""


class BatchTask(Protocol):
    """Processes texts."""

    def types(self) -> dict[str, Any]:
        """Return the Arrow types of its result columns, in order."""
        ...

    async def run(self, texts: Sequence[str]) -> list[Result]:
        """Return the columns of each text, or its error."""
        ...

    def warnings(self) -> Sequence[str]:
        """Return the warning codes of each text of the last run."""
        ...


async def create_task(job: Job, *, threads: int | None = None) -> BatchTask:
    """Load the model. Raises the errors of `tabside.pipeline`."""
    options: dict[str, Any] = {"dtype": job.dtype, "device": job.device}
    if threads is not None:
        # Busy-waiting threads would take cores from the other processes.
        config = {"session.intra_op.allow_spinning": "0"}
        options["session_options"] = {"intra_op_num_threads": threads, "config": config}
    if job.task == "redact":
        return Redact(job, _alone(await pipeline("token-classification", job.model, **options)))
    if job.task == "classify":
        return Classify(_alone(await pipeline("text-classification", job.model, **options)))
    return Embed(_alone(await pipeline("feature-extraction", job.model, **options)))


REMEMBERED_NUMBERS = 1 << 23
"""Size of the cache for windows repeated in other documents: 32 MB per process."""


def _alone(loaded: Any) -> Any:
    """Run a pipeline's model directly in the event loop, since nothing else in a worker waits."""
    if isinstance(loaded.session, NativeSession):
        loaded.session.in_thread = False
    if loaded.memory.most_numbers:
        loaded.memory.most_numbers = REMEMBERED_NUMBERS
    return loaded


class Redact:
    """Replaces texts by redacted ones, and adds a column of findings."""

    def __init__(self, job: Job, token_classifier: Any) -> None:
        self._column, self._has_more = job.column, bool(job.more_columns)
        self._classifier = GroupClassifier(token_classifier)
        self._redactor = Redactor(
            self._classifier,
            entities=job.entities,
            threshold=job.threshold,
            operator=job.operator,
            operators=job.operators,
        )
        if unknown := sorted(set(job.operators) - self._redactor.entities):
            raise InputError(f"No such entity as {unknown[0]}: an exception for it would do nothing.")
        self._operator = parse_operator(job.operator)
        self._operators = {entity: parse_operator(spec) for entity, spec in job.operators.items()}
        self._warnings: list[str] = []
        self._pseudonyms = None if job.secret is None else Pseudonyms(job.secret, reversible=job.reversible)

    def types(self) -> dict[str, Any]:
        import pyarrow as pa

        finding = {
            "entity": pa.string(), "start": pa.int64(), "end": pa.int64(), "score": pa.float64(),
            "source": pa.string(), "replacement": pa.string(),
        }  # fmt: skip
        if self._has_more:
            finding["column"] = pa.string()
        return {self._column: pa.string(), "findings": pa.list_(pa.struct(list(finding.items())))}

    def warnings(self) -> Sequence[str]:
        return self._warnings

    async def run(self, texts: Sequence[str]) -> list[Result]:
        results: list[Result] = []
        self._warnings = []
        for group in groups_of(texts):
            # If a group fails, each text is read alone, and only the faulty one fails.
            await _or_error(self._classifier.read(group))
            for text in group:
                result = await self._redact(text)
                results.append(result)
                if not isinstance(result, TabsideError):
                    self._warnings += [notice.code for notice in notices_of(text)]
        return results

    async def run_cells(self, cells: Sequence[tuple[str, str]]) -> list[Result]:
        """Return the columns of each text behind the name of its column, or its error. Findings name the column."""
        heads = [f"{column}: " for column, _ in cells]
        results: list[Result] = []
        texts = [head + text for head, (_, text) in zip(heads, cells, strict=True)]
        for group in groups_of(texts):
            await _or_error(self._classifier.read(group))
            for _ in group:
                number = len(results)
                results.append(await _or_error(self._redacted(cells[number][1], heads[number], cells[number][0])))
        return results

    async def _redact(self, text: str) -> Result:
        return await _or_error(self._redacted(text))

    async def _redacted(self, text: str, head: str = "", column: str = "") -> Result:
        findings = await self._redactor.analyze(head + text)
        if head:
            # The name of the column is read, and not replaced.
            length = len(head)
            findings = [
                replace(found, start=max(found.start - length, 0), end=found.end - length)
                for found in findings
                if found.end > length
            ]
        if self._pseudonyms is None:
            redaction = self._redactor.anonymize(text, findings)
            redacted, applied = redaction.text, list(redaction.findings)
        else:
            redacted, applied = apply(text, findings, self._operator, self._operators, self._pseudonyms)
        keys = ("entity", "start", "end", "score", "source", "replacement")
        listed = [{key: getattr(found, key) for key in keys} for found in applied]
        if self._has_more:
            listed = [{**one, "column": column or self._column} for one in listed]
        return {column or self._column: redacted, "findings": listed}


class Classify:
    """Adds the best label, its score, and all labels with theirs."""

    def __init__(self, classifier: Any) -> None:
        self._classifier = classifier

    def types(self) -> dict[str, Any]:
        import pyarrow as pa

        scores = pa.list_(pa.struct([("label", pa.string()), ("score", pa.float64())]))
        return {"label": pa.string(), "score": pa.float64(), "scores": scores}

    def warnings(self) -> Sequence[str]:
        return ()

    async def run(self, texts: Sequence[str]) -> list[Result]:
        async def classify(some: Sequence[str]) -> list[Result]:
            found = await self._classifier(list(some), top_k=None)
            return [{"label": best[0]["label"], "score": best[0]["score"], "scores": best} for best in found]

        return await _each_alone_if_not_all(classify, texts)


class Embed:
    """Adds a vector, pooled and normalized as the model was trained."""

    def __init__(self, extractor: Any) -> None:
        self._extractor = extractor
        self._warnings: list[str] = []

    def types(self) -> dict[str, Any]:
        import pyarrow as pa

        return {"embedding": pa.list_(pa.float32())}

    def warnings(self) -> Sequence[str]:
        return self._warnings

    async def run(self, texts: Sequence[str]) -> list[Result]:
        pooling, normalize = self._extractor.pooling, self._extractor.normalizes
        self._warnings = []

        async def embed(some: Sequence[str]) -> list[Result]:
            cut: list[int] = []
            vectors = await self._extractor(
                list(some), pooling=pooling, normalize=normalize, on_truncated=lambda number, *_: cut.append(number)
            )
            self._warnings += [TRUNCATED] * len(cut)
            return [{"embedding": [float(x) for x in vector]} for vector in vectors]

        return await _each_alone_if_not_all(embed, texts)


async def _each_alone_if_not_all(work: Any, texts: Sequence[str]) -> list[Result]:
    """Process all texts at once. If that fails, process each alone, so that one text's error does not affect others."""
    results: list[Result] = []
    for group in groups_of(texts):
        found = await _or_error(work(group))
        if isinstance(found, TabsideError):
            for text in group:
                alone = await _or_error(work([text]))
                results += [alone] if isinstance(alone, TabsideError) else alone
        else:
            results += found
    return results


async def _or_error(work: Awaitable[T]) -> T | TabsideError:
    """Return the result, or the error of one text.

    An unexpected exception costs one row, not a long run. Only its type is reported, since its
    message may contain the text.
    """
    try:
        return await work
    except Cancelled:
        raise
    except TabsideError as error:
        return error
    except Exception as error:
        return UnscannedError(f"The text could not be worked on ({type(error).__name__}).")


def count_findings(values: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Count findings by entity, or labels where rows have those."""
    counts: Counter[str] = Counter()
    for row in values:
        counts.update(_kinds(row))
    return dict(sorted(counts.items()))


def _kinds(row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("findings") is not None:
        yield from (finding["entity"] for finding in row["findings"])
    elif row.get("label") is not None:
        yield row["label"]
