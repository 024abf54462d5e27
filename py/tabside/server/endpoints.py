"""The endpoints that the proxy forwards, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .protocols import anthropic, openai
from .protocols.chat_stream import ChatStream
from .protocols.messages_stream import MessagesStream
from .protocols.responses_stream import ResponsesStream
from .protocols.rules import Rules
from .protocols.streams import AnswerStream

__all__ = ["ENDPOINTS", "Endpoint"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The rules for reading requests to a path and for restoring answers. Without `answer` they pass unchanged."""

    name: str
    dialect: str
    request: Rules
    check: Callable[[Mapping[str, Any]], None]
    answer: Rules | None = None
    stream: type[AnswerStream] | None = None


ENDPOINTS: Mapping[str, Endpoint] = {
    "/v1/chat/completions": Endpoint(
        "chat", "openai", openai.CHAT_REQUEST, openai.check_chat, openai.CHAT_ANSWER, ChatStream
    ),
    "/v1/responses": Endpoint(
        "responses",
        "openai",
        openai.RESPONSES_REQUEST,
        openai.check_responses,
        openai.RESPONSES_ANSWER,
        ResponsesStream,
    ),
    "/v1/embeddings": Endpoint("embeddings", "openai", openai.EMBEDDINGS_REQUEST, openai.check_embeddings),
    "/v1/messages": Endpoint(
        "messages",
        "anthropic",
        anthropic.MESSAGES_REQUEST,
        anthropic.check_messages,
        anthropic.MESSAGES_ANSWER,
        MessagesStream,
    ),
    "/v1/messages/count_tokens": Endpoint(
        "count_tokens", "anthropic", anthropic.MESSAGES_REQUEST, anthropic.check_messages
    ),
}
