"""Recognizers: patterns as data, recognizers with code of their own, and the registry."""

from __future__ import annotations

from .pattern import PatternRecognizer
from .recognizer import Recognizer
from .registry import Registry

__all__ = ["PatternRecognizer", "Recognizer", "Registry"]
