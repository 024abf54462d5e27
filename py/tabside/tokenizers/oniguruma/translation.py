"""Translate Oniguruma's syntax (the Ruby dialect) to Python's `re`.

Translated are: `.` and anchors under (?m); `^` and `$`, which always match at lines; Unicode properties; POSIX
brackets;
set operations within classes; `{n,m}+`, which is not a possessive quantifier; and a few escapes. Everything else means
the same in both and passes through. See Oniguruma's doc/RE.
"""

from __future__ import annotations

import re

from ...errors import TokenizerError
from .classes import CharacterClass, escape_set
from .code_points import to_class

__all__ = ["translate"]

_SIMPLE = {
    "A": r"\A",
    "z": r"\Z",
    "Z": r"(?=\n?\Z)",
    "R": r"(?>\r\n|[\n-\r\x85\u2028\u2029])",
    "N": r"[^\n]",
    "O": r"(?s:.)",
}
_GROUP = re.compile(r"\?(?:[:=!>]|<[=!]|<(\w+)>|#|([imx-]+)([:)]))")
_REPEAT = re.compile(r"\{(?:\d+(?:,\d*)?|,\d+)\}")
_REFERENCE = re.compile(r"\\(?:([1-9]\d*)|k<(\w+)>)")


def translate(pattern: str, *, ascii_only: bool = False) -> str:
    r"""Return the pattern for Python's `re`. With `ascii_only` it is correct for ASCII texts only, and faster.

    Raises TokenizerError if the pattern uses a feature without counterpart.

    >>> translate(r"\p{N}{1,3}", ascii_only=True)
    '[\\x30-\\x39]{1,3}'
    """
    return _Translator(pattern, ascii_only).run()


