"""Outputs of inputs that the model has read before: mail quotes mail, forms repeat, an edited text is mostly the same.

Only for weights that run one input at a time, whose output depends on nothing but the input: what is remembered is
then what would be computed, to the last bit.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Output", "OutputMemory"]


@dataclass(frozen=True, slots=True)
class Output:
    """What a model gave for one input: see `base.Forward`. Its arrays are shared: nobody may write to them."""

    shape: tuple[int, ...]
    data: array[float]
    more: Mapping[str, array[float]]

    @property
    def size(self) -> int:
        return len(self.data) + sum(map(len, self.more.values()))


class OutputMemory:
    """Keeps the outputs that were used last, `most_numbers` (of four bytes) in all; zero keeps none.

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
        """Return what the model gave for these tokens, None where that is not known."""
        key = _key(ids, type_ids)
        known = self._outputs.get(key)
        if known is not None:
            self._outputs.move_to_end(key)
        return known

    def put(self, ids: Sequence[int], type_ids: Sequence[int], output: Output) -> None:
        """Remember an output, and forget the ones that were not used for longest."""
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
