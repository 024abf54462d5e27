"""Restore the originals in text written by a language model, as a whole or in a stream.

Pure: no I/O and no model. A placeholder is restored as it was given out (`[GIVEN_NAME_1]`) or as models rewrite it
(`given_name_1`, `\\[GIVEN\\_NAME\\_1\\]`, `{Given Name 1}`), and only where one value alone can be meant.
"""

from .auto_stream import AutoRestoreStream
from .json_stream import JsonRestoreStream
from .known import Known
from .restoration import Restoration, restore_answer, restore_json, restore_text
from .stream import RestoreStream

__all__ = [
    "AutoRestoreStream",
    "JsonRestoreStream",
    "Known",
    "Restoration",
    "RestoreStream",
    "restore_answer",
    "restore_json",
    "restore_text",
]
