"""OpenAI's APIs: Chat Completions, Responses, Embeddings. The meaning of each string in requests and answers.

API reference: https://platform.openai.com/docs/api-reference, as of 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import UnsupportedRequestError
from .rules import Kind, Rules

__all__ = [
    "CHAT_ANSWER",
    "CHAT_REQUEST",
    "EMBEDDINGS_REQUEST",
    "RESPONSES_ANSWER",
    "RESPONSES_REQUEST",
    "check_chat",
    "check_embeddings",
    "check_responses",
]

N, O, R, J, V, T = Kind.NAME, Kind.OPAQUE, Kind.REFUSED, Kind.JSON, Kind.VALUE, Kind.TEXT  # noqa: E741

_SETTINGS = {
    "model": N,
    "tools": O,
    "tool_choice": O,
    "service_tier": N,
    "stream_options": O,
    "verbosity": N,
    "include": O,
    "store": N,
    "truncation": N,
    "prompt_cache_retention": N,
}
_CHAT_PART = {
    "type": N,
    "image_url": R,
    "input_audio": R,
    "file": R,
    "audio": R,
    "cache_control": O,
}
CHAT_REQUEST = Rules(
    {
        **_SETTINGS,
        "functions": O,
        "function_call": O,
        "response_format": O,
        "reasoning_effort": N,
        "modalities": O,
        "audio": R,
        "web_search_options.search_context_size": N,
        "web_search_options.user_location.type": N,
        "prediction.type": N,
        **{f"prediction.content.*.{name}": kind for name, kind in _CHAT_PART.items()},
        "messages.*.role": N,
        "messages.*.tool_call_id": N,
        "messages.*.audio": R,
        "messages.*.content": J,
        **{f"messages.*.content.*.{name}": kind for name, kind in _CHAT_PART.items()},
        "messages.*.content.*.text": J,
        "messages.*.tool_calls.*.id": N,
        "messages.*.tool_calls.*.type": N,
        "messages.*.tool_calls.*.function.name": N,
        "messages.*.tool_calls.*.function.arguments": J,
        "messages.*.tool_calls.*.custom.name": N,
        "messages.*.tool_calls.*.custom.input": J,
        "messages.*.function_call.name": N,
        "messages.*.function_call.arguments": J,
        "messages.*.cache_control": O,
    }
)
CHAT_ANSWER = Rules(
    {
        **_SETTINGS,
        "id": N,
        "object": N,
        "system_fingerprint": N,
        "usage": O,
        "choices.*.finish_reason": N,
        "choices.*.logprobs": O,
        "choices.*.message.role": N,
        "choices.*.message.content": J,
        "choices.*.message.audio": O,
        "choices.*.message.tool_calls.*.id": N,
        "choices.*.message.tool_calls.*.type": N,
        "choices.*.message.tool_calls.*.function.name": N,
        "choices.*.message.tool_calls.*.function.arguments": J,
        "choices.*.message.function_call.arguments": J,
    }
)
EMBEDDINGS_REQUEST = Rules({"model": N, "encoding_format": N})

_PART = {
    "type": N,
    "image_url": R,
    "file_id": R,
    "file_data": R,
    "file_url": R,
    "input_audio": R,
    "logprobs": O,
    "detail": N,
}
_ITEM = {
    "type": N,
    "id": N,
    "role": N,
    "status": N,
    "phase": N,
    "call_id": N,
    "name": N,
    "namespace": N,
    "server_label": N,
    "arguments": J,
    "output": J,
    "encrypted_content": O,
    "result": R,
    "content.*.text": J,
    **{f"content.*.{name}": kind for name, kind in _PART.items()},
    **{f"output.*.{name}": kind for name, kind in _PART.items()},
    "output.*.text": J,
    "output.type": N,
    "output.image_url": R,
    "output.file_id": R,
    "summary.*.type": N,
    "acknowledged_safety_checks": O,
    "tools": O,
}
RESPONSES_REQUEST = Rules(
    {
        **_SETTINGS,
        "previous_response_id": N,
        "text": O,
        "reasoning": O,
        "background": N,
        "prompt.id": N,
        "prompt.version": N,
        "context_management": O,
        **{f"input.*.{name}": kind for name, kind in _ITEM.items()},
    }
)
_ANSWER_ITEM = {name: (O if kind is R else kind) for name, kind in _ITEM.items()}
RESPONSES_ANSWER = Rules(
    {
        **_SETTINGS,
        "id": N,
        "object": N,
        "status": N,
        "previous_response_id": N,
        "text": O,
        "reasoning": O,
        "usage": O,
        **{f"output.*.{name}": kind for name, kind in _ANSWER_ITEM.items()},
    }
)

_UNREADABLE_ITEMS = frozenset(("item_reference", "computer_call_output", "image_generation_call"))


def check_chat(plain: Mapping[str, Any]) -> None:
    """Refuse a chat request with unreadable content.

    Raises:
        UnsupportedRequestError: messages are missing, or audio is requested.
    """
    if not isinstance(plain.get("messages"), list):
        raise UnsupportedRequestError("The request has no list of messages. Nothing was sent.")
    if "audio" in (plain.get("modalities") or ()):
        raise UnsupportedRequestError("An answer as sound cannot be restored. Nothing was sent.")


def check_responses(plain: Mapping[str, Any]) -> None:
    """Refuse a Responses request whose texts are stored elsewhere.

    Raises:
        UnsupportedRequestError: it refers to items or conversations stored upstream, or is answered later.
    """
    if plain.get("conversation") is not None or plain.get("background"):
        raise UnsupportedRequestError("Conversations kept upstream and answers in the background are not supported.")
    items = plain.get("input")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and item.get("type") in _UNREADABLE_ITEMS:
            raise UnsupportedRequestError("The request refers to an item that cannot be read here. Nothing was sent.")


def check_embeddings(plain: Mapping[str, Any]) -> None:
    """Refuse token input, since its text cannot be read here.

    Raises:
        UnsupportedRequestError: the input is not a text or a list of texts.
    """
    given = plain.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnsupportedRequestError("The input has to be a text or a list of texts: tokens cannot be read here.")
