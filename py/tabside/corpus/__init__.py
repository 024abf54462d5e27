"""Corpus search: passages embedded once, stored as plain numbers, searched exactly."""

from __future__ import annotations

from .corpus import Corpus, CorpusMeta

__all__ = ["Corpus", "CorpusMeta"]
