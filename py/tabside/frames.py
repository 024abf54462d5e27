"""`tabside.frames`: redact columns of data frames. See `integrations/data_frames.py`."""

from .integrations.data_frames import FrameRedaction, redact, redact_async, restore

__all__ = ["FrameRedaction", "redact", "redact_async", "restore"]
