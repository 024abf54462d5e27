"""Cache of model outputs for inputs seen before: quoted mail, repeated forms, edited texts.

Used only for weights that run one input at a time, whose output depends on the input alone. A cached output is then
identical, to the last bit, to a computed one.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Output", "OutputMemory"]


@dataclass(frozen=True, slots=True)
class Output:
    """The model's output for one input: see `base.Forward`. Its arrays are shared and must not be modified."""

    shape: tuple[int, ...]
    data: array[float]
    more: Mapping[str, array[float]]

    @property
    def size(self) -> int:
        """The size in four-byte numbers."""
        return sum(len(numbers) * numbers.itemsize for numbers in (self.data, *self.more.values())) // 4


class OutputMemory:
    """Least-recently-used cache of at most `most_numbers` four-byte numbers; zero disables it.

    >>> memory = OutputMemory(most_numbers=2)
    >>> for token in (1, 2, 3):
    ...     memory.put([token], [0], Output((1,), array("f", [token]), {}))
    >>> [memory.get([token], [0]) is not None for token in (1, 2, 3)]
    [False, True, True]
    """

    def __init__(self, most_numbers: int) -> None:
        self.most_numbers = most_numbers
        self._outputs: OrderedDict[bytes, Output] = OrderedDict()
        self._numbers = 0

    def get(self, ids: Sequence[int], type_ids: Sequence[int]) -> Output | None:
        """Return the cached output for these tokens, or None."""
        key = _key(ids, type_ids)
        known = self._outputs.get(key)
        if known is not None:
            self._outputs.move_to_end(key)
        return known

    def put(self, ids: Sequence[int], type_ids: Sequence[int], output: Output) -> None:
        """Store an output and evict the least recently used ones."""
        key = _key(ids, type_ids)
        if output.size > self.most_numbers or key in self._outputs:
            return
        self._outputs[key] = output
        self._numbers += output.size
        while self._numbers > self.most_numbers:
            self._numbers -= self._outputs.popitem(last=False)[1].size

    def clear(self) -> None:
        self._outputs.clear()
        self._numbers = 0


def _key(ids: Sequence[int], type_ids: Sequence[int]) -> bytes:
    return array("i", [*ids, *type_ids]).tobytes()
