"""Pipelines named and shaped as in Hugging Face transformers. `pipeline(task)` creates one."""

from __future__ import annotations

from .registry import pipeline

__all__ = ["pipeline"]
