"""sentence-transformers' classes over tabside's pipelines."""

from __future__ import annotations

from .cross_encoder import CrossEncoder
from .embedder import SentenceTransformer

__all__ = ["CrossEncoder", "SentenceTransformer"]
