"""docs/api-compatibility.md is what the signatures are, and an argument that it calls unsupported is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scripts.generate import api_compatibility
from tabside import sync
from tabside.errors import InputError
from tests.unit.encoders import tiny

PEERS = json.loads(api_compatibility.GOLDEN.read_text(encoding="utf-8"))
PAIRS = [("good", "a")]
CALLS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "SentenceTransformer": lambda given: sync.SentenceTransformer(tiny.EMBEDDER, **given),
    "SentenceTransformer.encode": lambda given: sync.SentenceTransformer(tiny.EMBEDDER).encode(["a"], **given),
    "SentenceTransformer.encode_query": lambda given: sync.SentenceTransformer(tiny.EMBEDDER).encode_query(
        "a", **given
    ),
    "CrossEncoder": lambda given: sync.CrossEncoder(tiny.RANKER, **given),
    "CrossEncoder.predict": lambda given: sync.CrossEncoder(tiny.RANKER).predict(PAIRS, **given),
    "CrossEncoder.rank": lambda given: sync.CrossEncoder(tiny.RANKER).rank("a", ["a"], **given),
    "PreTrainedTokenizer.__call__": lambda given: sync.AutoTokenizer.from_pretrained(tiny.EMBEDDER)("a", **given),
    "PreTrainedTokenizer.decode": lambda given: sync.AutoTokenizer.from_pretrained(tiny.EMBEDDER).decode([2], **given),
    "pipeline": lambda given: sync.pipeline("text-classification", tiny.SENTIMENT, **given),
    "pipeline(text-classification)": lambda given: sync.pipeline("text-classification", tiny.SENTIMENT)("a", **given),
    "pipeline(token-classification)": lambda given: sync.pipeline("ner", tiny.TAGGER)("a", **given),
    "pipeline(fill-mask)": lambda given: sync.pipeline("fill-mask", tiny.FILLER)("a", **given),
}  # fmt: skip


def unsupported() -> list[tuple[str, str]]:
    """Return the calls above with each argument that the page lists under no."""
    rows = {call.strip("`"): no.split(", ") for call, _, no, _ in api_compatibility.rows(PEERS) if no}
    return [(call, argument) for call in CALLS for argument in rows.get(call, [])]


def test_the_page_is_what_the_signatures_are() -> None:
    assert api_compatibility.TARGET.read_text(encoding="utf-8") == api_compatibility.text()


def test_every_difference_is_about_a_call_that_exists() -> None:
    assert set(api_compatibility.DIFFERS) <= set(PEERS)
    assert {name for call, names in api_compatibility.REFUSED.items() for name in names} <= {
        name for names in PEERS.values() for name in names
    }


def test_an_unsupported_argument_is_refused(hub: Any) -> None:
    ignored = []
    for call, argument in unsupported():
        try:
            CALLS[call]({argument: "x"})
        except (InputError, TypeError):
            continue
        ignored.append((call, argument))

    assert len(unsupported()) > 30
    assert ignored == []


@pytest.mark.parametrize("name", ["fit", "push_to_hub", "start_multi_process_pool"])
def test_a_missing_call_is_an_attribute_error(hub: Any, name: Any) -> None:
    with pytest.raises(AttributeError):
        getattr(sync.SentenceTransformer(tiny.EMBEDDER), name)
