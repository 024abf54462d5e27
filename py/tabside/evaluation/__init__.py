"""How much personal data is found, how much leaks, and how much else is masked, on texts whose answers are known."""

from __future__ import annotations

from .dataset import Example, Span, join, load, sample, split
from .metrics import Score, measure

__all__ = ["Example", "Score", "Span", "join", "load", "measure", "sample", "split"]
