"""Publish hub models for pages: manifests with hashes of pieces and canaries, beside the files themselves."""

from __future__ import annotations

from .canaries import make_canary
from .mirroring import formatted, mirror_for_pages

__all__ = ["formatted", "make_canary", "mirror_for_pages"]
