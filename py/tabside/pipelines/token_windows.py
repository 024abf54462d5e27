"""Split one encoded text into what a model takes: windows of tokens that overlap, each owning its share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .base import Encoding

__all__ = ["Frame", "TokenWindow", "frame_of", "split"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the text's own tokens stand in an encoding; the special ones around them are repeated in each window."""

    start: int
    end: int
    length: int

    @property
    def special_tokens(self) -> int:
        return self.length - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class TokenWindow:
    """Tokens `[start, end)` of an encoding go to the model; what it says of `[own_start, own_end)` counts."""

    start: int
    end: int
    own_start: int
    own_end: int


def frame_of(encoding: Encoding) -> Frame:
    """Find the special tokens at both ends of an encoding of one text.

    A special token that the text itself contains (someone wrote `[SEP]`) is in the middle and stays where it is.
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

    Of an overlap each window owns the half that is nearer to its own middle, so that every token is taken from the
    window in which it stands farthest from an edge; the border is moved to the nearest word's start.
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
