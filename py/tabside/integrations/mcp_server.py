"""`tabside mcp`: tools for agents over stdio, with the official SDK. The mapping is never sent to the model.

https://modelcontextprotocol.io
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mcp.server import MCPServer

from ..errors import FileError, InputError
from ..files import redact_file, restore_file
from ..redaction.conversation import Conversation
from ..redaction.redactor import Redactor
from ..types import Finding

__all__ = ["build_server"]

_MOST_BYTES = 64_000_000


class _Tools:
    """The shared state of the tools: one redactor, one conversation, one folder."""

    def __init__(self, root: Path, policy: str | None) -> None:
        self._root, self._policy = root.resolve(), policy
        self._redactor: Redactor | None = None
        self._conversation: Conversation | None = None
        self._lock = asyncio.Lock()

    async def redact(self, text: str) -> dict[str, Any]:
        _, conversation = await self._ready()
        turn = await conversation.redact_all([text])
        return {"text": turn.texts[0], "replaced": _counts(turn.findings[0])}

    async def restore(self, text: str) -> dict[str, Any]:
        _, conversation = await self._ready()
        done = conversation.restore(text)
        return {"text": done.text, "restored": list(done.restored), "unknown": list(done.unknown)}

    async def explain(self, text: str, start: int, end: int) -> list[str]:
        redactor, _ = await self._ready()
        explanation = await redactor.explain(text, start, end)
        found = [f"{one.entity}: {one.explanation}" for one in explanation.findings]
        near = [f"{one.entity}: nearly, by {one.source}" for one in explanation.near]
        return found or near or ["Nothing was found there."]

    async def redact_file(self, path: str, output: str) -> dict[str, Any]:
        redactor, conversation = await self._ready()
        source, target = self._place(path), self._place(output)
        done = await redact_file(_read(source), source.name, redactor, mapping=conversation.mapping)
        _write(target, done.data)
        conversation.take_in(done.mapping)
        return {
            "written": str(target.relative_to(self._root)),
            "replaced": _counts(one.finding for one in done.findings),
            "warnings": list(done.warnings),
        }

    async def restore_file(self, path: str, output: str) -> dict[str, Any]:
        _, conversation = await self._ready()
        source, target = self._place(path), self._place(output)
        done = restore_file(_read(source), source.name, conversation.mapping, partial=True)
        _write(target, done.data)
        return {"written": str(target.relative_to(self._root)), "warnings": list(done.warnings)}

    async def _ready(self) -> tuple[Redactor, Conversation]:
        async with self._lock:
            if self._redactor is None:
                self._redactor = await Redactor.create(policy=self._policy)
            if self._conversation is None:
                self._conversation = self._redactor.conversation()
            return self._redactor, self._conversation

    def _place(self, path: str) -> Path:
        """Return a path within the folder.

        Raises:
            FileError: it leads out of it.
        """
        place = (self._root / path).resolve()
        if not place.is_relative_to(self._root):
            raise FileError("The path leads out of the folder that this server works in.")
        return place


def build_server(root: Path, policy: str | None = None) -> MCPServer[Any]:
    """Build the server; files are read and written below `root` alone."""
    tools = _Tools(root, policy)
    server: MCPServer[Any] = MCPServer(
        "tabside", instructions="Redact texts and files before a model reads them; restore what it wrote."
    )

    @server.tool()
    async def redact(text: str) -> dict[str, Any]:
        """Replace personal data in a text by placeholders, the same value by the same one in all calls."""
        return await tools.redact(text)

    @server.tool()
    async def restore(text: str) -> dict[str, Any]:
        """Put originals back in the place of placeholders. The result holds personal data."""
        return await tools.restore(text)

    @server.tool()
    async def explain(text: str, start: int, end: int) -> list[str]:
        """Explain why a stretch of a text (code points) is replaced, or nearly was."""
        return await tools.explain(text, start, end)

    @server.tool(name="redact_file")
    async def redact_one(path: str, output: str) -> dict[str, Any]:
        """Write a redacted copy of a file (text, CSV, JSON, HTML, mail, Office, PDF) to a new file."""
        return await tools.redact_file(path, output)

    @server.tool(name="restore_file")
    async def restore_one(path: str, output: str) -> dict[str, Any]:
        """Write a copy of a redacted file with the originals back to a new file. It holds personal data."""
        return await tools.restore_file(path, output)

    return server


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(Counter(finding.entity for finding in findings))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"The file is longer than {_MOST_BYTES} bytes.")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"The file cannot be read: {error.strerror}.") from None


def _write(path: Path, data: bytes) -> None:
    """Write a new file, for its owner alone; what is there stays."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except FileExistsError:
        raise FileError("The output is there already; name another.") from None
    except OSError as error:
        raise FileError(f"The output cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
