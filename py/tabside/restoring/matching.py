"""Match one written form of a placeholder at one position of a text.

Every result holds for every continuation of the text. If more characters could change it, the result is PARTIAL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from .forms import BODY, BRACKETS, EXACT, JOINED, NUMBERED, Bracket
from .known import Known

__all__ = ["PARTIAL", "Match", "match_at"]


class _Partial(Enum):
    PARTIAL = 0


PARTIAL: Literal[_Partial.PARTIAL] = _Partial.PARTIAL
"""More text is needed to tell."""

_EXACT_BEGUN = re.compile(r"\[(?:[A-Z][A-Z0-9_]{0,63}(?:_[0-9]{1,9}[a-z]{0,6})?)?")
# Longer than any bracket: copying the rest of a text for each would take quadratic time.
_MARK = 12
_DIGITS = re.compile(r"[0-9]{1,9}")
# Not allowed before a form without brackets: an attribute, a variable, an option.
_NOT_BEFORE = frozenset("\\$@#.-_%")
# Not allowed after it: a call, an assignment, an index.
_NOT_BEHIND = frozenset("(=_[{")
# Not allowed after it if an opening bracket precedes it: only a list continues like this.
_GOES_ON = frozenset(",;|/")


@dataclass(frozen=True, slots=True)
class Match:
    """A match up to `end`: a placeholder and the text to write for it; None if it is not a known one."""

    end: int
    placeholder: str
    written: str | None = field(repr=False)


Answer = Match | Literal[_Partial.PARTIAL] | None


def match_at(text: str, at: int, known: Known, *, final: bool, strict: bool) -> Answer:
    """Match at one position of a plain text.

    `final`: the text ends here. `strict`: only exact placeholders and surrogates count.
    """
    if known.by_head:
        answer = _surrogate(text, at, known, final)
        if answer is not None:
            return answer
    exact = _exact(text, at, known, final) if text[at] == "[" else None
    if strict or exact is PARTIAL or (exact is not None and exact.written is not None):
        return exact
    is_letter = text[at].isalpha()
    loose = _joined_or_spaced(text, at, known, final) if is_letter else _bracketed(text, at, known, final)
    return exact if loose is None else loose


def _surrogate(text: str, at: int, known: Known, final: bool) -> Answer:
    """Match an invented value as whole words, the longest first."""
    if at and _is_word(text[at - 1]):
        return None
    tail = text[at : at + 2]
    if len(tail) < 2 and not final and any(head.startswith(tail) for head in known.by_head):
        return PARTIAL
    for surrogate in known.by_head.get(tail, ()):
        end = at + len(surrogate)
        if not final and end >= len(text) and surrogate.startswith(text[at : end + 1]):
            return PARTIAL
        if text.startswith(surrogate, at) and not (end < len(text) and _is_word(text[end])):
            return Match(end, surrogate, known.surrogates[surrogate])
    return None


def _exact(text: str, at: int, known: Known, final: bool) -> Answer:
    match = EXACT.match(text, at)
    if match is not None:
        return Match(match.end(), match[0], known.originals.get(match[0]))
    begun = _EXACT_BEGUN.match(text, at)
    return PARTIAL if begun is not None and begun.end() == len(text) and not final else None


def _bracketed(text: str, at: int, known: Known, final: bool) -> Answer:
    """Match words and a number in any brackets."""
    for bracket in BRACKETS:
        if text.startswith(bracket.opening, at):
            return _in_brackets(text, at, bracket, known, final)
    is_cut = not final and any(bracket.opening.startswith(text[at : at + _MARK]) for bracket in BRACKETS)
    return PARTIAL if is_cut else None


def _in_brackets(text: str, at: int, bracket: Bracket, known: Known, final: bool) -> Answer:
    begin = at + len(bracket.opening)
    body = BODY.match(text, begin, begin + known.longest)
    end = body.end() if body is not None else begin
    # The body includes the backslash of the closing bracket.
    if end > begin and text[end - 1] == "\\":
        end -= 1
    if not final and len(text) - end <= 1 and text[end:] in ("", "\\"):
        return PARTIAL if known.can_begin(text[begin:end]) else _longer_opening(text, at)
    closing = next((mark for mark in bracket.closings if text.startswith(mark, end)), None)
    if closing is None:
        is_cut = not final and any(mark.startswith(text[end : end + _MARK]) for mark in bracket.closings)
        return PARTIAL if is_cut and known.can_begin(text[begin:end]) else None
    before = text[at - 1] if at else ""
    # `row[email_1]`, `${email_1}` and `$[…]` are code.
    if before == "$" or (bracket.opening == "[" and _is_word(before)):
        return None
    return _numbered(text[begin:end], end + len(closing), bracket, known)


def _longer_opening(text: str, at: int) -> Answer:
    """Return PARTIAL if the text ends within a longer opening bracket."""
    rest = text[at : at + _MARK]
    return PARTIAL if any(b.opening != rest and b.opening.startswith(rest) for b in BRACKETS) else None


def _numbered(body: str, end: int, bracket: Bracket, known: Known) -> Match | None:
    match = NUMBERED.fullmatch(body)
    if match is None or (match["head"][-1].isalnum() and not known.can_join_number()):
        return None
    entity = known.entity(match["head"])
    if entity is None:
        return None
    placeholder, kept = _spelling(entity, match["number"], match["letters"], known)
    value = known.originals.get(placeholder)
    if value is None or (entity, match["number"]) in known.literal:
        return Match(end, placeholder, None)
    written = value if bracket.write is None else bracket.write(value)
    return Match(end, placeholder, written + kept + (match["ending"] or ""))


def _spelling(entity: str, number: str, letters: str, known: Known) -> tuple[str, str]:
    """Return the placeholder, and a plural `s` that follows it instead of belonging to it."""
    placeholder = f"[{entity}_{number}{letters.lower()}]"
    if letters.lower().endswith("s") and placeholder not in known.originals:
        return f"[{entity}_{number}{letters[:-1].lower()}]", letters[-1]
    return placeholder, ""


def _joined_or_spaced(text: str, at: int, known: Known, final: bool) -> Answer:
    before = text[at - 1] if at else ""
    if before and (before in _NOT_BEFORE or _is_word(before)):
        return None
    answer = _spaced(text, at, known, final)
    return _joined(text, at, known, final) if answer is None else answer


def _joined(text: str, at: int, known: Known, final: bool) -> Answer:
    """Match `GIVEN_NAME_1` and `given\\_name\\_1` without brackets."""
    run = JOINED.match(text, at, at + known.longest)
    if run is None:
        return None
    end = run.end()
    if not final and text[end : end + 3] in ("", "\\", "_", "\\_"):
        return PARTIAL if known.can_begin(run[0]) else None
    match = NUMBERED.fullmatch(run[0])
    if match is None or not match["head"].endswith("_") or text.startswith("\\_", end):
        return None
    entity = known.entity(match["head"])
    return None if entity is None else _bare(text, at, end, entity, (match["number"], match["letters"]), known)


def _spaced(text: str, at: int, known: Known, final: bool) -> Answer:
    """Match `GIVEN NAME 1` and `Given Name 1`: entities of two words or more, a form that no plain sentence has."""
    for words, entity in known.spaced.items():
        if text.startswith(words, at):
            begin = at + len(words)
            digits = _DIGITS.match(text, begin)
            end = begin if digits is None else digits.end()
            letters = ""
            if digits is not None and text[end : end + 1] == "s":
                letters, end = "s", end + 1
            if end >= len(text) and not final:
                return PARTIAL
            if digits is not None:
                return _bare(text, at, end, entity, (digits[0], letters), known)
        if not final and words.startswith(text[at : at + len(words) + 1]):
            return PARTIAL
    return None


def _bare(text: str, at: int, end: int, entity: str, number: tuple[str, str], known: Known) -> Match | None:
    """Look up a form without brackets that ends at `end`, unless it is part of a longer word or may be cut off."""
    behind = text[end : end + 1]
    if behind and (behind in _NOT_BEHIND or _is_word(behind)):
        return None
    placeholder, kept = _spelling(entity, *number, known)
    end -= len(kept)
    value = known.originals.get(placeholder)
    is_begun = at > 0 and text[at - 1] in "[{<"
    if is_begun and behind and behind not in _GOES_ON:
        return None
    is_cut = not behind and (is_begun or known.is_cut_short(entity, number[0]))
    if value is None or is_cut or (entity, number[0]) in known.literal:
        return Match(end, placeholder, None)
    return Match(end, placeholder, value)


def _is_word(ch: str) -> bool:
    return ch.isalnum() or ch == "_"
