"""The command line: one file per group of commands; `app` combines them."""

from __future__ import annotations

from .app import main

__all__ = ["main"]
