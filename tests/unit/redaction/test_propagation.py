"""A name that was found once is found again: halves, genitives, initials, and names found with doubt."""

from __future__ import annotations

import pytest

from tabside.redaction.detection import Detection
from tabside.redaction.settling.propagation import propagate


def claims(text: str, *values: tuple[str, float]) -> list[Detection]:
    found: list[Detection] = []
    for value, score in values:
        start = text.index(value, found[-1].end if found else 0)
        found.append(Detection("SURNAME", start, start + len(value), score, "model"))
    return found


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        pytest.param(
            "Frau Leutner-Kross kam. Dann ging Leutner heim.", [("Leutner-Kross", 0.9)], ["Leutner"], id="a-half"
        ),
        pytest.param("Frau Wagner-Arbeit kam. Die Arbeit rief.", [("Wagner-Arbeit", 0.9)], [], id="but-no-word"),
        pytest.param("Dann kam Leutner. Das ist Leutners Haus.", [("Leutner", 0.9)], ["Leutners"], id="a-genitive"),
        pytest.param(
            "We met Leutner. Leutner's file is thin.", [("Leutner", 0.9)], ["Leutner"], id="an-english-genitive"
        ),
        pytest.param("We met Leutner. Signed: T. K. Leutner", [("Leutner", 0.9)], ["T. K. Leutner"], id="initials"),
        pytest.param(
            "We met Leutner in Unit B. Leutner left.", [("Leutner", 0.9)], ["Leutner"], id="an-initial-ends-a-sentence"
        ),
        pytest.param("We met Leutner. LEUTNER left.", [("Leutner", 0.4)], [], id="one-doubt-is-not-enough"),
        pytest.param(
            "We met Leutner. Then Leutner left. LEUTNER: yes",
            [("Leutner", 0.4), ("Leutner", 0.4)],
            ["LEUTNER"],
            id="two-are",
        ),
        pytest.param("a Hill. The Hill. HILL", [("Hill", 0.4), ("Hill", 0.4)], [], id="not-of-words"),
    ],
)
def test_mentions(text: str, values: list[tuple[str, float]], expected: list[str]) -> None:
    assert [text[one.start : one.end] for one in propagate(claims(text, *values), text)] == expected
