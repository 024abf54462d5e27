"""Character classes, and the escapes that stand for sets of code points."""

from __future__ import annotations

import re

from ...errors import TokenizerError
from .code_points import Runs, complement, intersection, union
from .properties import category, property_named

__all__ = ["CharacterClass", "escape_set"]

# Inside a class, Oniguruma's \w lacks these characters, which it matches outside of one.
_NO_WORDS: Runs = [(0xB2, 0xB4), (0xB9, 0xBA), (0xBC, 0xBF)]
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "a": 7, "e": 27}
_SETS = {"d": "digit", "w": "word", "s": "space", "h": "xdigit"}
_PROPERTY = re.compile(r"\\([pP])\{(\^?)([^}]*)\}")
_NUMBER = re.compile(r"\\(?:x\{([0-9A-Fa-f]{1,8})\}|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|(0[0-7]{0,2}))")
_POSIX = re.compile(r"\[:(\^?)(\w+):\]")


def escape_set(pattern: str, position: int, *, in_class: bool = False) -> tuple[Runs, int] | None:
    r"""Return the set that an escape stands for and where it ends; None for an escape that is not a set, such as \b."""
    match = _PROPERTY.match(pattern, position)
    if match:
        runs = _named(match[3], in_class)
        return complement(runs) if (match[1] == "P") != bool(match[2]) else runs, match.end()
    match = _NUMBER.match(pattern, position)
    if match:
        octal = match[4]
        number = int(octal, 8) if octal else int(match[1] or match[2] or match[3], 16)
        return [(number, number + 1)], match.end()
    letter = pattern[position + 1 : position + 2]
    if letter.lower() in _SETS and letter:
        runs = _named(_SETS[letter.lower()], in_class)
        return complement(runs) if letter.isupper() else runs, position + 2
    if letter in _CONTROLS:
        return [(_CONTROLS[letter], _CONTROLS[letter] + 1)], position + 2
    if letter and not (letter.isascii() and letter.isalnum()):
        return [(ord(letter), ord(letter) + 1)], position + 2
    return None


class CharacterClass:
    r"""A class such as `[^\r\n\p{L}&&[^a]]`, parsed from its bracket at `pattern[position]`.

    `runs` is the set, `end` the position after its closing bracket. Raises TokenizerError if it is not closed.
    """

    def __init__(self, pattern: str, position: int) -> None:
        self._pattern = pattern
        self._position = position + 1
        self.runs = self._read()
        self.end = self._position

    def _read(self) -> Runs:
        pattern = self._pattern
        negated = pattern.startswith("^", self._position)
        self._position += negated
        parts: list[Runs] = [[]]
        first = True
        while first or not pattern.startswith("]", self._position):
            if self._position >= len(pattern):
                raise TokenizerError("a regex of the tokenizer has a class that is not closed")
            first = False
            if pattern.startswith("&&", self._position):
                self._position += 2
                parts.append([])
            else:
                parts[-1] = union(parts[-1], self._member())
        self._position += 1
        runs = parts[0]
        for part in parts[1:]:
            runs = intersection(runs, part)
        return complement(runs) if negated else runs

    def _member(self) -> Runs:
        """Read a nested class, an escape, a character or a range."""
        pattern, position = self._pattern, self._position
        posix = _POSIX.match(pattern, position)
        if posix:
            self._position = posix.end()
            # In a POSIX bracket, symbols count as punctuation too.
            runs = union(category("P"), category("S")) if posix[2] == "punct" else _named(posix[2], True)
            return complement(runs) if posix[1] else runs
        if pattern[position] == "[":
            nested = CharacterClass(pattern, position)
            self._position = nested.end
            return nested.runs
        low = self._element()
        if not _is_single(low) or not self._begins_range():
            return low
        self._position += 1
        high = self._element()
        if not _is_single(high) or high[0][0] < low[0][0]:
            raise TokenizerError("a regex of the tokenizer has a range that is not one")
        return [(low[0][0], high[0][1])]

    def _begins_range(self) -> bool:
        following = self._pattern[self._position : self._position + 2]
        return len(following) == 2 and following[0] == "-" and following[1] not in "]["

    def _element(self) -> Runs:
        character = self._pattern[self._position]
        if character != "\\":
            self._position += 1
            return [(ord(character), ord(character) + 1)]
        if self._pattern.startswith("\\b", self._position):
            self._position += 2
            return [(8, 9)]
        found = escape_set(self._pattern, self._position, in_class=True)
        if found is None:
            raise TokenizerError("a regex of the tokenizer has an escape in a class that is not known here")
        runs, self._position = found
        return runs


def _named(name: str, in_class: bool) -> Runs:
    runs = property_named(name)
    return intersection(runs, complement(_NO_WORDS)) if in_class and name.casefold() == "word" else runs


def _is_single(runs: Runs) -> bool:
    return len(runs) == 1 and runs[0][1] == runs[0][0] + 1
