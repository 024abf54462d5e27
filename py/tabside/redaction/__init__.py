"""Redaction of personal data: detection, settling of overlaps, replacement, and restoration."""

from __future__ import annotations

from .operators.anonymizer import Redaction, anonymize
from .operators.operators import Operator, parse_operator
from .operators.placeholders import PlaceholderMap
from .recognizers import PatternRecognizer, Recognizer, Registry
from .redactor import Redactor

__all__ = [
    "Operator",
    "PatternRecognizer",
    "PlaceholderMap",
    "Recognizer",
    "Redaction",
    "Redactor",
    "Registry",
    "anonymize",
    "parse_operator",
]
