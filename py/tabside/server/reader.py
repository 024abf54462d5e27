"""The reader of a server's conversations: engine processes find, this process replaces."""

from __future__ import annotations

from collections.abc import Sequence

from ..redaction.operators.anonymizer import Redaction, anonymize_document
from ..redaction.operators.placeholders import PlaceholderMap
from ..redaction.policy.policy import Policy
from ..types import Finding
from .calls import finding_of
from .engine import EnginePool

__all__ = ["PooledReader"]


class PooledReader:
    """A `Reader` for `redact_turn` on an engine pool."""

    def __init__(self, pool: EnginePool, policy: Policy | None = None) -> None:
        self._pool, self._policy = pool, policy

    async def analyze(self, text: str) -> Sequence[Finding]:
        """Find personal data in a text."""
        found, _ = await self._pool.call("analyze", {"text": text})
        return [finding_of(plain) for plain in found]

    async def anonymize_document(
        self, text: str, findings: Sequence[Finding], *, mapping: PlaceholderMap | None = None
    ) -> Redaction:
        """Replace findings by the policy's operators, or by placeholders if it names none."""
        operator, operators = (None, {}) if self._policy is None else self._policy.chosen_operators(None)
        return await anonymize_document(
            text, findings, operator=operator or "placeholder", operators=operators, mapping=mapping
        )

    def allows(self, entity: str, value: str) -> bool:
        """Whether the policy lets a value pass."""
        return self._policy is not None and self._policy.allows(entity, value)
