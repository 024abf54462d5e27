"""Oniguruma's regexes, which tokenizer files are written in, by way of Python's `re`."""

from .pattern import OnigurumaPattern

__all__ = ["OnigurumaPattern"]
