"""Drop replacement texts (`/ActualText`, ISO 32000-1, 14.9.4) from Form XObjects, where the engine misplaces them.

The engine divides the box of such a span among the letters of its replacement, and forgets where the form stands on the
page: what was found in it could not be removed, or something else would be. Without it the drawn letters are read.
"""

from __future__ import annotations

from typing import Any

from .annotations import entry
from .content_streams import ACTUAL_TEXT
from .graph import objects_of

__all__ = ["drop_actual_text_in_forms"]


def drop_actual_text_in_forms(writer: Any) -> int:
    """Drop the replacement texts in forms and appearances, in their content and their properties. Return how many."""
    from pypdf.generic import StreamObject

    dropped = 0
    for form in list(objects_of(writer)):
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            continue
        content, count = ACTUAL_TEXT.subn(b"", bytes(form.get_data()))
        if count:
            form.set_data(content)
        properties = entry(entry(form, "/Resources"), "/Properties")
        for name in properties if isinstance(properties, dict) else ():
            named = entry(properties, name)
            if isinstance(named, dict) and "/ActualText" in named:
                del named["/ActualText"]
                count += 1
        dropped += count
    return dropped
