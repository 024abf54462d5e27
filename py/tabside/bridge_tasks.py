"""What the bridge runs beside redaction: a pipeline's call and its answer, as plain data and arrays of numbers."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import InputError
from .offsets import Utf16Offsets

__all__ = ["Answer", "run_task"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`plain` goes out as JSON; `arrays`, if any, are one-dimensional buffers that go out as typed arrays."""

    plain: Any
    arrays: Sequence[Any] = ()


Runner = Callable[[Any, Any, Mapping[str, Any]], Awaitable[Answer]]


async def run_task(task: str, pipe: Any, inputs: Any, options: Mapping[str, Any]) -> Answer:
    """Call a pipeline with inputs and options that JavaScript sent.

    Raises:
        InputError: the pipeline takes no such option, or an input cannot be used.
    """
    return await RUNNERS.get(task, _plain)(pipe, inputs, options)


def _check_options(options: Mapping[str, Any], *functions: Callable[..., Any]) -> None:
    """Say which options there are, instead of failing on one that no function takes. Callbacks cannot cross."""
    known = {
        name
        for function in functions
        for name, one in inspect.signature(function).parameters.items()
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not name.startswith("on_")
    }
    if not set(options) <= known:
        raise InputError(f"There is no such option. Options: {', '.join(sorted(known))}.")


async def _plain(pipe: Any, inputs: Any, options: Mapping[str, Any]) -> Answer:
    _check_options(options, pipe.__call__)
    return Answer(await pipe(inputs, **options))


async def _embed(pipe: Any, texts: Sequence[str], options: Mapping[str, Any]) -> Answer:
    """Return the shape, all rows in one array, and the numbers of the texts whose ends did not fit.

    Pooling and normalizing are the model's own unless the caller asks for something else.
    """
    _check_options(options, pipe.__call__, pipe.encode)
    if options.get("pooling") == "none":
        raise InputError("pooling none gives a vector a token; choose mean, cls, max or last_token here.")
    truncated: list[int] = []

    def note(number: int, tokens: int, limit: int) -> None:
        truncated.append(number)

    if "pooling" in options:
        _check_options(options, pipe.__call__)
        vectors = await pipe(texts, **{"normalize": pipe.normalizes, **options}, on_truncated=note)
    else:
        vectors = await pipe.encode(texts, **options, on_truncated=note)
    return Answer({"dims": list(vectors.shape), "truncated": truncated}, [vectors.reshape(-1)])


async def _rank(pipe: Any, inputs: Mapping[str, Any], options: Mapping[str, Any]) -> Answer:
    _check_options(options, pipe.__call__)
    return Answer(await pipe(inputs["query"], inputs["documents"], **options))


async def _find_tokens(pipe: Any, inputs: str | Sequence[str], options: Mapping[str, Any]) -> Answer:
    """Return what was found, with offsets in UTF-16 code units."""
    _check_options(options, pipe.__call__)
    found = await pipe(inputs, **options)
    if isinstance(inputs, str):
        return Answer(_in_utf16(inputs, found))
    return Answer([_in_utf16(text, entities) for text, entities in zip(inputs, found, strict=True)])


def _in_utf16(text: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    offsets = Utf16Offsets(text)
    return [
        {**entity, "start": offsets.to_utf16(entity["start"]), "end": offsets.to_utf16(entity["end"])}
        for entity in entities
    ]


RUNNERS: Mapping[str, Runner] = {
    "feature-extraction": _embed,
    "text-ranking": _rank,
    "token-classification": _find_tokens,
}
