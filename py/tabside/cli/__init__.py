"""The command line, one file for each group of commands; `app` puts them together."""

from __future__ import annotations

from .app import main

__all__ = ["main"]
