"""A conversation: each new text is redacted under one mapping, and each answer is restored from it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from ...errors import InputError
from ...restoring import JsonRestoreStream, Known, Restoration, RestoreStream, restore_json, restore_text
from ...types import Finding
from ..operators.placeholders import PlaceholderMap
from .json_text import JsonText
from .readings import Readings
from .turn import Reader, Turn, entity_of, redact_turn

__all__ = ["Conversation"]

# A name with a lower score is not searched for in other texts, just as within one text.
_SURE = 0.75


class Conversation:
    """One mapping for all turns. Create it with `redactor.conversation()`.

    Calls of one conversation run one after the other. Different conversations share nothing.

    >>> # conversation = redactor.conversation()
    >>> # sent = await conversation.redact("I am Ann Smith.")
    >>> # shown = conversation.restore(await ask(sent)).text
    """

    def __init__(
        self, reader: Reader, *, mapping: PlaceholderMap | None = None, readings: Readings | None = None
    ) -> None:
        self._reader = reader
        self._readings = readings or Readings()
        self._mapping = mapping or PlaceholderMap()
        self._known = Known.of(self._mapping)
        self._earlier: dict[str, str] = {}
        self._lock = asyncio.Lock()
        for placeholder, value in self._mapping.originals.items():
            self._remember(entity_of(placeholder, self._mapping.tag), value)

    def __repr__(self) -> str:
        return f"Conversation({len(self._mapping.originals)} placeholders)"

    @property
    def mapping(self) -> PlaceholderMap:
        """The originals of all placeholders in the conversation. Contains personal data."""
        return self._mapping

    async def redact(self, text: str) -> str:
        """Redact a text from any side: a question, an answer, or a tool's result.

        Raises:
            UnscannedError: a part of the text could not be scanned.
        """
        if not isinstance(text, str):
            raise InputError("The text must be a str.")
        return (await self.redact_all([text])).texts[0]

    async def redact_all(self, texts: Sequence[str | JsonText]) -> Turn:
        """Redact several texts at once, such as the messages of a request. Texts seen before are not scanned again.

        Raises:
            UnscannedError: a part of a text could not be scanned; none is returned.
        """
        async with self._lock:
            turn = await redact_turn(texts, self._reader, self._readings, mapping=self._mapping, earlier=self._earlier)
            self._mapping = turn.mapping
            self._known.add(turn.mapping.originals, turn.mapping.surrogates)
            self._known.add_literal(turn.mapping.literal)
            for text, findings in zip(texts, turn.findings, strict=True):
                self._learn(text.reading if isinstance(text, JsonText) else text, findings)
        return turn

    async def redact_json(self, text: str) -> str:
        """Redact the values of a JSON text, such as a tool's result. Every other byte stays.

        Raises:
            InputError: it is not JSON. UnscannedError: see `redact`.
        """
        return (await self.redact_all([JsonText.parse(text)])).texts[0]

    def take_in(self, mapping: PlaceholderMap) -> None:
        """Go on from a mapping that went on from this conversation's, such as that of a file.

        Raises:
            InputError: it does not hold all that this conversation has given out.
        """
        if any(mapping.originals.get(name) != value for name, value in self._mapping.originals.items()):
            raise InputError("This mapping does not go on from the conversation's.")
        for placeholder in mapping.originals.keys() - self._mapping.originals.keys():
            self._remember(entity_of(placeholder, mapping.tag), mapping.originals[placeholder])
        self._mapping = mapping
        self._known.add(mapping.originals, mapping.surrogates)
        self._known.add_literal(mapping.literal)

    def restore(self, text: str, *, strict: bool = False) -> Restoration:
        """Restore the originals in an answer. `strict`: only exact placeholders count."""
        return restore_text(text, self._known, strict=strict)

    def restore_json(self, text: str, *, strict: bool = False) -> Restoration:
        """Restore the originals in the strings of a JSON text, such as a tool call's arguments."""
        return restore_json(text, self._known, strict=strict)

    def stream(self, *, strict: bool = False) -> RestoreStream:
        """Return a stream that restores the originals in an answer as it arrives."""
        return RestoreStream(self._known, strict=strict)

    def json_stream(self, *, strict: bool = False) -> JsonRestoreStream:
        """Return the same for JSON, such as the pieces of a tool call's arguments."""
        return JsonRestoreStream(self._known, strict=strict)

    async def save(self, passphrase: str) -> str:
        """Return the mapping as text encrypted with the passphrase. `tabside restore --mapping` reads it too."""
        from ..operators.encryption import export_mapping

        return await export_mapping(self._mapping, passphrase)

    @classmethod
    async def load(cls, saved: str, passphrase: str, reader: Reader) -> Conversation:
        """Continue a conversation from the output of `save`.

        Raises:
            DecryptError: the passphrase is wrong, or the text was altered. InputError: it is not a saved mapping.
        """
        from ..operators.encryption import import_mapping

        return cls(reader, mapping=await import_mapping(saved, passphrase))

    def _learn(self, text: str, findings: Sequence[Finding]) -> None:
        for finding in findings:
            if finding.score >= _SURE:
                self._remember(finding.entity, text[finding.start : finding.end])

    def _remember(self, entity: str, value: str) -> None:
        self._earlier.setdefault(value, entity)
