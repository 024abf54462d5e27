"""Complete answers: restore every text of a JSON body, and keep all other bytes as sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import TabsideError, UpstreamError
from ...redaction.conversation import JsonText
from ...restoring import Known, restore_answer
from .body import Body, Passage
from .rules import Kind, Rules

__all__ = ["Tally", "restore_body", "restore_plain"]


@dataclass(slots=True)
class Tally:
    """Counts of restored values and unknown placeholders in an answer, and its signed texts for the caller."""

    restored: int = 0
    unknown: int = 0
    signed: list[str] = field(default_factory=list, repr=False)

    def add(self, restored: Sequence[str], unknown: Sequence[str]) -> None:
        """Count the result of restoring a text."""
        self.restored += len(restored)
        self.unknown += len(unknown)


def restore_body(data: bytes, rules: Rules, known: Known, tally: Tally) -> str:
    """Restore a complete answer.

    Raises:
        UpstreamError: it is not a JSON object, so nothing of it is passed on.
    """
    try:
        body = Body.parse(data)
        passages = [passage for passage in body.passages(rules) if passage.kind is not Kind.SIGNED]
        tally.signed += [str(passage.text) for passage in body.passages(rules) if passage.kind is Kind.SIGNED]
    except TabsideError:
        raise UpstreamError("Upstream answered with what is no JSON object, so it was not passed on.") from None
    return body.with_texts(passages, [_restored(passage, known, tally) for passage in passages])


def _restored(passage: Passage, known: Known, tally: Tally) -> str:
    done = restore_answer(passage.text.text if isinstance(passage.text, JsonText) else passage.text, known)
    tally.add(done.restored, done.unknown)
    return done.text


def restore_plain(value: Any, rules: Rules, known: Known, tally: Tally, path: tuple[str | int, ...] = ()) -> Any:
    """Restore all texts of JSON data, such as an event of a stream."""
    kind = rules.kind(path)
    if kind in (Kind.OPAQUE, Kind.SIGNED, Kind.REFUSED):
        if kind is Kind.SIGNED and isinstance(value, str) and value:
            tally.signed.append(value)
        return value
    if isinstance(value, str):
        done = restore_answer(value, known)
        tally.add(done.restored, done.unknown)
        return done.text
    if isinstance(value, Mapping):
        return {key: restore_plain(one, rules, known, tally, (*path, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [restore_plain(one, rules, known, tally, (*path, number)) for number, one in enumerate(value)]
    return value
