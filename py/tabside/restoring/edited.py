"""Restore a text that may have been edited: exact placeholders first, then the forms that editing gives them.

An unedited text is restored exactly. If the author's own text contained such a form, it is listed in `literal` and
stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .forms import EXACT, plain
from .known import Known
from .restoration import Restoration, restore_text

__all__ = ["restore_edited", "spelled_loosely"]

_BETWEEN = r"[\\_\- \u200b\u200c\u200d\u2060\ufeff\u00ad]*"


def restore_edited(
    text: str,
    originals: Mapping[str, str],
    *,
    literal: Iterable[str] = (),
    exact: re.Pattern[str] = EXACT,
    surrogates: Mapping[str, str] | None = None,
    strict: bool = False,
) -> Restoration:
    """Put originals back into a text.

    - `literal`: placeholders of which only the exact form counts.
    - `exact`: matches placeholders and surrogates as they were given out.
    - `strict`: only exact forms count; `unknown` then names the others of exact form alone.

    >>> restore_edited(r"[CITY_1], \\[CITY\\_1\\], [CITY_2]", {"[CITY_1]": "Oslo"})
    Restoration(unknown=('[CITY_2]',))
    """
    values = {**originals, **(surrogates or {})}
    prefilter = _may_be_edited(originals)
    known = Known(originals, literal=_pairs(literal))
    pieces: list[str] = []
    restored: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for piece, match in _apart(text, exact, values):
        if not strict and prefilter.search(plain(piece)) is not None:
            loose = restore_text(piece, known)
            pieces.append(loose.text)
            restored.update(dict.fromkeys(loose.restored))
            unknown.update(dict.fromkeys(loose.unknown))
        else:
            pieces.append(piece)
            unknown.update((other[0], None) for other in EXACT.finditer(piece))
        if match is not None:
            pieces.append(values[match])
            restored.setdefault(match)
    return Restoration("".join(pieces), tuple(restored), tuple(unknown))


def spelled_loosely(redacted: str, originals: Mapping[str, str]) -> frozenset[str]:
    """Return the placeholders of which a redacted text, unedited as it is, seems to have edited forms.

    These are words of its author's, so restoring must leave them alone.

    >>> sorted(spelled_loosely("city_1 is [CITY_1]", {"[CITY_1]": "Oslo", "[CITY_2]": "Bergen"}))
    ['[CITY_1]']
    """
    prefilter = _may_be_edited(originals)
    if prefilter.search(plain(redacted)) is None:
        return frozenset()
    known = Known(originals)
    pieces = (piece for piece, _ in _apart(redacted, EXACT, originals))
    return frozenset(
        placeholder
        for piece in pieces
        if prefilter.search(plain(piece)) is not None
        for placeholder in restore_text(piece, known).restored
    )


def _apart(text: str, exact: re.Pattern[str], values: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Yield the text before each known placeholder, with the placeholder; last the remaining text, with None."""
    position = 0
    for match in exact.finditer(text):
        if match[0] in values:
            yield text[position : match.start()], match[0]
            position = match.end()
    yield text[position:], None


def _pairs(placeholders: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return placeholders as `(entity, number)`."""
    matches = (EXACT.fullmatch(placeholder) for placeholder in placeholders)
    return frozenset((match[1], match[2]) for match in matches if match is not None)


def _may_be_edited(originals: Iterable[str]) -> re.Pattern[str]:
    """Prefilter: the last character of an entity's name and a figure, which every edited form has."""
    ends = {placeholder.rpartition("_")[0][-1:] for placeholder in originals}
    letters = "".join(sorted(end + end.lower() for end in ends if end.isalnum()))
    return re.compile(rf"[{letters}]{_BETWEEN}[0-9]" if letters else r"(?!)")
