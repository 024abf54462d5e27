"""Texts with annotated personal data, in presidio-evaluator's JSON format or with one such entry per line.

An entry has `full_text`, `template_id`, and `spans` of `entity_type`, `start_position` and `end_position` (code points,
end exclusive). The project's own set adds `language`, `genre`, `tradition` (of names) and `perturbation`, and
marks altered spans as `perturbed`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..errors import InputError

__all__ = ["TAGS", "Example", "Half", "Span", "join", "load", "sample", "split"]

Half = Literal["tune", "report", "all"]

TAGS = ("language", "genre", "tradition", "perturbation")


@dataclass(frozen=True, slots=True)
class Span:
    """An annotated span of personal data, with the data set's own type."""

    kind: str
    start: int
    end: int
    perturbed: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its annotated spans. `tags` are the groups it counts for: those of `TAGS` that are known."""

    text: str
    spans: Sequence[Span]
    template: str
    tags: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> list[Example]:
    """Read a file of examples: a JSON array, or JSON lines.

    Raises:
        InputError: the file has another format, or a span lies outside its text.
    """
    try:
        examples = [_example(entry) for entry in _entries(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path.name} is not in presidio-evaluator's format.") from error
    if any(not 0 <= span.start < span.end <= len(example.text) for example in examples for span in example.spans):
        raise InputError(f"A span in {path.name} lies outside its text.")
    return examples


def _entries(data: str) -> list[dict[str, Any]]:
    if data.lstrip().startswith("{"):
        # Not splitlines: U+2028 and similar characters may occur in a JSON string.
        return [json.loads(line) for line in data.split("\n") if line.strip()]
    entries: list[dict[str, Any]] = json.loads(data)
    return entries


def _example(entry: Mapping[str, Any]) -> Example:
    spans = [
        Span(span["entity_type"], span["start_position"], span["end_position"], span.get("perturbed") is True)
        for span in entry["spans"]
    ]
    tags = {name: str(entry[name]) for name in TAGS if entry.get(name)}
    return Example(entry["full_text"], spans, str(entry["template_id"]), tags)


def split(examples: Iterable[Example], half: Half) -> list[Example]:
    """Return one half, split by template: no template is in both halves. The same on every machine."""
    if half == "all":
        return list(examples)
    return [example for example in examples if _is_tuning(example.template) == (half == "tune")]


def _is_tuning(template: str) -> bool:
    return hashlib.sha256(template.encode()).digest()[0] % 2 == 0


def sample(examples: Sequence[Example], count: int) -> list[Example]:
    """Sample this many examples at even distances. The same ones on every machine."""
    if count >= len(examples):
        return list(examples)
    return [examples[index * len(examples) // count] for index in range(count)]


def join(examples: Sequence[Example], count: int = 25) -> list[Example]:
    """Join every `count` texts into one document, with a blank line between the texts."""
    return [_joined(examples[start : start + count]) for start in range(0, len(examples), count)]


def _joined(examples: Sequence[Example]) -> Example:
    between = "\n\n"
    return Example(between.join(example.text for example in examples), list(_moved(examples, len(between))), "joined")


def _moved(examples: Sequence[Example], gap: int) -> Iterator[Span]:
    offset = 0
    for example in examples:
        for span in example.spans:
            yield Span(span.kind, span.start + offset, span.end + offset, span.perturbed)
        offset += len(example.text) + gap
