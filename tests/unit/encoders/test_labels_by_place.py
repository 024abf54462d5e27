"""Labels that say where in an entity a token stands: IOB, BIOES and BILOU."""

from __future__ import annotations

import pytest

from tabside.pipelines.aggregation import TokenEntity, aggregate


def tokens(text: str) -> list[TokenEntity]:
    """Return tokens of one character each, with the label after the slash."""
    found = []
    for index, one in enumerate(text.split()):
        word, _, label = one.partition("/")
        scores = [float(label == known) for known in LABELS]
        found.append(TokenEntity(word, scores, index, index + 1, index, False))
    return found


LABELS = ["O", "B-P", "I-P", "E-P", "S-P"]
PLACES = {
    "a single token": ("a/S-P b/O", ["a"]),
    "two single tokens": ("a/S-P b/S-P", ["a", "b"]),
    "a whole": ("a/B-P b/I-P c/E-P", ["a b c"]),
    "two wholes": ("a/B-P b/E-P c/B-P d/E-P", ["a b", "c d"]),
    "an end and more": ("a/B-P b/E-P c/I-P", ["a b", "c"]),
    "a single token and a whole": ("a/S-P b/B-P c/E-P", ["a", "b c"]),
}


@pytest.mark.parametrize(("text", "expected"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("names", ["BIOES", "BILOU"])
def test_labels_by_place_are_grouped(text: str, expected: list[str], names: str) -> None:
    labels = LABELS if names == "BIOES" else [one.replace("E-", "L-").replace("S-", "U-") for one in LABELS]

    found = aggregate(tokens(text), "simple", labels, " ".join, ["O"])

    assert [one["word"] for one in found] == expected
    assert {one["entity_group"] for one in found} == {"P"}
