"""How Python's `email` reads and writes headers here: as they were sent, with their space and line breaks."""

from __future__ import annotations

import re
from email.policy import EmailPolicy
from typing import Any

__all__ = ["AsSent"]

_LINE_ENDS = re.compile(r"\r\n|\r|\n")


class AsSent(EmailPolicy):
    """Headers are never parsed or folded again: the replacement of an address need not be one.

    The value of a header begins right behind its colon.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name, and its value with the space before it."""
        name, value = sourcelines[0].split(":", 1)
        return name, (value + "".join(sourcelines[1:])).rstrip("\r\n")

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        """Return a header's value for reading, without the space before it."""
        return super().header_fetch_parse(name, value.lstrip(" \t\r\n") if type(value) is str else value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header as bytes, with the line ends of the policy."""
        text = str(value) if type(value) is str else f" {value}"
        written = self.linesep.join(_LINE_ENDS.split(f"{name}:{text}"))
        return f"{written}{self.linesep}".encode("ascii", "surrogateescape")
