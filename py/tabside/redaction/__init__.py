"""Redaction of personal data: what finds it, how claims are settled, what stands in its place, and the way back."""

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
