"""The body of a request or an answer: locate its texts, and change them without touching any other byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...errors import InputError, UnsupportedRequestError
from ...json_scan import JsonPlace, JsonSyntaxError, scan_json
from ...redaction.conversation import JsonText
from .rules import Kind, Rules

__all__ = ["Body", "Passage"]

_NAME = re.compile(r"[A-Za-z0-9_.:/+=-]{0,512}")
_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.-]{0,63}|[0-9]{1,9}")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in a body: its position (code points of the body), its content, and its kind."""

    start: int
    end: int
    kind: Kind
    text: str | JsonText = field(repr=False)

    def written(self, text: str) -> str:
        """Return the source for another text in this place."""
        return text if self.kind is Kind.VALUE else json.dumps(text)


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON body. `plain` is its parsed content."""

    text: str = field(repr=False)
    plain: Mapping[str, Any] = field(repr=False)

    @classmethod
    def parse(cls, data: bytes) -> Body:
        """Parse a body.

        Raises:
            InputError: it is not a JSON object in UTF-8, or has a duplicate key, which parsers treat differently.
        """
        try:
            text = data.decode("utf-8")
            plain = json.loads(text, object_pairs_hook=_distinct)
        except (ValueError, RecursionError):
            raise InputError("The body has to be JSON in UTF-8, with no key twice.") from None
        if not isinstance(plain, dict):
            raise InputError("The body has to be a JSON object.")
        return cls(text, plain)

    def passages(self, rules: Rules) -> list[Passage]:
        """Return all texts of the body, according to rules.

        Raises:
            UnsupportedRequestError: a part cannot be read, or the name of a field may be personal data.
        """
        return list(self._passages(rules))

    def with_texts(self, passages: Sequence[Passage], texts: Iterable[str]) -> str:
        """Return the body with other texts in its passages."""
        written: list[str] = []
        position = 0
        for passage, text in zip(passages, texts, strict=True):
            before = passage.text.text if isinstance(passage.text, JsonText) else passage.text
            if text != before:
                written += (self.text[position : passage.start], passage.written(text))
                position = passage.end
        return "".join((*written, self.text[position:]))

    def _passages(self, rules: Rules) -> Iterator[Passage]:
        inside_to = 0
        try:
            for place in scan_json(self.text):
                if place.start < inside_to:
                    continue
                kind = rules.kind(place.path)
                if kind is Kind.OPAQUE:
                    continue
                if kind is Kind.REFUSED:
                    raise UnsupportedRequestError(
                        f"The request holds what cannot be read here ({_where(place)}). Nothing was sent."
                    )
                if place.kind == "key":
                    _check_key(place)
                elif kind is Kind.VALUE:
                    _, inside_to = _DECODER.raw_decode(self.text, place.start)
                    yield Passage(place.start, inside_to, kind, JsonText.parse(self.text[place.start : inside_to]))
                elif place.kind == "string" and not (kind is Kind.NAME and _NAME.fullmatch(place.value)):
                    yield Passage(place.start, place.end, kind, _read(place.value, kind))
        except JsonSyntaxError:
            raise InputError("The body is nested too deep, or no JSON.") from None


def _read(value: str, kind: Kind) -> str | JsonText:
    if kind is not Kind.JSON or not value.lstrip().startswith(("{", "[")):
        return value
    try:
        json.loads(value)
        return JsonText.parse(value)
    except (InputError, ValueError, RecursionError):
        return value


def _check_key(place: JsonPlace) -> None:
    if _KEY.fullmatch(place.value) is None:
        raise UnsupportedRequestError("The request has a field whose name may be personal data. Nothing was sent.")


def _where(place: JsonPlace) -> str:
    """Return the known names of a path: they come from the rules, not from the text."""
    return ".".join("*" if isinstance(step, int) else step for step in place.path if _KEY.fullmatch(str(step)))


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made
