from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tabside.redaction.detection import Detection
from tabside.redaction.settling.overlaps import resolve

TEXT = "Call 415 555 2671 ext. 12 or Ann-Marie Smith, Oslo é\u0301👨\u200d👩x"
ENTITIES = ("PHONE", "SURNAME", "CITY")


def claim(entity: str, start: int, end: int, *, certain: bool = False, score: float = 0.9) -> Detection:
    return Detection(entity, start, end, score, "rule" if certain else "model", certain)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([claim("PHONE", 5, 17)], [("PHONE", 5, 17)], id="one"),
        pytest.param([claim("PHONE", 4, 18)], [("PHONE", 5, 17)], id="spaces-trimmed"),
        pytest.param(
            [claim("PHONE", 5, 17, certain=True), claim("PHONE", 5, 25)],
            [("PHONE", 5, 25)],
            id="longer-model-span-stays",
        ),
        pytest.param(
            [claim("PHONE", 5, 17, certain=True), claim("CITY", 5, 17)], [("PHONE", 5, 17)], id="certain-type-wins"
        ),
        pytest.param([claim("PHONE", 5, 17), claim("CITY", 5, 8)], [("PHONE", 5, 17)], id="longer-type-wins"),
        pytest.param(
            [claim("PHONE", 5, 17, score=0.5), claim("CITY", 5, 17, score=0.6)], [("CITY", 5, 17)], id="surer-type-wins"
        ),
        pytest.param(
            [claim("PHONE", 5, 12, certain=True), claim("CITY", 5, 17)],
            [("PHONE", 5, 12), ("CITY", 13, 17)],
            id="whole-words-beyond-are-their-own",
        ),
        pytest.param(
            [claim("PHONE", 5, 11, certain=True), claim("CITY", 9, 12)],
            [("PHONE", 5, 12)],
            id="part-of-a-word-is-taken-in",
        ),
        pytest.param(
            [claim("PHONE", 5, 21, certain=True), claim("CITY", 9, 22)],
            [("PHONE", 5, 22)],
            id="punctuation-is-taken-in",
        ),
        pytest.param(
            [claim("SURNAME", 39, 50), claim("SURNAME", 39, 44, certain=True), claim("CITY", 46, 50, certain=True)],
            [("SURNAME", 39, 44), ("CITY", 46, 50)],
            id="a-comma-beside-a-space-is-not-taken-in",
        ),
        pytest.param(
            [claim("SURNAME", 29, 32), claim("SURNAME", 32, 38)], [("SURNAME", 29, 38)], id="touching-fragments-merge"
        ),
        pytest.param(
            [claim("SURNAME", 29, 38), claim("CITY", 39, 44)],
            [("SURNAME", 29, 38), ("CITY", 39, 44)],
            id="apart-stays-apart",
        ),
        pytest.param([claim("CITY", 51, 52)], [("CITY", 51, 53)], id="marks-belong-to-their-letter"),
        pytest.param([claim("CITY", 53, 54)], [("CITY", 53, 56)], id="joined-emoji-stay-whole"),
    ],
)
def test_resolve(claims: list[Detection], expected: list[tuple[str, int, int]]) -> None:
    assert [(found.entity, found.start, found.end) for found in resolve(claims, TEXT)] == expected


def test_agreement_raises_the_score() -> None:
    (found,) = resolve([claim("PHONE", 5, 17, certain=True, score=0.7), claim("PHONE", 5, 17, score=0.5)], TEXT)
    assert found.score == pytest.approx(0.85)
    assert found.source == "rule"


spans = st.builds(
    lambda entity, a, b, certain: claim(entity, min(a, b), max(a, b), certain=certain),
    st.sampled_from(ENTITIES),
    st.integers(0, len(TEXT)),
    st.integers(0, len(TEXT)),
    st.booleans(),
)


def covered(claims: list[Detection]) -> set[int]:
    return {index for found in claims for index in range(found.start, found.end) if not TEXT[index].isspace()}


@settings(deadline=None)
@given(st.lists(spans, max_size=8))
def test_union_is_covered_sorted_and_disjoint(claims: list[Detection]) -> None:
    resolved = resolve(claims, TEXT)
    assert {place for place in covered(claims) if TEXT[place].isalnum()} <= covered(resolved)
    for before, after in pairwise(resolved):
        assert before.end <= after.start
    assert all(found.start < found.end for found in resolved)
    assert not any(TEXT[found.start].isspace() or TEXT[found.end - 1].isspace() for found in resolved)


@settings(deadline=None)
@given(st.lists(spans, max_size=8))
def test_resolving_twice_changes_nothing(claims: list[Detection]) -> None:
    once = resolve(claims, TEXT)
    again = resolve(once, TEXT)
    assert [(found.entity, found.start, found.end) for found in again] == [
        (found.entity, found.start, found.end) for found in once
    ]


def test_many_claims_inside_one_are_kept() -> None:
    text = "12 " * 50_000
    claims = [claim("PHONE", 0, len(text))]
    claims += [claim("CITY", index * 3, index * 3 + 2, certain=True) for index in range(50_000)]
    assert len(resolve(claims, text)) == 50_000


@pytest.mark.long
def test_many_claims_inside_one_are_fast() -> None:
    begin = time.process_time()
    test_many_claims_inside_one_are_kept()
    assert time.process_time() - begin < 5
