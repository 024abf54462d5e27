"""The bridge's pipeline calls besides redaction: call and result as plain data and arrays of numbers."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InputError, TabsideError
from ..pipelines.items import OnError, batch_error
from .offsets import Utf16Offsets

__all__ = ["Answer", "run_task"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`plain` is sent as JSON. `arrays` are one-dimensional buffers sent as typed arrays."""

    plain: Any
    arrays: Sequence[Any] = ()


Runner = Callable[[Any, Any, Mapping[str, Any], OnError], Awaitable[Answer]]


async def run_task(task: str, pipe: Any, inputs: Any, options: Mapping[str, Any]) -> Answer:
    """Call a pipeline with inputs and options from JavaScript.

    Raises:
        InputError: the pipeline has no such option, or an input cannot be used.
        BatchError: some of many inputs failed; its `results` is the Answer, with null for them.
        TabsideError: all failed; this is the first one's error.
    """
    failed: dict[int, TabsideError] = {}
    answer = await RUNNERS.get(task, _plain)(pipe, inputs, options, failed.__setitem__)
    if failed:
        count = _count(inputs)
        raise failed[min(failed)] if len(failed) == count else batch_error(count, failed, answer)
    return answer


def _count(inputs: Any) -> int:
    """Return how many inputs can fail independently: those in the list, wherever it is."""
    if isinstance(inputs, Mapping):
        inputs = next((inputs[name] for name in ("documents", "sentences", "sequences") if name in inputs), inputs)
    return len(inputs) if isinstance(inputs, list) else 1


def _check_options(options: Mapping[str, Any], *functions: Callable[..., Any]) -> None:
    """Raise an error that lists the options if one is unknown. Callbacks cannot cross."""
    known = {
        name
        for function in functions
        for name, one in inspect.signature(function).parameters.items()
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not name.startswith("on_")
    }
    if not set(options) <= known:
        raise InputError(f"There is no such option. Options: {', '.join(sorted(known))}.")


async def _plain(pipe: Any, inputs: Any, options: Mapping[str, Any], on_error: OnError) -> Answer:
    _check_options(options, pipe.__call__)
    return Answer(await pipe(inputs, **options, on_error=on_error))


async def _embed(pipe: Any, texts: Sequence[str], options: Mapping[str, Any], on_error: OnError) -> Answer:
    """Return the shape, all rows in one array, and the numbers of the truncated texts.

    Pooling and normalizing are the model's own unless the caller requests otherwise.
    """
    _check_options(options, pipe.__call__, pipe.encode)
    if options.get("pooling") == "none":
        raise InputError("pooling none gives a vector a token; choose mean, cls, max or last_token here.")
    truncated: list[int] = []
    hooks = {"on_truncated": _noting(truncated), "on_error": on_error}
    if "pooling" in options:
        _check_options(options, pipe.__call__)
        vectors = await pipe(texts, **{"normalize": pipe.normalizes, **options}, **hooks)
    else:
        vectors = await pipe.encode(texts, **options, **hooks)
    return Answer({"dims": list(vectors.shape), "truncated": truncated}, [vectors.reshape(-1)])


def _noting(truncated: list[int]) -> Callable[[int, int, int], None]:
    return lambda number, tokens, limit: truncated.append(number)


async def _compare(pipe: Any, inputs: Mapping[str, Any], options: Mapping[str, Any], on_error: OnError) -> Answer:
    _check_options(options, pipe.encode)
    scores = await pipe(inputs["source_sentence"], inputs["sentences"], **options, on_error=on_error)
    # A failed input has no vector, and JSON has no NaN.
    return Answer([None if score != score else score for score in scores])


async def _rank(pipe: Any, inputs: Mapping[str, Any], options: Mapping[str, Any], on_error: OnError) -> Answer:
    _check_options(options, pipe.__call__)
    return Answer(await pipe(inputs["query"], inputs["documents"], **options, on_error=on_error))


async def _weigh(pipe: Any, inputs: Mapping[str, Any], options: Mapping[str, Any], on_error: OnError) -> Answer:
    """Return labels with scores; `truncated` marks truncated texts."""
    _check_options(options, pipe.__call__)
    truncated: list[int] = []
    sequences = inputs["sequences"]
    hooks = {"on_truncated": _noting(truncated), "on_error": on_error}
    found = await pipe(sequences, inputs["candidate_labels"], **options, **hooks)
    for number in truncated:
        one = found if isinstance(sequences, str) else found[number]
        if one is not None:
            one["truncated"] = True
    return Answer(found)


async def _find_tokens(pipe: Any, inputs: str | Sequence[str], options: Mapping[str, Any], on_error: OnError) -> Answer:
    """Return entities with offsets in UTF-16 code units."""
    _check_options(options, pipe.__call__)
    found = await pipe(inputs, **options, on_error=on_error)
    if isinstance(inputs, str):
        return Answer(found and _in_utf16(inputs, found))
    return Answer([entities and _in_utf16(text, entities) for text, entities in zip(inputs, found, strict=True)])


async def _answer_questions(pipe: Any, inputs: Any, options: Mapping[str, Any], on_error: OnError) -> Answer:
    """Return answers with offsets in UTF-16 code units of their contexts."""
    _check_options(options, pipe.__call__)
    found = await pipe(inputs, **options, on_error=on_error)
    if not isinstance(inputs, list):
        return Answer(found and _placed(inputs, found))
    return Answer([answers and _placed(item, answers) for item, answers in zip(inputs, found, strict=True)])


def _placed(item: Mapping[str, Any], answers: Any) -> Any:
    is_list = isinstance(answers, list)
    placed = _in_utf16(item["context"], answers if is_list else [answers])
    return placed if is_list else placed[0]


def _in_utf16(text: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    offsets = Utf16Offsets(text)
    return [
        {**entity, "start": offsets.to_utf16(entity["start"]), "end": offsets.to_utf16(entity["end"])}
        for entity in entities
    ]


RUNNERS: Mapping[str, Runner] = {
    "feature-extraction": _embed,
    "question-answering": _answer_questions,
    "sentence-similarity": _compare,
    "text-ranking": _rank,
    "token-classification": _find_tokens,
    "zero-shot-classification": _weigh,
}
