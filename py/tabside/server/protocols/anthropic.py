"""Anthropic's Messages API: the meaning of each string in requests and answers.

API reference: https://docs.anthropic.com/en/api/messages, as of 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import UnsupportedRequestError
from .rules import Kind, Rules

__all__ = ["MESSAGES_ANSWER", "MESSAGES_REQUEST", "check_messages"]

N, O, R, J, V, S = Kind.NAME, Kind.OPAQUE, Kind.REFUSED, Kind.JSON, Kind.VALUE, Kind.SIGNED  # noqa: E741

_BLOCK = {
    "type": N,
    "id": N,
    "name": N,
    "tool_use_id": N,
    "text": J,
    "input": V,
    "cache_control": O,
    "thinking": S,
    "signature": O,
    "data": O,
    "encrypted_content": O,
    "caller": O,
    "source.type": N,
    "source.media_type": N,
    "source.url": R,
    "source.file_id": R,
    "file_id": R,
}
_NESTED = {**_BLOCK, **{f"content.*.{name}": kind for name, kind in _BLOCK.items()}, "content": J}
MESSAGES_REQUEST = Rules(
    {
        "model": N,
        "tools": O,
        "tool_choice": O,
        "thinking": O,
        "mcp_servers": O,
        "output_config": O,
        "output_format": O,
        "context_management": O,
        "container": O,
        "service_tier": N,
        "betas": O,
        "cache_control": O,
        **{f"system.*.{name}": kind for name, kind in _BLOCK.items()},
        "messages.*.role": N,
        **{f"messages.*.content.*.{name}": kind for name, kind in _NESTED.items()},
    }
)
MESSAGES_ANSWER = Rules(
    {
        "id": N,
        "type": N,
        "role": N,
        "model": N,
        "stop_reason": N,
        "usage": O,
        "container": O,
        **{f"content.*.{name}": (O if kind is R else kind) for name, kind in _NESTED.items()},
    }
)

_READABLE_SOURCES = ("text", "content")


def check_messages(plain: Mapping[str, Any]) -> None:
    """Refuse images and files; plain text documents are read.

    Raises:
        UnsupportedRequestError: a block cannot be read.
    """
    if not isinstance(plain.get("messages"), list):
        raise UnsupportedRequestError("The request has no list of messages. Nothing was sent.")
    for block in _blocks(plain):
        source = block.get("source")
        is_readable = source is None or isinstance(source, str) or source.get("type") in _READABLE_SOURCES
        if block.get("type") in ("image", "container_upload") or not is_readable:
            raise UnsupportedRequestError("Pictures and files cannot be read here. Nothing was sent.")


def _blocks(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "type" in value:
            yield value
        for name, one in value.items():
            if name not in ("tools", "input", "mcp_servers"):
                yield from _blocks(one)
    elif isinstance(value, list):
        for one in value:
            yield from _blocks(one)
