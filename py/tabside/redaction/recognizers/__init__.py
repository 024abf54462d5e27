"""What finds personal data: patterns as data, recognizers with a head of their own, and the model's decoder."""

from __future__ import annotations

from .pattern import PatternRecognizer
from .recognizer import Recognizer
from .registry import Registry

__all__ = ["PatternRecognizer", "Recognizer", "Registry"]
