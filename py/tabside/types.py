"""Plain frozen data that crosses module borders, with no behavior beyond reading itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .reasons import Reason, sentence

__all__ = ["Device", "Finding", "Notice", "Progress", "ProgressCallback", "Reason", "TokenPrediction"]

Device = Literal["auto", "wasm", "webgpu", "cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One detected piece of personal data. Offsets count code points of the text as given, end exclusive.

    `score` is in [0, 1]. `source` is the detector: `model` or a recognizer's name.
    `replacement` is the text that replaces it, or None before operators ran. `reasons` lists why it was
    found, and `explanation` states the same in a sentence. Neither counts when findings are compared.
    """

    entity: str
    start: int
    end: int
    score: float
    source: str
    replacement: str | None = None
    reasons: Sequence[Reason] = field(default=(), compare=False, repr=False)

    @property
    def explanation(self) -> str:
        """Explain in a sentence why this was found.

        >>> Finding("CITY", 0, 4, 0.9, "model", reasons=(Reason("model", "CITY", 0.9),)).explanation
        'The model reads it as CITY (0.90).'
        """
        return sentence(self.reasons)


@dataclass(frozen=True, slots=True)
class Notice:
    """Information about a result that is still valid.

    `code` is stable. `message` contains no user text.
    """

    code: str
    message: str


class TokenPrediction(NamedTuple):
    """The model's prediction for one token of the original text. Special tokens are excluded.

    `scores` is the softmax over the model's labels, one float per label, in the order of the model's `id2label`.
    `window` numbers the windows of the text from 0. `starts_word` is False for a continuation such as `##ing`.
    """

    start: int
    end: int
    window: int
    starts_word: bool
    scores: Sequence[float]


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a load. The fields of Transformers.js' progress callback, plus totals over all files.

    `status` is `initiate | download | progress | done | ready`. `loaded` and `total` are bytes of one file,
    `loaded_all` and `total_all` of all files of the load. `progress` is in percent. `cached` is True for a file that
    was already stored.
    """

    status: str
    name: str
    file: str | None = None
    progress: float | None = None
    loaded: int | None = None
    total: int | None = None
    loaded_all: int | None = None
    total_all: int | None = None
    cached: bool = False


ProgressCallback = Callable[[Progress], None]
