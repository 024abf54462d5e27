"""Find many strings in a text at once: the leftmost match, and at one position the longest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..errors import TokenizerError

__all__ = ["Matcher"]

_DEEPEST = 40
_MOST_BRANCHES = 16
_MOST_STEPS = 4_000
"""At one place of a text. 31 added tokens of 1 to 31 spaces take 100."""


class Matcher:
    """Finds the leftmost-longest matches of many strings.

    Raises:
        TokenizerError: looking for them could take too long.
    """

    def __init__(self, ids: dict[str, int]) -> None:
        self._ids = ids
        pattern, steps = _alternatives(sorted(ids))
        if steps > _MOST_STEPS:
            raise TokenizerError("tokenizer.json: the added tokens are too long, or begin with too much in common")
        self._pattern = re.compile(pattern)

    @staticmethod
    def of(ids: dict[str, int]) -> Matcher | None:
        """Return a matcher, or None where there is nothing to find."""
        return Matcher(ids) if ids else None

    def find(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Yield (start, end, id) of each match, without overlap."""
        for match in self._pattern.finditer(text):
            yield match.start(), match.end(), self._ids[match.group()]


def _alternatives(contents: Sequence[str], depth: int = 0) -> tuple[str, int]:
    """Return a regex that matches the longest of the sorted contents, as a trie, and the most steps at one place.

    >>> _alternatives(["a", "abc", "abd", "x"])[0]
    '(?:a(?:b(?:c|d))?|x)'
    """
    if len(contents) == 1:
        return re.escape(contents[0]), len(contents[0])
    branches: list[tuple[str, str]] = []
    index = steps = 0
    ends_here = contents[0] == ""
    if ends_here:
        index = 1
    while index < len(contents):
        first = index
        while index < len(contents) and contents[index][0] == contents[first][0]:
            index += 1
        group = contents[first:index]
        prefix = _common_prefix(group[0], group[-1])
        tails = [content[len(prefix) :] for content in group]
        # Python's regex parser recurses. Beyond this depth use plain alternatives, longest first, which match the same.
        if depth > _DEEPEST:
            branches.append((prefix[0], "|".join(map(re.escape, sorted(group, key=len, reverse=True)))))
            steps = max(steps, sum(map(len, group)))
            continue
        rest, deeper = _alternatives(tails, depth + 1) if len(tails) > 1 else ("", 0)
        branches.append((prefix[0], re.escape(prefix) + rest))
        steps = max(steps, len(prefix) + deeper)
    return f"(?:{_by_first(branches)}){'?' if ends_here else ''}", steps + min(len(branches), _MOST_BRANCHES)


def _by_first(branches: Sequence[tuple[str, str]]) -> str:
    """Return alternatives by their first characters. `re` tries them one by one, so many are halved by a look ahead."""
    if len(branches) <= _MOST_BRANCHES:
        return "|".join(branch for _, branch in branches)
    middle = len(branches) // 2
    return "|".join(
        f"(?=[{re.escape(half[0][0])}-{re.escape(half[-1][0])}])(?:{_by_first(half)})"
        for half in (branches[:middle], branches[middle:])
    )


def _common_prefix(first: str, last: str) -> str:
    length = 0
    while length < min(len(first), len(last)) and first[length] == last[length]:
        length += 1
    return first[:length]
