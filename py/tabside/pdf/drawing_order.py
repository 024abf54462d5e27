"""Find values again in the order in which a page draws its letters, whatever lies between them on the page.

A narrow form field breaks a name between two letters, and another text over it stands between the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .glyphs import Glyph
from .leaks import folded
from .page_text import PageText

__all__ = ["drawn_values"]

_LONG = 8


def drawn_values(text: PageText, values: Mapping[str, str]) -> Iterator[tuple[list[tuple[int, Glyph]], str]]:
    """Yield the glyphs of each place of a value of eight letters or more, with their lines, and its replacement.

    Places where the page's text reads the value are not among them: whether those go is decided before.
    """
    wanted = {key: replacement for value, replacement in values.items() if len(key := folded(value)) >= _LONG}
    if not wanted:
        return
    letters = [(letter, index) for index, glyph in enumerate(text.glyphs) for letter in folded(glyph.text)]
    whole = "".join(letter for letter, _ in letters)
    places: dict[int, int] = {}
    for place, owner in enumerate(text.owners):
        places.setdefault(owner, place)
    for key, replacement in wanted.items():
        at = whole.find(key)
        while at >= 0:
            owners = dict.fromkeys(index for _, index in letters[at : at + len(key)])
            read = [places[index] for index in owners if index in places]
            if read and folded(text.text[min(read) : max(read) + 1]) != key:
                yield (
                    [(text.lines[places[index]], text.glyphs[index]) for index in owners if index in places],
                    replacement,
                )
            at = whole.find(key, at + len(key))
