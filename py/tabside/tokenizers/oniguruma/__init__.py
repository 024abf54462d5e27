"""Oniguruma regexes, the dialect of tokenizer files, translated to Python's `re`."""

from .pattern import OnigurumaPattern

__all__ = ["OnigurumaPattern"]
