"""The result of encoding: parallel lists with one entry per token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ..errors import TokenizerError
from .limits import check_pairs, check_windows

__all__ = ["Direction", "Encoding"]

Direction = Literal["left", "right"]
Offsets = tuple[int, int]


class Encoding:
    """The tokens of one or two sequences. All lists are of the same length; offsets count code points, end exclusive.

    Follows `tokenizers.Encoding`. The lists belong to the encoding: changing a list changes the encoding.
    """

    __slots__ = (
        "_sequence_ranges",
        "attention_mask",
        "ids",
        "offsets",
        "overflowing",
        "special_tokens_mask",
        "tokens",
        "type_ids",
        "word_ids",
    )

    def __init__(
        self,
        ids: list[int] | None = None,
        tokens: list[str] | None = None,
        offsets: list[Offsets] | None = None,
        word_ids: list[int | None] | None = None,
        type_id: int = 0,
        *,
        special: bool = False,
    ) -> None:
        self.ids: list[int] = ids if ids is not None else []
        length = len(self.ids)
        self.tokens: list[str] = tokens if tokens is not None else []
        self.offsets: list[Offsets] = offsets if offsets is not None else [(0, 0)] * length
        self.word_ids: list[int | None] = word_ids if word_ids is not None else [None] * length
        self.type_ids: list[int] = [type_id] * length
        self.special_tokens_mask: list[int] = [int(special)] * length
        self.attention_mask: list[int] = [1] * length
        self.overflowing: list[Encoding] = []
        self._sequence_ranges: dict[int, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return (
            f"Encoding(num_tokens={len(self)}, attributes=[ids, type_ids, tokens, offsets, "
            "attention_mask, special_tokens_mask, overflowing])"
        )

    @property
    def words(self) -> list[int | None]:
        """The older name for `word_ids`."""
        return self.word_ids

    @property
    def n_sequences(self) -> int:
        """Number of sequences in this encoding."""
        return len(self._sequence_ranges) or 1

    @property
    def sequence_ids(self) -> list[int | None]:
        """The sequence of each token; None for tokens added by the post-processor or the padding."""
        sequence_ids: list[int | None] = [None] * len(self)
        for sequence_id in range(self.n_sequences):
            first, last = self._range(sequence_id)
            sequence_ids[first:last] = [sequence_id] * (last - first)
        return sequence_ids

    def set_sequence_id(self, sequence_id: int) -> None:
        """Assign all tokens of this encoding to the sequence."""
        self._sequence_ranges[sequence_id] = (0, len(self))

    def _range(self, sequence_id: int) -> tuple[int, int]:
        return self._sequence_ranges.get(sequence_id, (0, len(self)))

    def token_to_sequence(self, token_index: int) -> int | None:
        """Return the sequence of the token."""
        if token_index > len(self):
            return None
        if not self._sequence_ranges:
            return 0
        for sequence_id, (first, last) in self._sequence_ranges.items():
            if first <= token_index < last:
                return sequence_id
        return None

    def word_to_tokens(self, word_index: int, sequence_index: int = 0) -> tuple[int, int] | None:
        """Return the first and past-the-last token of the word."""
        first, last = self._range(sequence_index)
        found: list[int] = []
        for index in range(first, last):
            word = self.word_ids[index]
            if word is not None and word > word_index:
                break
            if word == word_index:
                found.append(index)
        return (found[0], found[-1] + 1) if found else None

    def word_to_chars(self, word_index: int, sequence_index: int = 0) -> Offsets | None:
        """Return the code points of the original that the word covers."""
        tokens = self.word_to_tokens(word_index, sequence_index)
        return (self.offsets[tokens[0]][0], self.offsets[tokens[1] - 1][1]) if tokens else None

    def token_to_chars(self, token_index: int) -> Offsets | None:
        """Return the code points of the original that the token covers, None for an added token."""
        if token_index >= len(self) or self.token_to_sequence(token_index) is None:
            return None
        return self.offsets[token_index]

    def token_to_word(self, token_index: int) -> int | None:
        """Return the word that the token is part of."""
        if token_index >= len(self) or self.token_to_sequence(token_index) is None:
            return None
        return self.word_ids[token_index]

    def char_to_token(self, char_pos: int, sequence_index: int = 0) -> int | None:
        """Return the first token that covers the code point."""
        first, last = self._range(sequence_index)
        for index in range(first, last):
            start, end = self.offsets[index]
            if start <= char_pos < end:
                return index
        return None

    def char_to_word(self, char_pos: int, sequence_index: int = 0) -> int | None:
        """Return the word that covers the code point."""
        token = self.char_to_token(char_pos, sequence_index)
        return None if token is None else self.token_to_word(token)

    def truncate(self, max_length: int, stride: int = 0, direction: Direction = "right") -> None:
        """Keep `max_length` tokens. The rest goes to `overflowing`, in parts that share `stride` tokens.

        Raises TokenizerError when `stride` is not less than `max_length`.
        """
        length = len(self)
        if max_length >= length:
            return
        if max_length == 0:
            everything = self._part(0, length)
            everything.overflowing = self.overflowing
            everything._sequence_ranges = self._sequence_ranges
            self._become(Encoding())
            self.overflowing = [everything]
            return
        if stride >= max_length:
            raise TokenizerError(f"stride ({stride}) must be less than the length that is left ({max_length})")
        check_windows(-(-length // (max_length - stride)), max_length, length)
        first, *others = [self._part(start, stop) for start, stop in _parts(length, max_length, stride, direction)]
        self._become(first)
        self.overflowing = others

    def _part(self, start: int, stop: int) -> Encoding:
        part = Encoding()
        part.ids = self.ids[start:stop]
        part.type_ids = self.type_ids[start:stop]
        part.tokens = self.tokens[start:stop]
        part.word_ids = self.word_ids[start:stop]
        part.offsets = self.offsets[start:stop]
        part.special_tokens_mask = self.special_tokens_mask[start:stop]
        part.attention_mask = self.attention_mask[start:stop]
        return part

    def _become(self, other: Encoding) -> None:
        for slot in Encoding.__slots__:
            setattr(self, slot, getattr(other, slot))

    def _copy(self) -> Encoding:
        copy = self._part(0, len(self))
        copy.overflowing = [part._copy() for part in self.overflowing]
        copy._sequence_ranges = dict(self._sequence_ranges)
        return copy

    @staticmethod
    def merge(encodings: Iterable[Encoding], growing_offsets: bool = True) -> Encoding:
        """Join encodings into a new one. Overflowing parts are combined, each with each."""
        merged = Encoding()
        for encoding in encodings:
            merged._extend(encoding, growing_offsets)
        return merged

    def _extend(self, other: Encoding, growing_offsets: bool) -> None:
        overflowing: list[Encoding] = []
        check_pairs(len(self.overflowing), 1 + len(other.overflowing))
        for own in self.overflowing:
            for part in (other, *other.overflowing):
                joined = own._copy()
                joined._extend(part, growing_offsets)
                overflowing.append(joined)
        for part in other.overflowing:
            joined = self._copy()
            joined._extend(part, growing_offsets)
            overflowing.append(joined)
        length = len(self)
        for sequence_id, (first, last) in other._sequence_ranges.items():
            self._sequence_ranges[sequence_id] = (length + first, length + last)
        shift = self.offsets[-1][1] if growing_offsets and self.offsets else 0
        self.ids += other.ids
        self.type_ids += other.type_ids
        self.tokens += other.tokens
        self.word_ids += other.word_ids
        self.offsets += [(start + shift, end + shift) for start, end in other.offsets] if shift else other.offsets
        self.special_tokens_mask += other.special_tokens_mask
        self.attention_mask += other.attention_mask
        self.overflowing = overflowing

    def pad(
        self,
        length: int,
        direction: Direction = "right",
        pad_id: int = 0,
        pad_type_id: int = 0,
        pad_token: str = "[PAD]",
    ) -> None:
        """Pad to `length` tokens, overflowing parts too. Longer encodings stay as they are."""
        for part in self.overflowing:
            part.pad(length, direction, pad_id, pad_type_id, pad_token)
        missing = length - len(self)
        if missing <= 0:
            return
        padding = Encoding([pad_id] * missing, [pad_token] * missing, type_id=pad_type_id, special=True)
        padding.attention_mask = [0] * missing
        padded, overflowing = Encoding(), self.overflowing
        self.overflowing = []
        for part in (padding, self) if direction == "left" else (self, padding):
            padded._extend(part, growing_offsets=False)
        self._become(padded)
        self.overflowing = overflowing


def _parts(length: int, max_length: int, stride: int, direction: Direction) -> Sequence[tuple[int, int]]:
    """Return (start, stop) of the windows over `length` tokens, up to the first that reaches the other end.

    >>> _parts(7, 3, 1, "right")
    [(0, 3), (2, 5), (4, 7)]
    >>> _parts(6, 3, 1, "left")
    [(3, 6), (1, 4), (0, 2)]
    """
    step = max_length - stride
    parts: list[tuple[int, int]] = []
    for passed in range(0, length, step):
        if direction == "right":
            parts.append((passed, min(passed + max_length, length)))
            if parts[-1][1] == length:
                break
        else:
            stop = length - passed
            parts.append((max(stop - max_length, 0), stop))
            if parts[-1][0] == 0:
                break
    return parts
