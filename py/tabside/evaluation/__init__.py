"""Measure detection, leaks and over-masking on texts with known answers."""

from __future__ import annotations

from .dataset import Example, Span, join, load, sample, split
from .metrics import Score, measure

__all__ = ["Example", "Score", "Span", "join", "load", "measure", "sample", "split"]
