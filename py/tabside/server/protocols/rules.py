"""Rules by path: the kind of each string in a request or an answer. A path without a rule is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

__all__ = ["Kind", "Rules"]

Path = Sequence[str | int]


class Kind(Enum):
    """The kind of content at a path."""

    TEXT = "text"
    """Read as text. The default: what nobody foresaw is not passed on unread."""
    JSON = "json"
    """A string that holds JSON; read as text where it does not parse."""
    VALUE = "value"
    """A JSON value, such as a tool call's arguments, read as a whole."""
    NAME = "name"
    """An identifier: left alone where it looks like one, read as text otherwise."""
    OPAQUE = "opaque"
    """Left alone with all that is in it: definitions of tools, schemas, encrypted content."""
    SIGNED = "signed"
    """Text that upstream wrote and signed: it passes unchanged or not at all."""
    REFUSED = "refused"
    """Content that cannot be read: pictures, sound, files."""


class Rules:
    """A table from paths to kinds. `*` is any index or key; a rule for an object applies to everything in it.

    >>> Rules({"messages.*.role": Kind.NAME, "tools": Kind.OPAQUE}).kind(("tools", 0, "function", "name"))
    <Kind.OPAQUE: 'opaque'>
    """

    def __init__(self, table: Mapping[str, Kind]) -> None:
        self._tree: dict[str, Any] = {}
        for pattern, kind in table.items():
            node = self._tree
            for step in pattern.split("."):
                node = node.setdefault(step, {})
            node[""] = kind

    def kind(self, path: Path) -> Kind:
        """Return the kind at a path. The longest rule applies, and a name precedes `*`."""
        nodes = [self._tree]
        found = Kind.TEXT
        for step in path:
            names = ("*",) if isinstance(step, int) else (step, "*")
            nodes = [node[name] for name in names if name for node in nodes if name in node]
            found = next((node[""] for node in nodes if "" in node), found)
            if not nodes:
                break
        return found
