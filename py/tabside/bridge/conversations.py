"""The bridge's functions for conversations: texts under one mapping, and requests to language models' APIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import UnsupportedRequestError
from ..redaction.conversation import JsonText, Readings, Turn, redact_turn
from ..redaction.conversation.turn import entity_of
from ..redaction.operators.placeholders import PlaceholderMap
from ..types import Finding

if TYPE_CHECKING:
    from ..redaction import Redaction, Redactor

__all__ = ["redact_request", "redact_texts"]


class _Reader:
    """A redactor with the options of a call."""

    def __init__(self, redactor: Redactor, options: Mapping[str, Any]) -> None:
        self._redactor = redactor
        self._policy = options.get("policy")
        self._found = {name: options[name] for name in ("entities", "threshold", "policy") if name in options}
        self._replaced = {name: options[name] for name in ("operator", "operators", "policy") if name in options}

    async def analyze(self, text: str) -> Sequence[Finding]:
        return await self._redactor.analyze(text, **self._found)

    async def anonymize_document(
        self, text: str, findings: Sequence[Finding], *, mapping: PlaceholderMap | None = None
    ) -> Redaction:
        return await self._redactor.anonymize_document(text, findings, mapping=mapping, **self._replaced)

    def allows(self, entity: str, value: str) -> bool:
        return self._redactor.allows(entity, value, policy=self._policy)


async def redact_texts(
    params: Mapping[str, Any], redactor: Redactor, options: Mapping[str, Any], readings: Readings
) -> dict[str, Any]:
    """Redact texts under one mapping, that of earlier turns or a new one."""
    turn = await _turn(params["texts"], params.get("mapping"), redactor, options, readings)
    return {"texts": list(turn.texts), "mapping": turn.mapping.to_dict()}


async def redact_request(
    params: Mapping[str, Any], redactor: Redactor, options: Mapping[str, Any], readings: Readings
) -> dict[str, Any]:
    """Redact the JSON body of a request to a language model's API, by the proxy's rules.

    Raises:
        UnsupportedRequestError: the path is none that is known, or a part of the body cannot be read.
    """
    from ..server.endpoints import ENDPOINTS
    from ..server.protocols.body import Body
    from ..server.protocols.rules import Kind

    path = str(params["path"])
    known = next((name for name in ENDPOINTS if path.endswith((name, name[3:]))), None)
    if known is None:
        raise UnsupportedRequestError("This address is none of an API that can be read. Nothing was sent.")
    endpoint = ENDPOINTS[known]
    body = Body.parse(str(params["body"]).encode("utf-8", "surrogatepass"))
    endpoint.check(body.plain)
    if body.plain.get("previous_response_id") is not None:
        raise UnsupportedRequestError("A request that goes on from an answer kept upstream cannot be restored here.")
    passages = body.passages(endpoint.request)
    texts = [passage.text for passage in passages]
    turn = await _turn(texts, None, redactor, options, readings)
    for passage, findings in zip(passages, turn.findings, strict=True):
        if passage.kind is Kind.SIGNED and findings:
            raise UnsupportedRequestError("Signed thinking holds personal data. Nothing was sent.")
    return {
        "body": body.with_texts(passages, turn.texts),
        "mapping": turn.mapping.to_dict(),
        "endpoint": endpoint.name,
    }


async def _turn(
    texts: Sequence[str | JsonText],
    mapping: Any,
    redactor: Redactor,
    options: Mapping[str, Any],
    readings: Readings,
) -> Turn:
    earlier = None if mapping is None else PlaceholderMap.from_dict(mapping)
    values = {} if earlier is None else {value: entity_of(one, earlier.tag) for one, value in earlier.originals.items()}
    return await redact_turn(texts, _Reader(redactor, options), readings, mapping=earlier, earlier=values)
