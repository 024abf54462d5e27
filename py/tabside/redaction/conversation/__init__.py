"""Redact many texts under one mapping: the turns of a conversation with a language model."""

from .conversation import Conversation
from .json_text import JsonText
from .readings import Readings
from .turn import Reader, Turn, redact_turn

__all__ = ["Conversation", "JsonText", "Reader", "Readings", "Turn", "redact_turn"]
