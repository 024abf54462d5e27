"""The calls on texts and mappings: redact, explain, restore, encrypt and decrypt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import errors
from ..reasons import Reason
from ..redaction import PlaceholderMap
from ..redaction.operators.anonymizer import anonymize_document
from ..redaction.view.structure import likely_format
from ..types import Finding
from .offsets import Utf16Offsets
from .plain import in_utf16, plain_redaction
from .state import BridgeState, options_of

if TYPE_CHECKING:
    from ..redaction import Redaction

__all__ = [
    "anonymize", "decrypt", "explain", "export_mapping", "import_mapping", "redact", "redact_request", "redact_texts",
    "restore",
]  # fmt: skip


async def redact(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    text = params["text"]
    offsets = Utf16Offsets(text)
    options = options_of(params)
    await _bring_reader(bridge, text, options.get("format", "auto"))
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        redaction = await redactor.redact(text, on_progress=bridge.progress(call_id, offsets.to_utf16), **options)
    return plain_redaction(redaction, offsets)


async def redact_texts(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .conversations import redact_texts as redact_all

    async with bridge.turn:
        return await redact_all(params, await bridge.redactor(params), options_of(params), bridge.readings(params))


async def redact_request(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from .conversations import redact_request as redact_body

    async with bridge.turn:
        return await redact_body(params, await bridge.redactor(params), options_of(params), bridge.readings(params))


async def anonymize(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    text = params["text"]
    offsets = Utf16Offsets(text)
    findings = [
        Finding(
            entity=str(entry["entity"]),
            start=offsets.to_code_points(int(entry["start"])),
            end=offsets.to_code_points(int(entry["end"])),
            score=float(entry["score"]),
            source=str(entry["source"]),
            reasons=tuple(Reason(**reason) for reason in entry.get("reasons") or ()),
        )
        for entry in params["findings"]
    ]
    options = options_of(params)
    if "policy" in options:
        from ..redaction.policy.policy import Policy

        policy = Policy.load(options.pop("policy"))
        default, special = policy.chosen_operators(options.get("operator"))
        options |= {"operator": default or "placeholder", "operators": {**special, **options.get("operators", {})}}
    read_as = options.pop("format", "text")
    await _bring_reader(bridge, text, read_as)
    return plain_redaction(await _anonymized(text, findings, read_as, options), offsets)


async def _bring_reader(bridge: BridgeState, text: str, read_as: str) -> None:
    """Install the reader of pasted YAML. Where it cannot be fetched, what only looks like YAML is read as text.

    Raises:
        DownloadError: it could not be fetched, and YAML was asked for.
    """
    if read_as not in ("auto", "yaml") or (read_as == "auto" and likely_format(text) != "yaml"):
        return
    from ..files.pasted import needs_yaml
    from .files import bring

    if needs_yaml(text, read_as):
        try:
            await bring("pasted.yaml", bridge.install)
        except errors.DownloadError:
            if read_as == "yaml":
                raise


async def _anonymized(text: str, findings: Sequence[Finding], format: str, options: Mapping[str, Any]) -> Redaction:
    """Replace findings in a text that was read in a format, or as text."""
    done = None
    if format != "text":
        from ..files.pasted import replace_in_pasted

        done = await replace_in_pasted(text, findings, lambda *found: anonymize_document(*found, **options), format)
    return done or await anonymize_document(text, findings, **options)


async def explain(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    text = params["text"]
    offsets = Utf16Offsets(text)
    start, end = (offsets.to_code_points(int(params[edge])) for edge in ("start", "end"))
    async with bridge.turn:
        redactor = await bridge.redactor(params)
        explanation = await redactor.explain(text, start, end, **options_of(params))
    return {
        "start": params["start"],
        "end": params["end"],
        **{
            name: [in_utf16(entry, offsets) for entry in getattr(explanation, name)]
            for name in ("findings", "words", "near")
        },
    }


async def restore(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    if params["mapping"] is None:
        raise errors.RestoreError("There is nothing to restore: no text has been redacted in this session yet.")
    done = PlaceholderMap.from_dict(params["mapping"]).restoration(params["text"])
    return {"text": done.text, "restored": list(done.restored), "unknown": list(done.unknown)}


async def decrypt(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> str:
    from ..redaction.operators.encryption import decrypt_text

    text = await decrypt_text(params["text"], params["passphrase"])
    # Encrypted values were restored: of the mapping only values replaced for good are missing.
    if params["mapping"] is None:
        return text
    return PlaceholderMap.from_dict(params["mapping"]).restoration(text, partial=True).text


async def export_mapping(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> str:
    from ..redaction.operators.encryption import export_mapping as seal

    if params["mapping"] is None:
        raise errors.RestoreError("There is no mapping yet: redact a text first.")
    return await seal(PlaceholderMap.from_dict(params["mapping"]), params["passphrase"])


async def import_mapping(bridge: BridgeState, call_id: int, params: Mapping[str, Any]) -> dict[str, Any]:
    from ..redaction.operators.encryption import import_mapping as open_sealed

    return (await open_sealed(params["text"], params["passphrase"])).to_dict()
