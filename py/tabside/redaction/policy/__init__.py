"""Redaction policies: which entities, thresholds, operators, lists and custom recognizers."""
