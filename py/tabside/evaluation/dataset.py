"""Texts with their personal data marked, in presidio-evaluator's JSON format.

An entry has `full_text`, `template_id`, and `spans` of `entity_type`, `start_position` and `end_position` (code points,
end exclusive).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import InputError

__all__ = ["Example", "Half", "Span", "join", "load", "split"]

Half = Literal["tune", "report", "all"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text holds personal data, and of what type in the data's own words."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """A text and all that it holds."""

    text: str
    spans: Sequence[Span]
    template: str


def load(path: Path) -> list[Example]:
    """Read a file of examples.

    Raises:
        InputError: the file has another shape, or a span lies outside its text.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        examples = [
            Example(
                entry["full_text"],
                [Span(span["entity_type"], span["start_position"], span["end_position"]) for span in entry["spans"]],
                str(entry["template_id"]),
            )
            for entry in entries
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path.name} is not in presidio-evaluator's format.") from error
    if any(not 0 <= span.start < span.end <= len(example.text) for example in examples for span in example.spans):
        raise InputError(f"A span in {path.name} lies outside its text.")
    return examples


def split(examples: Iterable[Example], half: Half) -> list[Example]:
    """Return one half, by template, so that no template stands on both sides; the same one on every machine."""
    if half == "all":
        return list(examples)
    return [example for example in examples if _is_tuning(example.template) == (half == "tune")]


def _is_tuning(template: str) -> bool:
    return hashlib.sha256(template.encode()).digest()[0] % 2 == 0


def join(examples: Sequence[Example], count: int = 25) -> list[Example]:
    """Join texts, this many at a time, into documents with blank lines between."""
    return [_joined(examples[start : start + count]) for start in range(0, len(examples), count)]


def _joined(examples: Sequence[Example]) -> Example:
    between = "\n\n"
    return Example(between.join(example.text for example in examples), list(_moved(examples, len(between))), "joined")


def _moved(examples: Sequence[Example], gap: int) -> Iterator[Span]:
    offset = 0
    for example in examples:
        for span in example.spans:
            yield Span(span.kind, span.start + offset, span.end + offset)
        offset += len(example.text) + gap
