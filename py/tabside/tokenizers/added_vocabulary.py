"""Added tokens: entries outside the model's vocabulary, matched in the text before any other step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .added_matcher import Matcher
from .limits import check_replacement
from .normalized import NormalizedString
from .pre_tokenized import PreTokenizedString, Split
from .unicode.sets import BLANKS, WHITESPACE, contains

if TYPE_CHECKING:
    from .models.model import Model

__all__ = ["AddedToken", "AddedVocabulary"]

Normalize = Callable[[NormalizedString], None]
_SPACE_AT_START = re.compile(f"[{WHITESPACE}]*")


@dataclass(frozen=True, slots=True)
class AddedToken:
    """A token to match in the text as given (`normalized=False`) or after normalization (`normalized=True`).

    `single_word` refuses a match inside a word. `lstrip` and `rstrip` include the whitespace on that side in the match.
    `special` tokens can be left out when decoding.
    """

    content: str
    single_word: bool = False
    lstrip: bool = False
    rstrip: bool = False
    normalized: bool = True
    special: bool = False


class AddedVocabulary:
    """The added tokens of a tokenizer."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.tokens: dict[int, AddedToken] = {}
        self.special: set[str] = set()
        self.encode_special_tokens = False
        self._normalized_contents: dict[int, str] = {}
        self._matchers: tuple[Matcher | None, Matcher | None] = (None, None)

    @property
    def matches_normalized(self) -> bool:
        """Whether some added token must be matched in the normalized text."""
        return self._matchers[1] is not None

    def add_tokens(self, tokens: Iterable[AddedToken], model: Model, normalize: Normalize | None) -> int:
        """Add the tokens and return how many were new or changed. Known contents keep their id."""
        size = model.get_vocab_size()
        highest = max(self.tokens, default=-1)
        next_id = highest + 1 if self.tokens and (highest >= size or size == 0) else size
        added = 0
        for token in tokens:
            known = self.ids.get(token.content)
            if not token.content or (known is not None and self.tokens.get(known) == token):
                continue
            added += 1
            token_id = known if known is not None else model.token_to_id(token.content)
            if token_id is None:
                token_id = next_id
                next_id += 1
            if token.normalized and normalize is not None:
                normalized = NormalizedString(token.content)
                normalize(normalized)
                if normalized.text != token.content:
                    self._normalized_contents[token_id] = normalized.text
            self.ids[token.content] = token_id
            self.tokens[token_id] = token
            if token.special:
                self.special.add(token.content)
        self._refresh()
        return added

    def _refresh(self) -> None:
        contents: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for token_id, token in self.tokens.items():
            found = self._normalized_contents.get(token_id, token.content) if token.normalized else token.content
            if found:
                contents[token.normalized][found] = token_id
        self._matchers = (Matcher.of(contents[False]), Matcher.of(contents[True]))

    def id_to_token(self, token_id: int) -> str | None:
        """Return the token as a decoder expects it: in its normalized form."""
        token = self.tokens.get(token_id)
        return None if token is None else self._normalized_contents.get(token_id, token.content)

    def extract_and_normalize(self, text: str, normalize: Normalize | None) -> PreTokenizedString:
        """Split the added tokens out of the text and normalize the rest."""
        splits: list[Split] = []
        for piece, token_id in self.extract(text):
            if token_id is not None:
                splits.append((piece, token_id))
                continue
            if normalize is not None:
                normalize(piece)
            matcher = self._matchers[True]
            if matcher is None:
                if piece.text:
                    # The offset is passed on: `Metaspace` must not treat the remainder of a text as its start.
                    splits.append((piece.slice(0, len(piece.text)), None))
            else:
                splits += self._cut(piece, matcher)
        return PreTokenizedString(splits)

    def extract(self, text: str) -> list[Split]:
        """Split out the added tokens that are matched in the text as given."""
        matcher = self._matchers[False]
        piece = NormalizedString(text)
        if matcher is None:
            return [(piece, None)] if text else []
        return self._cut(piece, matcher)

    def _cut(self, piece: NormalizedString, matcher: Matcher) -> list[Split]:
        splits: list[Split] = []
        text, position = piece.text, 0
        blanks = (0, -1)
        taken = 0
        for start, end, token_id in matcher.find(text):
            token = self.tokens[token_id]
            if self.encode_special_tokens and token.content in self.special:
                continue
            if token.single_word and not _is_single_word(text, start, end):
                continue
            if token.lstrip:
                # The token before may already include this whitespace.
                start = max(position + len(text[position:start].rstrip(BLANKS)), position)
            if token.rstrip:
                if not blanks[0] <= end <= blanks[1]:
                    blanks = end, _end_of_space(text, end)
                end = blanks[1]
            # Added tokens of blanks may overlap what the one before took along.
            taken += max(end - start, 0)
            check_replacement(len(text), taken)
            if position < start:
                splits.append((piece.slice(position, start), None))
            if start < end:
                splits.append((piece.slice(start, end), token_id))
            position = end
        if position < len(text):
            splits.append((piece.slice(position, len(text)), None))
        return splits


def _end_of_space(text: str, start: int) -> int:
    found = _SPACE_AT_START.match(text, start)
    return found.end() if found else start


def _is_single_word(text: str, start: int, end: int) -> bool:
    is_word = contains("RUST_WORD")
    return not (start > 0 and is_word(text[start - 1])) and not (end < len(text) and is_word(text[end]))


def special(token: AddedToken | str) -> AddedToken:
    """Return the token as a special one. A plain string becomes a special token that is matched as it is."""
    return AddedToken(token, normalized=False, special=True) if isinstance(token, str) else replace(token, special=True)
