"""The configuration of the sides."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tabside.hub import load_manifest

REDACTION_MODEL = "nationaldesignstudio/rampart"


@dataclass(frozen=True)
class Setting:
    """The sides, their servers, and the options that each is loaded with."""

    addresses: Mapping[str, str]
    sides: Sequence[str]
    redaction_model: str = REDACTION_MODEL
    threads: int = min(os.cpu_count() or 1, 4)

    def options(self, side: str, task: str, model: str) -> dict[str, Any]:
        """Return a page's load options. tabside runs with its defaults."""
        if side == "tabside":
            return {"task": task, "model": model}
        if model != REDACTION_MODEL:
            chosen = {"task": task, "model": model, "dtype": load_manifest(model).model_file(None, "wasm").dtype}
            return chosen if side == "peer" else {**chosen, "threads": self.threads}
        if side == "peer":
            return {"task": task, "model": model, "dtype": "q4"}
        # The best dtype it can run: our int8 file under the name that it expects.
        return {"task": task, "model": model, "dtype": "q8", "threads": self.threads}


def page_of(side: str) -> str:
    """Return the page and the site of a side. The peer has one for both."""
    return "tabside" if side == "tabside" else "peer"
