"""Split an encoded text into overlapping windows of tokens, each of which owns its part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .base import Encoding

__all__ = ["Frame", "TokenWindow", "frame_of", "split"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Position of the text's own tokens in an encoding. The special tokens around them are repeated in each window."""

    start: int
    end: int
    length: int

    @property
    def special_tokens(self) -> int:
        return self.length - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class TokenWindow:
    """Tokens `[start, end)` of an encoding are the model's input; its predictions for `[own_start, own_end)` count."""

    start: int
    end: int
    own_start: int
    own_end: int


def frame_of(encoding: Encoding) -> Frame:
    """Find the special tokens at both ends of the encoding of one text.

    A special token inside the text itself (someone wrote `[SEP]`) is in the middle and stays in place.
    """
    mask = encoding.special_tokens_mask
    start, end = 0, len(mask)
    while start < end and mask[start]:
        start += 1
    while end > start and mask[end - 1]:
        end -= 1
    return Frame(start, end, len(mask))


def split(frame: Frame, word_ids: Sequence[int | None], max_length: int, stride: int) -> Iterator[TokenWindow]:
    """Yield windows of at most `max_length` tokens, special ones included, that overlap by `stride` tokens.

    Each window owns the half of an overlap that is nearer to its own middle, so that every token is taken from the
    window in which it is farthest from an edge. The border is moved to the start of the nearest word.
    """
    room = max_length - frame.special_tokens
    start = own_start = frame.start
    while frame.end - start > room:
        end = start + room
        following = end - stride
        own_end = _word_start(word_ids, following, end) if stride else end
        yield TokenWindow(start, end, own_start, own_end)
        start, own_start = following, own_end
    yield TokenWindow(start, frame.end, own_start, frame.end)


def _word_start(word_ids: Sequence[int | None], start: int, end: int) -> int:
    middle = (start + end) // 2
    for distance in range((end - start) // 2):
        for index in (middle - distance, middle + distance):
            if index > 0 and word_ids[index] != word_ids[index - 1]:
                return index
    return middle