class _Translator:
    def __init__(self, pattern: str, ascii_only: bool) -> None:
        self.pattern = pattern
        self.position = 0
        self.ascii_only = ascii_only
        self.out: list[str] = []
        self.dot_all = False
        self.extended = False
        self.saved: list[tuple[bool, bool, int]] = []

    def run(self) -> str:
        while self.position < len(self.pattern):
            self.step()
        return "".join(self.out)

    def step(self) -> None:
        """Translate one element."""
        character = self.pattern[self.position]
        if character == "\\":
            self.escape()
        elif character == "[":
            members = CharacterClass(self.pattern, self.position)
            self.position = members.end
            self.one_of(members.runs)
        elif character == "(":
            self.group()
        elif character == "{" and _REPEAT.match(self.pattern, self.position):
            self.repeat()
        else:
            self.position += 1
            self.plain(character)

    def plain(self, character: str) -> None:
        """Translate a single character."""
        if character == ")":
            if self.saved:
                self.dot_all, self.extended, _ = self.saved.pop()
            self.out.append(")")
        elif character == ".":
            self.out.append("(?s:.)" if self.dot_all else r"[^\n]")
        elif character == "^":
            self.out.append(r"(?:^|(?<=\n)(?!\Z))")
        elif character == "$":
            self.out.append(r"(?=\n|\Z)")
        elif self.extended and character.isspace():
            pass
        elif self.extended and character == "#":
            end = self.pattern.find("\n", self.position)
            self.position = len(self.pattern) if end < 0 else end
        elif character in "|*+?":
            self.out.append(character)
        else:
            self.out.append(re.escape(character))

    def one_of(self, runs: list[tuple[int, int]]) -> None:
        self.out.append(to_class(runs, ascii_only=self.ascii_only))

    def escape(self) -> None:
        """Translate an escape."""
        found = escape_set(self.pattern, self.position)
        if found is not None:
            runs, self.position = found
            if len(runs) == 1 and runs[0][1] == runs[0][0] + 1:
                self.out.append(re.escape(chr(runs[0][0])))
            else:
                self.one_of(runs)
            return
        reference = _REFERENCE.match(self.pattern, self.position)
        if reference:
            self.out.append(rf"(?:\{reference[1]})" if reference[1] else f"(?P={reference[2]})")
            self.position = reference.end()
            return
        letter = self.pattern[self.position + 1 : self.position + 2]
        self.position += 2
        if letter in ("b", "B"):
            self.out.append(self.boundary(letter == "b"))
        elif letter in _SIMPLE:
            self.out.append(_SIMPLE[letter])
        else:
            raise TokenizerError(f"a regex of the tokenizer uses \\{letter}, which is not known here")

    def boundary(self, wanted: bool) -> str:
        from .properties import property_named

        word = to_class(property_named("word"), ascii_only=self.ascii_only)
        if wanted:
            return f"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))"
        return f"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))"

    def repeat(self) -> None:
        """Translate {n,m}. {,m} means {0,m}, and a following + repeats once more."""
        match = _REPEAT.match(self.pattern, self.position)
        if match is None:
            raise AssertionError("called without a match")
        self.position = match.end()
        braces = match.group()
        if braces.startswith("{,"):
            braces = "{0" + braces[1:]
        self.out.append(braces)
        if self.pattern[self.position : self.position + 1] == "+":
            atom = _last_atom("".join(self.out[:-1]))
            head = "".join(self.out[:-1])[: -len(atom)]
            self.out = [head, f"(?:{atom}{braces})+"]
            self.position += 1

    def group(self) -> None:
        """Translate an opening parenthesis and its group syntax."""
        match = _GROUP.match(self.pattern, self.position + 1)
        opening = self.pattern[self.position : self.position + 2]
        if opening == "(?" and match is None:
            raise TokenizerError("a regex of the tokenizer has a group of a kind that is not known here")
        if match is None:
            self.open("(")
            self.position += 1
            return
        self.position = match.end()
        if match.group() == "?#":
            self.position = self.pattern.index(")", self.position) + 1
        elif match[1]:
            self.open(f"(?P<{match[1]}>")
        elif match[2]:
            self.flags(match[2], match[3])
        else:
            self.open("(" + match.group())

    def open(self, text: str) -> None:
        self.saved.append((self.dot_all, self.extended, len(self.out)))
        self.out.append(text)

    def flags(self, letters: str, closing: str) -> None:
        """Translate (?imx-imx:...) and (?imx-imx), which applies up to the end of its group."""
        on, _, off = letters.partition("-")
        ignores = "i" in on
        if closing == ":":
            self.open("(?i:" if ignores else "(?-i:" if "i" in off else "(?:")
        elif ignores or "i" in off:
            # Python has flags for the whole pattern or for a group only: make the rest of this group a group of its
            # own.
            rest = self.rest_of_group()
            inner = _Translator(rest, self.ascii_only)
            inner.dot_all, inner.extended = self.dot_all, self.extended
            self.out.append(f"(?{'i' if ignores else '-i'}:{inner.run()})")
        self.dot_all = (self.dot_all or "m" in on) and "m" not in off
        self.extended = (self.extended or "x" in on) and "x" not in off

    def rest_of_group(self) -> str:
        depth, index = 0, self.position
        while index < len(self.pattern):
            character = self.pattern[index]
            if character == "\\":
                index += 1
            elif character == "[":
                index = CharacterClass(self.pattern, index).end - 1
            elif character == "(":
                depth += 1
            elif character == ")":
                if depth == 0:
                    break
                depth -= 1
            index += 1
        rest = self.pattern[self.position : index]
        self.position = index
        return rest


def _last_atom(text: str) -> str:
    """Return the last element of a translated pattern: a group, a class, an escape or a character."""
    if text.endswith(")"):
        depth = 0
        for index in range(len(text) - 1, -1, -1):
            escaped = (len(text[:index]) - len(text[:index].rstrip("\\"))) % 2 == 1
            if not escaped and text[index] in "()":
                depth += 1 if text[index] == ")" else -1
                if depth == 0:
                    return text[index:]
    if text.endswith("]"):
        return text[text.rindex("[") :]
    return text[-2:] if text[-2:-1] == "\\" else text[-1:]
